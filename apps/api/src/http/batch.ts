import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { errorBody } from './error-body.ts';
import { UnreadableElement } from './strict-json.ts';
import { describeValidation } from './validation-message.ts';

/** What one element of a batch came to: exactly what the single call would have answered. */
export interface ElementAnswer {
  readonly statusCode: number;
  readonly body: object;
}

/** How a batch of one kind is checked, carried out and shown. */
export interface BatchWork<Body, Request, Row> {
  /** the schema of the single call's body */
  readonly schema: TSchema;
  readonly read: (body: Body) => Request;
  readonly run: (requests: readonly Request[]) => Promise<readonly Result<Row>[]>;
  readonly present: (row: Row) => object;
}

/**
 * Carries out the valid elements in one go and answers every element in its place. An invalid one is
 * answered with its own 9004 and never reaches the others.
 */
export async function runBatch<Body, Request, Row>(
  request: FastifyRequest,
  elements: readonly unknown[],
  work: BatchWork<Body, Request, Row>,
): Promise<ElementAnswer[]> {
  const read = elements.map((element) => readElement(request, element, work));
  const results = await work.run(read.flatMap((one) => (one.ok ? [one.value] : [])));
  const next = results.values();
  return read.map((one) => {
    const result = one.ok ? (next.next().value ?? refused(9000, 'no answer')) : one;
    if (result.ok) return { statusCode: 200, body: work.present(result.value) };
    const body = errorBody(result.refusal, request.id);
    return { statusCode: body.statusCode, body };
  });
}

function readElement<Body, Request, Row>(
  request: FastifyRequest,
  element: unknown,
  work: BatchWork<Body, Request, Row>,
): Result<Request> {
  if (element instanceof UnreadableElement) return { ok: false, refusal: element.refusal };
  const validate = request.compileValidationSchema(work.schema, 'body');
  if (validate(element)) return done(work.read(element as Body));
  return refused(9004, describeValidation(validate.errors?.[0] as never, 'the element'));
}

/** The client's own number of an element, to find its answer by; null when it has none. */
export function clientNoOf(element: unknown, field: string): string | null {
  const read = element instanceof UnreadableElement ? element.value : element;
  const value = (read as Record<string, unknown> | null)?.[field];
  return typeof value === 'string' ? value : null;
}
