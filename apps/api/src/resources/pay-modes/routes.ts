import { done, unwrap } from '@payserver/shared/domain/errors';
import { pick } from '@payserver/shared/runtime/pick';
import { Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { orderSchema, readOrder } from '../../http/list-query.ts';
import { MERCHANT_INPUT, UuidParams } from '../../http/schemas/common.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import {
  changeOpenedMode,
  type OpenPayModeDeps,
  openPayMode,
} from '../../use-cases/open-pay-mode.ts';
import { readAllPayModes, readPayMode, readPayModes } from '../../use-cases/read-pay-modes.ts';
import { orderListsBelow } from '../pay-orders/routes.ts';
import { addList, addOne, type ParentRoute, type ResourceDeps } from '../resource-routes.ts';
import { CHOICE_INPUT, CHOICE_NAMES } from './choice-fields.ts';
import { CONNECTOR_INPUT } from './connector-fields.ts';
import { AllPayModes, ChangePayModeBody, OpenPayModeBody, PayModeResource } from './schema.ts';
import { PAY_MODE_LIST, PAY_MODE_VIEW, presentAllPayModes, presentPayMode } from './view.ts';

export type PayModeRouteDeps = ResourceDeps & OpenPayModeDeps;

const CREATED = 201;
const OK = 200;

/** A merchant's ways to pay (API document, PayMode). */
export function payModeRoutes(app: App, deps: PayModeRouteDeps): void {
  addList(app, deps, {
    view: PAY_MODE_VIEW,
    read: (caller, query) => readPayModes(deps, caller, query),
  });
  addOne(app, deps, {
    view: PAY_MODE_VIEW,
    read: (caller, uuid) => readPayMode(deps, caller, uuid),
  });
  orderListsBelow(app, deps, belowPayMode(deps));
  openRoute(app, deps);
  changeRoute(app, deps);
  listAllRoute(app, deps);
}

function belowPayMode(deps: ResourceDeps): ParentRoute {
  return {
    view: PAY_MODE_VIEW,
    filters: ['payModeUUID', 'payTemplateId'],
    filterFor: async (caller, uuid) => {
      const mode = await readPayMode(deps, caller, uuid);
      return mode.ok ? done({ payModeUUID: uuid }) : mode;
    },
  };
}

const OPEN: Operation = {
  operationId: 'openPayMode',
  summary: 'Open a pay mode (为当前商户开通支付方式)',
  description:
    'Opens a way to pay for the merchant, from a template (`payTemplateId`) or described by yourself ' +
    '(`name`, `payUrl` and so on). Opening a template again changes the mode that is there. When the ' +
    'template has a `checkEnvUrl` it is asked first.',
  tags: ['Pay modes'],
  'x-codes': [9001, 9003, 9008, 9403],
};

function openRoute(app: App, deps: PayModeRouteDeps): void {
  const schema = {
    ...OPEN,
    body: OpenPayModeBody,
    response: {
      [CREATED]: answer(PayModeResource, 'A new mode.'),
      [OK]: answer(PayModeResource, 'This template was opened before; its mode was changed.'),
      ...ERROR_RESPONSES,
    },
  };
  app.post('/payModes', { schema }, async ({ body, caller }, reply) => {
    const { payTemplateId, name } = body;
    const { row, created } = unwrap(
      await openPayMode(deps, caller, {
        merchant: pick(body, MERCHANT_INPUT),
        choice: pick(body, CHOICE_INPUT),
        payTemplateId,
        name,
        fields: pick(body, CONNECTOR_INPUT),
      }),
    );
    return reply.code(created ? CREATED : OK).send(presentPayMode(deps.wire, row));
  });
}

const CHANGE: Operation = {
  operationId: 'changePayMode',
  summary: 'Change a pay mode',
  description:
    `Changes ${CHOICE_NAMES}. A closed mode takes no payment (9002) but still answers, refunds and ` +
    'finishes those that it has taken.',
  tags: ['Pay modes'],
  'x-codes': [9001, 9008, 9403],
};

function changeRoute(app: App, deps: PayModeRouteDeps): void {
  const schema = {
    ...CHANGE,
    params: UuidParams,
    body: ChangePayModeBody,
    response: { [OK]: answer(PayModeResource, 'The mode as it is now.'), ...ERROR_RESPONSES },
  };
  app.post('/payModes/:uuid', { schema }, async ({ body, caller, params }) => {
    const change = { uuid: params.uuid, choice: body };
    return presentPayMode(deps.wire, unwrap(await changeOpenedMode(deps, caller, change)));
  });
}

const LIST_ALL: Operation = {
  operationId: 'listAllPayModes',
  summary: 'List modes and what could be opened',
  description:
    "The merchant's modes (`hasCreated` 1), then the templates that it has not opened (`hasCreated` " +
    '0). It has no pages.',
  tags: ['Pay modes'],
  'x-codes': [9403],
};

function listAllRoute(app: App, deps: PayModeRouteDeps): void {
  const querystring = Type.Object(
    {
      ...MERCHANT_INPUT,
      orderBy: orderSchema(PAY_MODE_LIST.orders),
    },
    { additionalProperties: false },
  );
  const schema = {
    ...LIST_ALL,
    querystring,
    response: { [OK]: answer(AllPayModes, 'All of them.'), ...ERROR_RESPONSES },
  };
  app.get('/listAllPayModes', { schema }, async ({ query, caller }) => {
    const { orderBy, ...merchant } = query;
    const order = readOrder(orderBy, PAY_MODE_LIST);
    const { payModes, templates } = unwrap(
      await readAllPayModes(deps, caller, { merchant, order }),
    );
    return presentAllPayModes(payModes, templates);
  });
}
