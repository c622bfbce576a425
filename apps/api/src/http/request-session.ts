import type { ConsoleSessionRow } from '@payserver/shared/store/console-sessions';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** the console session that it came by; null for a bearer token, and where nobody must say who it is */
    session: ConsoleSessionRow | null;
    /**
     * Whether its caller would still be let in: for answers that go on for long. The token has not ended, or the
     * session not ended, been revoked or logged out. Asking is no use of the session.
     */
    isStillAuthenticated: () => Promise<boolean>;
  }
}

/** Gives every request a place for its session, before anybody knows whether it has one. */
export function expectSessions(app: App): void {
  app.decorateRequest('session', null);
  app.decorateRequest('isStillAuthenticated', async () => false);
}
