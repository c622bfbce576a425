import type { Caller } from '@payserver/shared/domain/caller';
import { RefusalError } from '@payserver/shared/domain/errors';
import { callerOf } from '@payserver/tokens/bearer';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** who the token names, on the routes of the admin API */
    caller: Caller;
  }
}

/** Lets only requests with a valid token (RFC 6750) reach the routes of this scope. The tokens are the gateway's. */
export function requireToken(app: FastifyInstance, verify: TokenVerifier): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    request.caller = await callerOf(request.headers.authorization, verify, (reason) => {
      request.log.info({ reason }, 'token refused');
    });
  });
}

/**
 * The merchant whose books a request is about: the caller's own, or the one that an operator names in `merchantUUID`.
 *
 * @throws {RefusalError} 9403 another merchant's; 9004 an operator who names none
 */
export function merchantOf({ caller, query }: FastifyRequest): string {
  const { merchantUUID: named } = query as { readonly merchantUUID?: string };
  if (caller.isAdmin) {
    const merchantUUID = named ?? caller.merchantUUID;
    if (merchantUUID !== '') return merchantUUID;
    throw new RefusalError({ code: 9004, message: 'merchantUUID is missing' });
  }
  if (named === undefined || named === caller.merchantUUID) return caller.merchantUUID;
  throw new RefusalError({ code: 9403, message: 'these are the books of another merchant' });
}
