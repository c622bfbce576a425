import { done, unwrap } from '@payserver/shared/domain/errors';
import { Type } from 'typebox';
import type { App } from '../../http/app.ts';
import { notations, readOrder } from '../../http/list-query.ts';
import { Href, MerchantId, UuidParams } from '../../http/schemas/common.ts';
import { ERROR_RESPONSES } from '../../http/schemas/error.ts';
import {
  changeOpenedMode,
  type OpenPayModeDeps,
  openPayMode,
} from '../../use-cases/open-pay-mode.ts';
import type { ListQuery } from '../../use-cases/read-deps.ts';
import {
  type PayModeQuery,
  readAllPayModes,
  readPayMode,
  readPayModes,
} from '../../use-cases/read-pay-modes.ts';
import { orderListsBelow } from '../pay-orders/routes.ts';
import { addList, addOne, type ParentRoute, type ResourceDeps } from '../resource-routes.ts';
import { PAY_MODE_LIST, PAY_MODE_VIEW } from './list.ts';
import { presentAllPayModes, presentPayMode } from './present.ts';
import { AllPayModes, ChangePayModeBody, OpenPayModeBody, PayModeResource } from './schema.ts';

export type PayModeRouteDeps = ResourceDeps & OpenPayModeDeps;

const CREATED = 201;
const OK = 200;

/** A merchant's ways to pay (API document, PayMode). */
export function payModeRoutes(app: App, deps: PayModeRouteDeps): void {
  addList(app, deps, {
    view: PAY_MODE_VIEW,
    read: (caller, query: ListQuery<PayModeQuery>) => readPayModes(deps, caller, query),
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
    name: 'payModes',
    filters: ['payModeUUID', 'payTemplateId'],
    filterFor: async (caller, uuid) => {
      const mode = await readPayMode(deps, caller, uuid);
      return mode.ok ? done({ payModeUUID: uuid }) : mode;
    },
  };
}

function openRoute(app: App, deps: PayModeRouteDeps): void {
  const schema = {
    body: OpenPayModeBody,
    response: { [CREATED]: PayModeResource, [OK]: PayModeResource, ...ERROR_RESPONSES },
  };
  app.post('/payModes', { schema }, async ({ body, caller }, reply) => {
    const { merchantUUID, merchantHref, payTemplateId, name, ...rest } = body;
    const { isOpened, uiOrder, isFastPay, ...fields } = rest;
    const { row, created } = unwrap(
      await openPayMode(deps, caller, {
        merchant: present({ merchantUUID, merchantHref }),
        choice: present({ isOpened, uiOrder, isFastPay }),
        ...present({ payTemplateId, name }),
        fields,
      }),
    );
    return reply.code(created ? CREATED : OK).send(presentPayMode(deps.wire, row));
  });
}

function changeRoute(app: App, deps: PayModeRouteDeps): void {
  const schema = {
    params: UuidParams,
    body: ChangePayModeBody,
    response: { [OK]: PayModeResource, ...ERROR_RESPONSES },
  };
  app.post('/payModes/:uuid', { schema }, async ({ body, caller, params }) => {
    const change = { uuid: params.uuid, choice: body };
    return presentPayMode(deps.wire, unwrap(await changeOpenedMode(deps, caller, change)));
  });
}

function listAllRoute(app: App, deps: PayModeRouteDeps): void {
  const querystring = Type.Object(
    {
      merchantUUID: Type.Optional(MerchantId),
      merchantHref: Type.Optional(Href),
      orderBy: Type.Optional(
        Type.Unsafe<string>({ type: 'string', enum: PAY_MODE_LIST.orders.flatMap(notations) }),
      ),
    },
    { additionalProperties: false },
  );
  const schema = { querystring, response: { [OK]: AllPayModes, ...ERROR_RESPONSES } };
  app.get('/listAllPayModes', { schema }, async ({ query, caller }) => {
    const { orderBy, ...merchant } = query;
    const order = readOrder(orderBy, PAY_MODE_LIST);
    const { payModes, templates } = unwrap(
      await readAllPayModes(deps, caller, { merchant, order }),
    );
    return presentAllPayModes(payModes, templates);
  });
}

/** Without the fields that are undefined: absent means "leave it as it is". */
function present<Fields extends object>(fields: Fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: Exclude<Fields[Key], undefined>;
  };
}
