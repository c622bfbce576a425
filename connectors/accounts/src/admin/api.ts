import swagger from '@fastify/swagger';
import type { TokenVerifier } from '@payserver/tokens/token-verifier';
import type { FastifyInstance } from 'fastify';
import { auditRequests } from './audit.ts';
import { requireToken } from './caller.ts';
import { renderErrors } from './errors.ts';
import { holdingRoutes } from './holding-routes.ts';
import { importRoute } from './import-route.ts';
import { listRoutes } from './list-routes.ts';
import { onAccountRoutes } from './on-account-routes.ts';
import { prepaidRoutes } from './prepaid-routes.ts';
import type { AdminDeps } from './route.ts';

const INFO = {
  title: 'PayServer accounts',
  version: '1.0.0',
  description:
    "The shop's own books: on account, stored value, count cards. The tokens are those of the gateway: a merchant's shows its own books, an operator's those of the merchant that `merchantUUID` names.",
};

/** The admin API below `/admin`, with its OpenAPI document at `/admin/openapi.json`, which needs no token. */
export function adminApi(
  app: FastifyInstance,
  deps: AdminDeps & { readonly verifyToken: TokenVerifier },
): void {
  app.register(
    async (admin) => {
      await admin.register(swagger, {
        openapi: {
          openapi: '3.1.0',
          info: INFO,
          components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
          security: [{ bearer: [] }],
        },
      });
      renderErrors(admin);
      admin.get('/openapi.json', { schema: { hide: true } }, () => admin.swagger());
      admin.register(async (routes) => {
        requireToken(routes, deps.verifyToken);
        auditRequests(routes, deps.connection);
        holdingRoutes(routes, deps);
        prepaidRoutes(routes, deps);
        onAccountRoutes(routes, deps);
        listRoutes(routes, deps);
        importRoute(routes, deps);
      });
    },
    { prefix: '/admin' },
  );
}
