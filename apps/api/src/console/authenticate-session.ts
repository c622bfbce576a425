import { RefusalError } from '@payserver/shared/domain/errors';
import type { App } from '../http/app.ts';
import { callerOfSession, isLive, resumeSession, type SessionDeps } from '../use-cases/sessions.ts';
import type { SessionCookie } from './cookie.ts';

/** One message for every reason: whoever shows a wrong cookie learns nothing from it. */
const NO_SESSION = { code: 9401, message: 'log in: there is no session, or it has ended' } as const;

/**
 * Lets only requests with the cookie of a session that counts reach the routes of this scope, and tells them who calls.
 * A bearer token does not count here: what a page sends by itself and what a program sends must not be mixed up.
 */
export function authenticateSession(app: App, deps: SessionDeps, cookie: SessionCookie): void {
  app.decorateRequest('caller');
  app.addHook('onRequest', async (request) => {
    const secret = cookie.read(request);
    const session = await resumeSession(deps, secret);
    if (session === null) throw new RefusalError(NO_SESSION);
    request.session = session;
    request.caller = callerOfSession(session);
    request.isStillAuthenticated = async () => await isLive(deps, secret);
  });
}
