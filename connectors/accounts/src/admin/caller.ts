import type { Caller } from '@payserver/shared/domain/caller';
import { RefusalError } from '@payserver/shared/domain/errors';
import { isPermitted, PERMISSIONS } from '@payserver/shared/domain/permissions';
import { callerOf } from '@payserver/tokens/bearer';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** who the token names, on the routes of the admin API */
    caller: Caller;
  }
}

/** Lets only requests with a valid token (RFC 6750) reach the routes of this scope, and only roles
 * with the permission `books` those that write. The tokens are the gateway's. */
export function requireToken(app: FastifyInstance, verify: TokenVerifier): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    const verified = await callerOf(request.headers.authorization, verify, (reason) => {
      request.log.info({ reason }, 'token refused');
    });
    request.caller = verified.caller;
    const { caller, method } = request;
    if (method === 'GET' || method === 'HEAD' || isPermitted(caller.role, 'books')) return;
    const roles = PERMISSIONS.books.join(' or ');
    const message = `this needs the role ${roles}; yours is ${caller.role}`;
    throw new RefusalError({ code: 9403, message });
  });
}

/**
 * The merchant whose books a request is about: the caller's own, or the one that staff of all merchants name in `merchantUUID`.
 *
 * @throws {RefusalError} 9403 another merchant's; 9004 one of the latter who names none
 */
export function merchantOf({ caller, query }: FastifyRequest): string {
  const { merchantUUID: named } = query as { readonly merchantUUID?: string };
  if (caller.scope === 'all') {
    const merchantUUID = named ?? caller.merchantUUID;
    if (merchantUUID !== '') return merchantUUID;
    throw new RefusalError({ code: 9004, message: 'merchantUUID is missing' });
  }
  if (named === undefined || named === caller.merchantUUID) return caller.merchantUUID;
  throw new RefusalError({ code: 9403, message: 'these are the books of another merchant' });
}
