import { expect } from 'vitest';
import type { Answer } from './client.ts';

/** Every error code with its HTTP status, as the API's table has them. */
const STATUS_OF: Readonly<Record<number, number>> = {
  9000: 500,
  9001: 500,
  9002: 500,
  9003: 404,
  9004: 400,
  9005: 409,
  9006: 409,
  9007: 409,
  9008: 422,
  9401: 401,
  9403: 403,
  9413: 413,
  9429: 429,
  9503: 503,
};
const FIELDS = ['code', 'description', 'message', 'name', 'requestId', 'stack', 'statusCode'];

/**
 * What is wrong with this answer as a refusal with this code, or null: it must travel under the code's
 * HTTP status, have exactly the fields of an error, show no stack, and begin its message with `field`.
 *
 * @param expected.status where HTTP has a better status than the code's own
 */
export function refusalProblem(
  answer: Pick<Answer, 'status' | 'body'>,
  expected: { readonly code: number; readonly field?: string; readonly status?: number },
): string | null {
  const { status, body } = answer;
  const { code, field } = expected;
  const said = `${status} ${JSON.stringify(body)}`;
  if (status !== (expected.status ?? STATUS_OF[code]) || body?.code !== code) {
    return `no ${code}: ${said}`;
  }
  if (!isErrorBody(answer)) return `no error body: ${said}`;
  const isNamed = field === undefined || `${body.message} `.startsWith(`${field} `);
  return isNamed ? null : `does not name ${field}: ${said}`;
}

/** Whether it has the fields of an error and no others, and they agree with each other. */
function isErrorBody({ status, body }: Pick<Answer, 'status' | 'body'>): boolean {
  if (Object.keys(body).toSorted().join() !== FIELDS.join()) return false;
  const { statusCode, name, message, description, stack, requestId } = body;
  const texts: unknown[] = [name, message, description, requestId];
  const areTexts = texts.every((text) => typeof text === 'string' && text !== '');
  return areTexts && statusCode === status && stack === '' && description === message;
}

/** Fails, showing the answer, unless it is a refusal with this code; see {@link refusalProblem}. */
export function expectRefusal(
  answer: Pick<Answer, 'status' | 'body'>,
  code: number,
  field?: string,
): void {
  expect(refusalProblem(answer, { code, ...(field !== undefined && { field }) })).toBeNull();
}
