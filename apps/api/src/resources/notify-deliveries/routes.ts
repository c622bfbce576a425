import type { Caller } from '@payserver/shared/domain/caller';
import { unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import {
  type DeliveryQuery,
  readAttempts,
  readDeliveries,
  readDelivery,
  replayDelivery,
} from '../../use-cases/notify-deliveries.ts';
import type { ListQuery } from '../../use-cases/reading.ts';
import { AskBody } from '../ask-order.ts';
import { addList, addOne, type ResourceDeps } from '../resource-routes.ts';
import { NotifyAttempts, NotifyDeliveryResource } from './schema.ts';
import { NOTIFY_DELIVERY_VIEW, presentAttempts, presentDelivery } from './view.ts';

/** Messages: what was sent where, how each attempt went, and sending one again. */
export function notifyDeliveryRoutes(app: App, deps: ResourceDeps): void {
  addList(app, deps, deliveryList(deps));
  addOne(app, deps, {
    view: NOTIFY_DELIVERY_VIEW,
    read: (caller, uuid) => readDelivery(deps, caller, uuid),
  });
  attemptsRoute(app, deps);
  replayRoute(app, deps);
}

/** The list, also below an endpoint. */
export function deliveryList(deps: ResourceDeps) {
  return {
    view: NOTIFY_DELIVERY_VIEW,
    read: (caller: Caller, query: ListQuery<DeliveryQuery>) => readDeliveries(deps, caller, query),
  };
}

const ATTEMPTS: Operation = {
  operationId: 'listNotifyAttempts',
  summary: 'List the attempts of one message',
  description: 'How far each of them came, what was answered, and how long it took; the last 200.',
  tags: ['Notifications'],
  'x-codes': [9403],
};

function attemptsRoute(app: App, deps: ResourceDeps): void {
  const schema = {
    ...ATTEMPTS,
    params: UuidParams,
    response: { 200: answer(NotifyAttempts, 'The attempts.'), ...ERROR_RESPONSES },
  };
  app.get('/notifyDeliveries/:uuid/attempts', { schema }, async ({ caller, params }) =>
    presentAttempts(deps.wire, unwrap(await readAttempts(deps, caller, params.uuid))),
  );
}

const REPLAY: Operation = {
  operationId: 'replayNotifyDelivery',
  summary: 'Send one message again',
  description:
    'Writes a new message about the same event, with the same `webhook-id` and body, and the header `payserver-replay: 1`.',
  tags: ['Notifications'],
  'x-codes': [9007, 9403],
};

function replayRoute(app: App, deps: ResourceDeps): void {
  const schema = {
    ...REPLAY,
    params: UuidParams,
    body: AskBody,
    response: { 200: answer(NotifyDeliveryResource, 'The new message.'), ...ERROR_RESPONSES },
  };
  app.post('/notifyDeliveries/:uuid/replay', { schema }, async ({ caller, params }) =>
    presentDelivery(deps.wire, unwrap(await replayDelivery(deps, caller, params.uuid))),
  );
}
