import type { App } from '../http/app.ts';

/**
 * One line for each request once it is answered. It names the route and never the URL: a notice's URL
 * holds its token, and a query may hold anything.
 */
export function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        statusCode: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
}
