import type { Caller } from '@payserver/shared/domain/caller';
import { done, unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer } from '../../http/schemas/operation.ts';
import { type AskDeps, askPayNow } from '../../use-cases/ask-now.ts';
import { type PayOrderQuery, readPayOrder, readPayOrders } from '../../use-cases/read-orders.ts';
import type { ListQuery } from '../../use-cases/reading.ts';
import { type HandSettlementDeps, settlePayByHand } from '../../use-cases/settle-by-hand.ts';
import { AskBody, askOperation } from '../ask-order.ts';
import { refundOrderList } from '../refund-orders/routes.ts';
import {
  addList,
  addListBelow,
  addOne,
  type ParentRoute,
  type ResourceDeps,
} from '../resource-routes.ts';
import { SettleBody, settleOperation } from '../settle-order.ts';
import { tradeRecordList } from '../trade-records/routes.ts';
import { PayOrderResource } from './schema.ts';
import { PAY_ORDER_VIEW, presentPayOrder } from './view.ts';

type PayOrderDeps = ResourceDeps & HandSettlementDeps & AskDeps;

/** Payments: the list, one by uuid, what is below it, settling one by hand, asking about one now. */
export function payOrderRoutes(app: App, deps: PayOrderDeps): void {
  addList(app, deps, payOrderList(deps));
  addOne(app, deps, {
    view: PAY_ORDER_VIEW,
    read: (caller, uuid) => readPayOrder(deps, caller, uuid),
  });
  const parent = belowPayOrder(deps);
  addListBelow(app, deps, { parent, ...refundOrderList(deps) });
  addListBelow(app, deps, { parent, ...tradeRecordList(deps) });
  settleRoute(app, deps);
  askRoute(app, deps);
}

/** The three lists of orders below a resource that is none itself: a payMode, a template. */
export function orderListsBelow(app: App, deps: ResourceDeps, parent: ParentRoute): void {
  addListBelow(app, deps, { parent, ...payOrderList(deps) });
  addListBelow(app, deps, { parent, ...refundOrderList(deps) });
  addListBelow(app, deps, { parent, ...tradeRecordList(deps) });
}

function payOrderList(deps: ResourceDeps) {
  return {
    view: PAY_ORDER_VIEW,
    read: (caller: Caller, query: ListQuery<PayOrderQuery>) => readPayOrders(deps, caller, query),
  };
}

function belowPayOrder(deps: ResourceDeps): ParentRoute {
  return {
    view: PAY_ORDER_VIEW,
    filters: ['payOrderUUID'],
    filterFor: async (caller, uuid) => {
      const order = await readPayOrder(deps, caller, uuid);
      return order.ok ? done({ payOrderUUID: uuid }) : order;
    },
  };
}

function settleRoute(app: App, deps: ResourceDeps & HandSettlementDeps): void {
  const schema = {
    ...settleOperation('Pay', 'payment'),
    params: UuidParams,
    body: SettleBody,
    response: { 200: answer(PayOrderResource, 'The payment, settled.'), ...ERROR_RESPONSES },
  };
  app.post('/payOrders/:uuid/settle', { schema }, async ({ caller, params, body }) => {
    const settlement = { thirdNo: null, ...body, ...params };
    const settled = unwrap(await settlePayByHand(deps, caller, settlement));
    return presentPayOrder(deps.wire, settled);
  });
}

function askRoute(app: App, deps: PayOrderDeps): void {
  const schema = {
    ...askOperation('Pay', 'payment'),
    params: UuidParams,
    body: AskBody,
    response: { 200: answer(PayOrderResource, 'The payment as it is now.'), ...ERROR_RESPONSES },
  };
  app.post('/payOrders/:uuid/ask', { schema }, async ({ caller, params }) =>
    presentPayOrder(deps.wire, unwrap(await askPayNow(deps, caller, params.uuid))),
  );
}
