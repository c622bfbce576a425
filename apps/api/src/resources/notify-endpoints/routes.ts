import type { Caller } from '@payserver/shared/domain/caller';
import { done, unwrap } from '@payserver/shared/domain/errors';
import { omit, pick } from '@payserver/shared/runtime/pick';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { MERCHANT_INPUT, UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import { testEndpoint } from '../../use-cases/notify-deliveries.ts';
import {
  changeEndpoint,
  type EndpointDeps,
  openEndpoint,
  readEndpoint,
  readEndpoints,
  removeEndpoint,
  rotateSecret,
} from '../../use-cases/notify-endpoints.ts';
import { AskBody } from '../ask-order.ts';
import { deliveryList } from '../notify-deliveries/routes.ts';
import { NotifyDeliveryResource } from '../notify-deliveries/schema.ts';
import { presentDelivery } from '../notify-deliveries/view.ts';
import {
  addList,
  addListBelow,
  addOne,
  type ParentRoute,
  type ResourceDeps,
} from '../resource-routes.ts';
import {
  ChangeNotifyEndpointBody,
  NotifyEndpointBody,
  NotifyEndpointResource,
  NotifyEndpointWithSecret,
  RotateSecretBody,
} from './schema.ts';
import { NOTIFY_ENDPOINT_VIEW, presentEndpoint } from './view.ts';

type NotifyEndpointDeps = ResourceDeps & EndpointDeps;

const CREATED = 201;
const TAGS: Operation['tags'] = ['Notifications'];

/** Where merchants want messages about their orders. */
export function notifyEndpointRoutes(app: App, deps: NotifyEndpointDeps): void {
  addList(app, deps, {
    view: NOTIFY_ENDPOINT_VIEW,
    read: (caller, query) => readEndpoints(deps, caller, query),
  });
  addOne(app, deps, {
    view: NOTIFY_ENDPOINT_VIEW,
    read: (caller, uuid) => readEndpoint(deps, caller, uuid),
  });
  addListBelow(app, deps, { parent: belowEndpoint(deps), ...deliveryList(deps) });
  openRoute(app, deps);
  changeRoute(app, deps);
  deleteRoute(app, deps);
  rotateRoute(app, deps);
  testRoute(app, deps);
}

function belowEndpoint(deps: NotifyEndpointDeps): ParentRoute {
  return {
    view: NOTIFY_ENDPOINT_VIEW,
    filters: ['notifyEndpointUUID'],
    filterFor: async (caller: Caller, uuid: string) => {
      const endpoint = await readEndpoint(deps, caller, uuid);
      return endpoint.ok ? done({ notifyEndpointUUID: uuid }) : endpoint;
    },
  };
}

const OPEN: Operation = {
  operationId: 'openNotifyEndpoint',
  summary: 'Have messages sent',
  description:
    'Makes an endpoint and its secret, which is shown this once. From then on each event is posted to `url`, signed, and ' +
    'again until it is taken. A merchant may have 50, and 20 that are `adhoc` (9004).',
  tags: TAGS,
  'x-codes': [9403],
};

function openRoute(app: App, deps: NotifyEndpointDeps): void {
  const schema = {
    ...OPEN,
    body: NotifyEndpointBody,
    response: {
      [CREATED]: answer(NotifyEndpointWithSecret, 'The endpoint, with its secret.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/notifyEndpoints', { schema }, async ({ caller, body }, reply) => {
    const merchant = pick(body, MERCHANT_INPUT);
    const { url, kind, ...settings } = omit(body, 'merchantUUID', 'merchantHref');
    const wish = { url, kind, settings, merchant };
    const { secret, row } = unwrap(await openEndpoint(deps, caller, wish));
    return await reply.code(CREATED).send({ ...presentEndpoint(deps.wire, row), secret });
  });
}

const CHANGE: Operation = {
  operationId: 'changeNotifyEndpoint',
  summary: 'Change, pause or resume an endpoint',
  description:
    'What is absent stays. While it is `paused` its messages wait. `status` `on` also brings back one that the gateway has ' +
    'switched off, where what was skipped meanwhile is sent by a replay; one that is off cannot be paused (9007).',
  tags: TAGS,
  'x-codes': [9007, 9403],
};

function changeRoute(app: App, deps: NotifyEndpointDeps): void {
  const schema = {
    ...CHANGE,
    params: UuidParams,
    body: ChangeNotifyEndpointBody,
    response: { 200: answer(NotifyEndpointResource, 'The endpoint.'), ...ERROR_RESPONSES },
  };
  app.post('/notifyEndpoints/:uuid', { schema }, async ({ caller, params, body }) => {
    const changed = await changeEndpoint(deps, caller, { uuid: params.uuid, change: body });
    return presentEndpoint(deps.wire, unwrap(changed));
  });
}

const DELETE: Operation = {
  operationId: 'deleteNotifyEndpoint',
  summary: 'Delete an endpoint',
  description: 'Nothing more is sent to it, and its secrets are gone.',
  tags: TAGS,
  'x-codes': [9403],
};

function deleteRoute(app: App, deps: NotifyEndpointDeps): void {
  const schema = {
    ...DELETE,
    params: UuidParams,
    body: AskBody,
    response: {
      200: answer(NotifyEndpointResource, 'The endpoint that was deleted.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/notifyEndpoints/:uuid/delete', { schema }, async ({ caller, params }) =>
    presentEndpoint(deps.wire, unwrap(await removeEndpoint(deps, caller, params.uuid))),
  );
}

const ROTATE: Operation = {
  operationId: 'rotateNotifySecret',
  summary: 'Make a new secret',
  description:
    'The new one is shown this once. Both sign each message for 24 hours, or for `overlapHours`; asked again within ' +
    'them, only the last two sign.',
  tags: TAGS,
  'x-codes': [9403],
};

function rotateRoute(app: App, deps: NotifyEndpointDeps): void {
  const schema = {
    ...ROTATE,
    params: UuidParams,
    body: RotateSecretBody,
    response: {
      200: answer(NotifyEndpointWithSecret, 'The endpoint, with its new secret.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/notifyEndpoints/:uuid/rotateSecret', { schema }, async ({ caller, params, body }) => {
    const wish = { uuid: params.uuid, overlapHours: body.overlapHours };
    const { secret, row } = unwrap(await rotateSecret(deps, caller, wish));
    return { ...presentEndpoint(deps.wire, row), secret };
  });
}

const TEST: Operation = {
  operationId: 'testNotifyEndpoint',
  summary: 'Send a test message',
  description:
    'Sends a message of type `endpoint.test` about nothing. `GET /notifyDeliveries/{uuid}/attempts` says how it went.',
  tags: TAGS,
  'x-codes': [9007, 9403],
};

function testRoute(app: App, deps: NotifyEndpointDeps): void {
  const schema = {
    ...TEST,
    params: UuidParams,
    body: AskBody,
    response: { 200: answer(NotifyDeliveryResource, 'The message.'), ...ERROR_RESPONSES },
  };
  app.post('/notifyEndpoints/:uuid/test', { schema }, async ({ caller, params }) =>
    presentDelivery(deps.wire, unwrap(await testEndpoint(deps, caller, params.uuid))),
  );
}
