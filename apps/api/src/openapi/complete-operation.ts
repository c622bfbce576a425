import type { OperationDoc } from './document.ts';
import { ERROR_SCHEMA, errorResponses, type RequestParts, type SharedResponse } from './errors.ts';
import { isRecord, type Json } from './share-schemas.ts';

const JSON_TYPE = 'application/json';
const TOKEN_SECURITY = [{ bearerAuth: [] }];
const PREFER = { $ref: '#/components/parameters/Prefer' };
const PREFERENCE_APPLIED = {
  'Preference-Applied': {
    description: 'What was understood of `Prefer`.',
    schema: { type: 'string' },
  },
};

/** An operation as the reference shows it, and the error responses that it refers to. */
export interface CompleteOperation {
  readonly operation: Json;
  readonly errors: readonly SharedResponse[];
}

/** Joins what a route's schema says (`generated`) with what is written about it (`doc`). */
export function completeOperation(generated: Json, doc: OperationDoc): CompleteOperation {
  const parameters = listOf(generated['parameters']).map((one) =>
    doc.uuid !== undefined && one['name'] === 'uuid' ? { ...one, example: doc.uuid } : one,
  );
  const parts: RequestParts = {
    hasPath: parameters.some((one) => one['in'] === 'path'),
    hasQuery: parameters.some((one) => one['in'] === 'query'),
    hasBody: isRecord(generated['requestBody']),
  };
  const errors = errorResponses(doc, parts);
  const allParameters = doc.waits === true ? [...parameters, PREFER] : parameters;
  const operation = {
    operationId: doc.operationId,
    summary: doc.summary,
    description: doc.description,
    tags: [doc.tag],
    security: (doc.access ?? 'token') === 'token' ? TOKEN_SECURITY : [],
    ...(allParameters.length > 0 && { parameters: allParameters }),
    ...(parts.hasBody && { requestBody: requestOf(generated['requestBody'], doc) }),
    responses: {
      ...Object.fromEntries(
        Object.entries(errors).map(([status, { name }]) => [
          status,
          { $ref: `#/components/responses/${name}` },
        ]),
      ),
      ...answersOf(generated['responses'], doc),
    },
  };
  return { operation, errors: Object.values(errors) };
}

function requestOf(generated: unknown, doc: OperationDoc): Json {
  const schema = schemaOf(generated);
  return { required: true, content: { [JSON_TYPE]: { schema, examples: doc.requests } } };
}

function answersOf(generated: unknown, doc: OperationDoc): Json {
  const responses = isRecord(generated) ? generated : {};
  return Object.fromEntries(
    Object.entries(doc.answers).map(([status, { description, examples }]) => {
      const schema = schemaOf(responses[status]);
      // An answer that says "not now" may also be the error of a gateway that stops.
      const either = Number(status) >= 400 ? { anyOf: [schema, ERROR_SCHEMA] } : schema;
      const answer = {
        description,
        ...(doc.waits === true && { headers: PREFERENCE_APPLIED }),
        content: { [JSON_TYPE]: { schema: either, examples } },
      };
      return [status, answer];
    }),
  );
}

function schemaOf(carrier: unknown): unknown {
  const content = isRecord(carrier) ? carrier['content'] : undefined;
  const media = isRecord(content) ? content[JSON_TYPE] : undefined;
  return isRecord(media) ? media['schema'] : {};
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
