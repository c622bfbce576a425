import { unwrap } from '@payserver/shared/domain/errors';
import { type TSchema, Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { openEventStream } from '../../http/event-stream.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { readPayOrder } from '../../use-cases/read-orders.ts';
import type { OrderWatch } from '../../use-cases/watch-orders.ts';
import type { ResourceDeps } from '../resource-routes.ts';
import { presentPayOrder } from './view.ts';

export interface StreamDeps extends ResourceDeps {
  readonly watch: OrderWatch;
}

const STREAM: Operation = {
  operationId: 'streamPayOrder',
  summary: 'Follow one payment',
  description:
    'Server-sent events: an event `order` with the payment as `GET /payOrders/{uuid}` shows it, at once and again after ' +
    'each change of its status, its attempts, its refunds or its history; a comment every 15 s. It ends with the ' +
    'token or session, at most 15 s later, and when the gateway stops: connect again. At most 500 are followed at once (9503).',
  tags: ['Pay'],
  'x-media': 'text/event-stream',
};
const Events: TSchema = Type.String({ description: 'Events, as server-sent events are written.' });

/** GET payOrders/:uuid/stream: one payment, and every change of it. */
export function streamPayOrderRoute(app: App, deps: StreamDeps): void {
  const schema = {
    ...STREAM,
    params: UuidParams,
    response: { 200: answer(Events, 'Events until it ends.'), ...ERROR_RESPONSES },
  };
  const options = { schema, exposeHeadRoute: false };
  app.get('/payOrders/:uuid/stream', options, async (request, reply) => {
    const { caller, params, slot, isStillAuthenticated } = request;
    const { uuid } = unwrap(await readPayOrder(deps, caller, params.uuid));
    // It costs nearly nothing: calls that work find their place.
    slot?.free();
    const endIfNot = (isAllowed: boolean) => isAllowed || events.end();
    const events = openEventStream(
      reply,
      () => void isStillAuthenticated().then(endIfNot, events.end),
    );
    const leave = deps.watch.watch({
      uuid,
      onOrder: (order) => events.send('order', presentPayOrder(deps.wire, order)),
      onStop: events.end,
    });
    events.body.once('close', leave);
    return await reply.send(events.body);
  });
}
