import { ERRORS, type Refusal } from '@payserver/shared/domain/errors';
import { maskSecrets } from '@payserver/shared/runtime/logger';
import { type Static, Type } from 'typebox';
import { integer, text } from './schemas/common.ts';

/** Every answer that is not a success (API document, Pay 1); `stack` is always empty. */
export const ErrorBody = Type.Object(
  {
    name: text("The error's name: one for each code."),
    statusCode: integer('The HTTP status.'),
    code: integer('For programs: 9000 to 9503.'),
    message: text('For people; names the field that is wrong.'),
    description: text('The same as `message`.'),
    stack: text('Always empty.'),
    requestId: text("Finds the cause in the gateway's log."),
  },
  { title: 'Error' },
);

export type ErrorBody = Static<typeof ErrorBody>;

/** What every route may answer besides its success. */
export const ERROR_RESPONSES = { '4xx': ErrorBody, '5xx': ErrorBody } as const;

/**
 * The body of an error (API document, Pay 1). `description` equals the message, and `stack` is always
 * empty: the document has both, and old clients read them.
 *
 * @param statusCode where HTTP has a better status than the code's own
 */
export function errorBody(refusal: Refusal, requestId: string, statusCode?: number): ErrorBody {
  const known = ERRORS[refusal.code];
  // A message names fields, and a caller's mistake can make a field's name of anything.
  const message = maskSecrets(refusal.message);
  return {
    name: known.name,
    statusCode: statusCode ?? known.statusCode,
    code: refusal.code,
    message,
    description: message,
    stack: '',
    requestId,
  };
}
