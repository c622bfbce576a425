import { ERRORS, type Refusal } from '@payserver/shared/domain/errors';
import { maskSecrets } from '@payserver/shared/runtime/logger';
import type { ErrorBody } from './schemas/error.ts';

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
