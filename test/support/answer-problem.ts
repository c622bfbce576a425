import { undescribed } from './described.ts';
import { refusalProblem } from './refusal.ts';
import { missingHeaders } from './security-headers.ts';

/** What was asked, and what the gateway answered. */
export interface Answered {
  readonly method: string;
  /** from the origin on */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Errors of the gateway's own that the API document gives the status 500, and overload. */
const REGISTERED_5XX = new Set([9001, 9002, 9503]);

/**
 * What is wrong with an answer, whatever was asked, or null: it must be JSON in the words of the description, or an export,
 * a refusal with exactly the fields of an error, under a status that its code is registered with, and have
 * the security headers. An unexpected error (9000) is wrong.
 */
export function answerProblem(answered: Answered): string | null {
  const { method, status, headers, text } = answered;
  const said = `${status} ${text.slice(0, 500)}`;
  const missing = missingHeaders(headers);
  if (missing.length > 0) return `${said}: ${missing.join(', ')}`;
  if (method === 'HEAD') return status >= 500 && status !== 503 ? said : null;
  return bodyProblem(answered, said);
}

function bodyProblem(answered: Answered, said: string): string | null {
  const { status, headers, text } = answered;
  const type = headers.get('content-type');
  if (type === CSV_TYPE) return undescribed({ ...answered, body: text });
  const body = parse(text);
  if (body === undefined || type !== JSON_TYPE) return `no JSON: ${said}`;
  const problem = undescribed({ ...answered, body });
  // What is not ready says so in words of its own, which the description has.
  if (problem !== null || isNotReady(answered)) return problem;
  const errors = [{ statusCode: status, body }, ...elementsOf(body)].filter(isError);
  return errors.map((one) => errorProblem(one.statusCode, one.body)).find(Boolean) ?? null;
}

const isNotReady = ({ path, status }: Answered) =>
  status === 503 && path.startsWith('/health/ready');

/** An answer within an answer. */
interface Element {
  readonly statusCode: number;
  readonly body: unknown;
}

const isError = ({ statusCode }: Element) => statusCode >= 400;

/** Each element of a batch was answered as if it had been asked for alone; of any other answer nothing. */
export function elementsOf(body: unknown): readonly Element[] {
  const { batchPayResult, batchRefundResult } = (body ?? {}) as Record<string, Element[]>;
  return batchPayResult ?? batchRefundResult ?? [];
}

const JSON_TYPE = 'application/json; charset=utf-8';
const CSV_TYPE = 'text/csv; charset=utf-8';

function errorProblem(status: number, body: unknown): string | null {
  const { code = 0 } = (body ?? {}) as { readonly code?: number };
  if (status >= 500 && !REGISTERED_5XX.has(code)) return `${status} ${JSON.stringify(body)}`;
  // Where HTTP knows a better status for it than the code's own.
  const better = code === 9004 && status === 415 ? { status } : {};
  return refusalProblem({ status, body }, { code, ...better });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
