import type { Caller } from '@payserver/shared/domain/caller';
import { RefusalError } from '@payserver/shared/domain/errors';
import { TokenError } from '@payserver/tokens/token-claims';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** who the token names, on the routes of the admin API */
    caller: Caller;
  }
}

const BEARER = /^Bearer +([\w~+/.=-]+)$/i;
/** One message for every failure: which part of a token was wrong would help nobody but its forger. */
const NOT_AUTHENTICATED = new RefusalError({
  code: 9401,
  message: 'a valid bearer token is required',
});

/** Lets only requests with a valid token (RFC 6750) reach the routes of this scope. The tokens are the gateway's. */
export function requireToken(app: FastifyInstance, verify: TokenVerifier): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw NOT_AUTHENTICATED;
    try {
      request.caller = await verify(token);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      request.log.info({ reason: error.message }, 'token refused');
      throw NOT_AUTHENTICATED;
    }
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
