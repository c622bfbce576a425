import type { Logger } from '@payserver/shared/runtime/logger';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import { type ConnectorDeps, connectorRoutes, SLUGS } from './routes/connector.ts';
import { type ToolDeps, toolRoutes } from './routes/tools.ts';

export interface AppDeps extends ConnectorDeps, ToolDeps {
  readonly log: Logger;
}

/**
 * The sandbox's HTTP server, not yet listening. Calls that come before the ledger is replayed wait
 * for it; closing cuts the connections that are held open on purpose.
 */
export function buildApp(deps: AppDeps): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = deps.log;
  const app = Fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    // Strict on purpose: a gateway that sends "50" for 50 must hear of it here, not from a bank.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.addHook('onRequest', () => deps.book.ready);
  app.register(async (tools) => toolRoutes(tools, deps), { prefix: '/sandbox' });
  for (const slug of SLUGS) {
    // The second is another address of the same connector, with the same books: for a template that moves.
    for (const prefix of [`/sandbox/${slug}`, `/sandbox/${slug}/v2`])
      app.register(async (connector) => connectorRoutes(connector, deps, slug), { prefix });
  }
  return app;
}
