import { RefusalError } from '@payserver/shared/domain/errors';
import type { FastifyRequest } from 'fastify';
import { callerOfSession, isLive, resumeSession, type SessionDeps } from '../use-cases/sessions.ts';
import type { SessionCookie } from './cookie.ts';
import type { RequireSameOrigin } from './same-origin.ts';

/** One message for every reason: whoever shows a wrong cookie learns nothing from it. */
const NO_SESSION = { code: 9401, message: 'log in: there is no session, or it has ended' } as const;

export interface SessionAuthDeps extends SessionDeps {
  readonly cookie: SessionCookie;
  readonly requireSameOrigin: RequireSameOrigin;
}

/**
 * Lets a request of the console in that comes from the console itself, with the cookie of a session that counts, and
 * says who calls. A bearer token does not count here: what a page sends by itself and what a program sends must not be
 * mixed up.
 *
 * @throws {RefusalError} 9403 another site's, 9401 no session
 */
export function createSessionAuth(
  deps: SessionAuthDeps,
): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    deps.requireSameOrigin(request);
    const secret = deps.cookie.read(request);
    const session = await resumeSession(deps, secret);
    if (session === null) throw new RefusalError(NO_SESSION);
    request.session = session;
    request.caller = callerOfSession(session);
    request.isStillAuthenticated = async () => await isLive(deps, secret);
  };
}
