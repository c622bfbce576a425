import type { Caller } from '@payserver/shared/domain/caller';
import { callerOf } from '@payserver/tokens/bearer';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { NoteRefusedToken } from '../audit/refused-tokens.ts';
import type { App } from '../http/app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** who the token or the session names; only on routes that ask for one */
    caller: Caller;
  }
}

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
    const { authorization } = request.headers;
    const { caller, expiresAt } = await callerOf(authorization, verifyToken, (reason) => {
      request.log.info({ reason }, 'token refused');
      noteRefused(request, reason);
    });
    request.caller = caller;
    request.isStillAuthenticated = async () => Date.now() < expiresAt;
  });
}
