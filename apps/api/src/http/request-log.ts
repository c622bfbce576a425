import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import { numbersOf, type OrderNumbers, ordersIn } from './order-numbers.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** which order it is about; null when none is known */
    orderNumbers: OrderNumbers | null;
  }
}

/**
 * One line for each request once it is answered, with the merchant and the numbers of the order that it
 * is about, so that a payment is found by what its till or its connector knows; a batch has a line for
 * each of its orders besides. It names the route and never the URL: a notice's URL holds its token, and a
 * query may hold anything.
 */
export function logRequests(app: App): void {
  app.decorateRequest('orderNumbers', null);
  // Before the answer becomes text; errors are only texts, and what they are about the request says.
  app.addHook('preSerialization', async (request, _reply, payload) => {
    const orders = ordersIn(payload);
    if (request.routeOptions.config.elementsIn === undefined) {
      request.orderNumbers = orders[0] ?? null;
      return payload;
    }
    const who = merchantOf(request);
    for (const order of orders) request.log.info({ ...who, ...order }, 'order of a batch');
    return payload;
  });
  app.addHook('onResponse', async (request, reply) => {
    const { query, params, body } = request;
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        statusCode: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ...merchantOf(request),
        ...numbersOf(query),
        ...numbersOf(params),
        ...numbersOf(body),
        ...request.orderNumbers,
      },
      'request',
    );
  });
}

/** Whose request it is; nobody's when it has no token, or is an operator's without a shop. */
function merchantOf({ caller }: FastifyRequest): { readonly merchantUUID?: string } {
  // Routes without a token have no caller, whatever the type says of those that have one.
  const merchantUUID = (caller as typeof caller | undefined)?.merchantUUID;
  return merchantUUID ? { merchantUUID } : {};
}
