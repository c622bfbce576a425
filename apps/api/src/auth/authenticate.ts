import type { Caller } from '@payserver/shared/domain/caller';
import { callerOf } from '@payserver/tokens/bearer';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { FastifyRequest } from 'fastify';
import type { NoteRefusedToken } from '../audit/refused-tokens.ts';
import type { App } from '../http/app.ts';
import { isOfConsole } from '../http/console-requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** who the token or the session names; only on routes that ask for one */
    caller: Caller;
  }
}

/** How a caller shows who it is. */
export interface AuthenticateDeps {
  readonly verifyToken: TokenVerifier;
  readonly noteRefused: NoteRefusedToken;
  readonly bySession: (request: FastifyRequest) => Promise<void>;
}

/**
 * Lets only requests with a valid token (RFC 6750) reach the routes of this scope, and tells them who
 * calls. Everything else is 9401, except that keys which cannot be fetched are our fault: 9503. Of requests that came
 * by the console its session decides.
 */
export function authenticate(
  app: App,
  { verifyToken, noteRefused, bySession }: AuthenticateDeps,
): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    if (isOfConsole(request.raw)) return await bySession(request);
    const { authorization } = request.headers;
    const { caller, expiresAt } = await callerOf(authorization, verifyToken, (reason) => {
      request.log.info({ reason }, 'token refused');
      noteRefused(request, reason);
    });
    request.caller = caller;
    request.isStillAuthenticated = async () => Date.now() < expiresAt;
  });
}
