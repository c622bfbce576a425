import { isRecord } from '@payserver/shared/domain/said';
import type { Operation } from '../http/schemas/operation.ts';
import { ERROR_SCHEMA, errorResponses, type SharedResponse } from './errors.ts';
import type { Examples } from './example.ts';
import { examplesOf, uuidIn } from './examples.ts';
import { type Json, mapFields } from './share-schemas.ts';

const JSON_TYPE = 'application/json';
const TOKEN_SECURITY = [{ bearerAuth: [] }];
const PREFER = { $ref: '#/components/parameters/Prefer' };
const PREFERENCE_APPLIED = {
  'Preference-Applied': {
    description: 'What was understood of `Prefer`.',
    schema: { type: 'string' },
  },
};

/** What @fastify/swagger makes of a route's schema. */
interface Generated extends Partial<Operation> {
  readonly parameters?: readonly Json[];
  readonly requestBody?: Json;
  readonly responses?: Readonly<Record<string, Json>>;
}

/** An operation as the description shows it, and the error responses that it refers to. */
export interface CompleteOperation {
  readonly operation: Json;
  readonly errors: readonly SharedResponse[];
}

/**
 * The operation of a route with its examples and errors.
 *
 * @throws {Error} when the route's schema does not say what it is, or there is no example of it
 */
export function completeOperation(path: string, generated: Generated): CompleteOperation {
  const { 'x-codes': codes = [], 'x-waits': waits = false, 'x-media': media, ...said } = generated;
  const { requestBody, security = TOKEN_SECURITY } = said;
  const examples = examplesOf(path, said.operationId);
  if (said.tags === undefined || examples === undefined) {
    throw new Error(
      `${path}: its schema lacks an Operation, or openapi/examples.ts examples of it`,
    );
  }
  const parameters = parametersOf(path, said.parameters, waits);
  const errors = errorResponses(codes, {
    hasToken: security.length > 0,
    hasPath: parameters.some((one) => one['in'] === 'path'),
    hasQuery: parameters.some((one) => one['in'] === 'query'),
    hasBody: requestBody !== undefined,
  });
  const references = mapFields(errors, ({ name }) => ({ $ref: `#/components/responses/${name}` }));
  const operation = {
    ...said,
    security,
    ...(parameters.length > 0 && { parameters }),
    ...(requestBody && {
      requestBody: { required: true, content: contentOf(requestBody, examples.requests) },
    }),
    responses: { ...references, ...answersOf(generated, examples.answers, { waits, media }) },
  };
  return { operation, errors: Object.values(errors) };
}

function parametersOf(path: string, parameters: readonly Json[] = [], waits = false): Json[] {
  const example = uuidIn(path);
  const shown = parameters.map((one) =>
    example !== undefined && one['in'] === 'path' ? { ...one, example } : one,
  );
  return waits ? [...shown, PREFER] : shown;
}

function answersOf(
  { responses = {} }: Generated,
  examples: Readonly<Record<string, Examples>>,
  { waits, media = JSON_TYPE }: { readonly waits: boolean; readonly media: string | undefined },
): Json {
  return mapFields(examples, (shown, status) => {
    const { description, ...answer } = responses[status] ?? {};
    const named = mapFields(shown, (one) => ({ summary: description, ...one }));
    const content = contentOf(answer, named, Number(status) >= 400);
    return {
      description,
      ...(waits && { headers: PREFERENCE_APPLIED }),
      content: { [media]: content[JSON_TYPE] },
    };
  });
}

/** An answer that says "not now" may also be the error of a gateway that stops. */
function contentOf(carrier: Json, examples: object | undefined, orError = false) {
  const content = carrier['content'];
  const media = isRecord(content) ? content[JSON_TYPE] : undefined;
  const schema = isRecord(media) ? media['schema'] : {};
  const either = orError ? { anyOf: [schema, ERROR_SCHEMA] } : schema;
  return { [JSON_TYPE]: { schema: either, examples } };
}
