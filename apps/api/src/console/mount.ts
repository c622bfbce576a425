import fastifyCookie from '@fastify/cookie';
import { createConsoleLinks } from '@payserver/shared/runtime/console-link';
import { programVersion } from '@payserver/shared/runtime/program-root';
import type { App } from '../http/app.ts';
import type { SessionDeps } from '../use-cases/sessions.ts';
import { createSessionAuth } from './authenticate-session.ts';
import { createSessionCookie } from './cookie.ts';
import { type LogInDeps, logInRoutes } from './log-in.ts';
import { oidcRoutes } from './oidc-routes.ts';
import { servePages } from './pages.ts';
import { createSameOriginCheck, type RequireSameOrigin } from './same-origin.ts';
import { isFromThisMachine } from './this-machine.ts';

export interface ConsoleDeps extends Omit<LogInDeps, 'links'> {
  readonly requireSameOrigin: RequireSameOrigin;
}

/** What the console's own routes and the API's share: whose cookie counts, and which requests. */
export function createConsoleAuth(deps: SessionDeps & Pick<ConsoleDeps, 'config'>) {
  const cookie = createSessionCookie(deps.config);
  const requireSameOrigin = createSameOriginCheck(deps.config.publicUrl);
  const bySession = createSessionAuth({ ...deps, cookie, requireSameOrigin });
  return { cookie, requireSameOrigin, bySession };
}

/**
 * The console at `/console` of this scope: its files, logging in and out. Below `/console/api/v1.0.0` is the API itself
 * (http/console-requests.ts). Nothing here is for programs, and nothing of it is in the OpenAPI description.
 */
export async function mountConsole(app: App, deps: ConsoleDeps): Promise<void> {
  const base = `${deps.config.ROUTE_PREFIX}/console`;
  await app.register(
    async (scope) => {
      const console: App = scope.withTypeProvider();
      console.addHook('onRequest', async (request) => deps.requireSameOrigin(request));
      await console.register(fastifyCookie);
      const links = createConsoleLinks(deps.config.NOTIFY_TOKEN_SECRET);
      logInRoutes(console, { ...deps, links });
      if (deps.config.OIDC_ISSUER !== '') oidcRoutes(console, deps);
      optionsRoute(console, deps);
      await servePages(console, base);
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
