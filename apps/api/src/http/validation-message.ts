import type { FastifySchemaValidationError } from 'fastify/types/schema.js';
import { SAID_OF_PATTERN } from './schemas/common.ts';

const MAX_NAME = 64;
const WHOLE: Readonly<Record<string, string>> = {
  body: 'the body',
  querystring: 'the query',
  headers: 'the headers',
};

/**
 * What is wrong, for people, beginning with the field's dotted path from the root (`payParams.note
 * must be string`): the field that is missing, unknown or wrong.
 */
export function describeValidation(
  error: FastifySchemaValidationError | undefined,
  context: string,
): string {
  const whole = WHOLE[context] ?? context;
  if (error === undefined) return `${whole} is not valid`;
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  switch (error.keyword) {
    case 'required':
      return `${dotted([...path, error.params['missingProperty']], whole)} is missing`;
    case 'additionalProperties':
      return `${dotted([...path, error.params['additionalProperty']], whole)} is unknown`;
    case 'enum':
      return `${dotted(path, whole)} must be one of ${listAllowed(error)}`;
    default:
      return `${dotted(path, whole)} ${saidOf(error)}`;
  }
}

function saidOf({
  keyword,
  params,
  message = 'is not valid',
}: FastifySchemaValidationError): string {
  if (keyword === 'not') return 'has a value that is not allowed';
  return SAID_OF_PATTERN[String(params['pattern'])] ?? message;
}

function dotted(path: readonly unknown[], whole: string): string {
  return path.map((part) => String(part).slice(0, MAX_NAME)).join('.') || whole;
}

function listAllowed(error: FastifySchemaValidationError): string {
  const allowed = error.params['allowedValues'];
  return Array.isArray(allowed) ? allowed.join(', ') : 'the allowed values';
}

/** RFC 6901, section 4 */
function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
