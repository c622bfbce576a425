import fastifyCookie from '@fastify/cookie';
import { createConsoleLinks } from '@payserver/shared/runtime/console-link';
import { programVersion } from '@payserver/shared/runtime/program-root';
import type { App } from '../http/app.ts';
import { authenticateSession } from './authenticate-session.ts';
import { createSessionCookie } from './cookie.ts';
import { type LogInDeps, logInRoutes } from './log-in.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { servePages } from './pages.ts';
import { refuseOtherSites } from './same-origin.ts';
import { isFromThisMachine } from './this-machine.ts';

export interface ConsoleDeps extends Omit<LogInDeps, 'cookie' | 'links'> {
  /** mounts the routes of the API on a scope that knows its callers */
  readonly mountRoutes: (scope: App) => void;
}

const API = '/api/v1.0.0';

/**
 * The console at `/console` of this scope: its files, logging in and out, and below `/console/api/v1.0.0` the same API,
 * for whom its session's cookie says. Nothing here is for programs, and nothing of it is in the OpenAPI description.
 */
export async function mountConsole(app: App, deps: ConsoleDeps): Promise<void> {
  const base = `${deps.config.ROUTE_PREFIX}/console`;
  const cookie = createSessionCookie(deps.config);
  await app.register(
    async (scope) => {
      const console: App = scope.withTypeProvider();
      refuseOtherSites(console, deps.config.publicUrl);
      await console.register(fastifyCookie);
      const links = createConsoleLinks(deps.config.NOTIFY_TOKEN_SECRET);
      logInRoutes(console, { ...deps, cookie, links });
      if (deps.config.OIDC_ISSUER !== '') oidcRoutes(console, { ...deps, cookie });
      optionsRoute(console, deps);
      await servePages(console, base);
      await console.register(
        async (inner) => {
          const api: App = inner.withTypeProvider();
          authenticateSession(api, deps, cookie);
          deps.mountRoutes(api);
        },
        { prefix: API },
      );
    },
    { prefix: base },
  );
}

/** What the log-in page must know before anybody has logged in. */
function optionsRoute(app: App, { config }: ConsoleDeps): void {
  const options = {
    version: programVersion(),
    timeZone: config.TIME_ZONE,
    oidc: config.OIDC_ISSUER === '' ? null : { label: config.OIDC_LABEL },
    prefix: config.ROUTE_PREFIX,
  };
  app.get('/options', { schema: { hide: true }, logLevel: 'warn' }, async (request) => ({
    ...options,
    links: isFromThisMachine(request),
  }));
}
