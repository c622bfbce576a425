import type { Caller } from '@payserver/shared/domain/caller';
import { RefusalError } from '@payserver/shared/domain/errors';
import { TokenError } from '@payserver/tokens/token-claims';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { NoteRefusedToken } from '../audit/refused-tokens.ts';
import type { App } from '../http/app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** who the token names; only on routes that {@link authenticate} guards */
    caller: Caller;
  }
}

/** One message for every failure: which part of a token was wrong would help nobody but its forger. */
const NOT_AUTHENTICATED = new RefusalError({
  code: 9401,
  message: 'a valid bearer token is required',
});
const BEARER = /^Bearer +([\w~+/.=-]+)$/i;

/**
 * Lets only requests with a valid token (RFC 6750) reach the routes of this scope, and tells them who
 * calls. Everything else is 9401, except that keys which cannot be fetched are our fault: 9503.
 */
export function authenticate(
  app: App,
  verifyToken: TokenVerifier,
  noteRefused: NoteRefusedToken,
): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw NOT_AUTHENTICATED;
    try {
      request.caller = await verifyToken(token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      request.log.info({ reason: error.message }, 'token refused');
      noteRefused(request, error.message);
      throw NOT_AUTHENTICATED;
    }
  });
}
