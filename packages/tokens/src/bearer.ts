import { RefusalError } from '@payserver/shared/domain/errors';
import type { Verified } from './token-cache.ts';
import { TokenError } from './token-claims.ts';
import type { TokenVerifier } from './token-verifier.ts';

/** One message for every failure: which part of a token was wrong would help nobody but its forger. */
const NOT_AUTHENTICATED = new RefusalError({
  code: 9401,
  message: 'a valid bearer token is required',
});
const BEARER = /^Bearer +([\w~+/.=-]+)$/i;

/**
 * Who the token in an Authorization header (RFC 6750) names, and until when.
 *
 * @param onRefused hears why a token was refused, for logs and records: the caller does not
 * @throws {RefusalError} 9401 no valid token; 9503 the keys cannot be fetched, which is not the caller's fault
 */
export async function callerOf(
  authorization: string | undefined,
  verify: TokenVerifier,
  onRefused: (reason: string) => void,
): Promise<Verified> {
  const token = BEARER.exec(authorization ?? '')?.[1];
  if (token === undefined) throw NOT_AUTHENTICATED;
  try {
    return await verify(token);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    onRefused(error.message);
    throw NOT_AUTHENTICATED;
  }
}
