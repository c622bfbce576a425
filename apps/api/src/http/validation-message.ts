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
    case 'pattern': {
      const said = SAID_OF_PATTERN[String(error.params['pattern'])] ?? error.message;
      return `${dotted(path, whole)} ${said ?? 'is not valid'}`;
    }
    default:
      return `${dotted(path, whole)} ${error.message ?? 'is not valid'}`;
  }
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
