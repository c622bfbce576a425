import type { Caller } from '@payserver/shared/domain/caller';
import { done, unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { UuidParams } from '../../http/schemas/common.ts';
import { answer } from '../../http/schemas/operation.ts';
import { type AskDeps, askRefundNow } from '../../use-cases/ask-now.ts';
import {
  type RefundOrderQuery,
  readRefundOrder,
  readRefundOrders,
} from '../../use-cases/read-orders.ts';
import type { ListQuery } from '../../use-cases/reading.ts';
import { type HandSettlementDeps, settleRefundByHand } from '../../use-cases/settle-by-hand.ts';
import { AskBody, askOperation } from '../ask-order.ts';
import {
  addList,
  addListBelow,
  addOne,
  type ParentRoute,
  type ResourceDeps,
} from '../resource-routes.ts';
import { SettleBody, settleOperation } from '../settle-order.ts';
import { tradeRecordList } from '../trade-records/routes.ts';
import { RefundOrderResource } from './schema.ts';
import { presentRefundOrder, REFUND_ORDER_VIEW } from './view.ts';

type RefundOrderDeps = ResourceDeps & HandSettlementDeps & AskDeps;

/** Refunds: the list, one by uuid, its history, settling one by hand, asking about one now. */
export function refundOrderRoutes(app: App, deps: RefundOrderDeps): void {
  addList(app, deps, refundOrderList(deps));
  addOne(app, deps, {
    view: REFUND_ORDER_VIEW,
    read: (caller, uuid) => readRefundOrder(deps, caller, uuid),
  });
  addListBelow(app, deps, { parent: belowRefundOrder(deps), ...tradeRecordList(deps) });
  settleRoute(app, deps);
  askRoute(app, deps);
}

/** The list, also below what has refunds. */
export function refundOrderList(deps: ResourceDeps) {
  return {
    view: REFUND_ORDER_VIEW,
    read: (caller: Caller, query: ListQuery<RefundOrderQuery>) =>
      readRefundOrders(deps, caller, query),
  };
}

function belowRefundOrder(deps: ResourceDeps): ParentRoute {
  return {
    view: REFUND_ORDER_VIEW,
    filters: ['payOrderUUID', 'refundOrderUUID'],
    filterFor: async (caller, uuid) => {
      const refund = await readRefundOrder(deps, caller, uuid);
      if (!refund.ok) return refund;
      return done({ refundOrderUUID: uuid, payOrderUUID: refund.value.payOrderUUID });
    },
  };
}

function settleRoute(app: App, deps: ResourceDeps & HandSettlementDeps): void {
  const schema = {
    ...settleOperation('Refund', 'refund'),
    params: UuidParams,
    body: SettleBody,
    response: { 200: answer(RefundOrderResource, 'The refund, settled.'), ...ERROR_RESPONSES },
  };
  app.post('/refundOrders/:uuid/settle', { schema }, async ({ caller, params, body }) => {
    const settlement = { thirdNo: null, ...body, ...params };
    const settled = unwrap(await settleRefundByHand(deps, caller, settlement));
    return presentRefundOrder(deps.wire, settled);
  });
}

function askRoute(app: App, deps: RefundOrderDeps): void {
  const schema = {
    ...askOperation('Refund', 'refund'),
    params: UuidParams,
    body: AskBody,
    response: { 200: answer(RefundOrderResource, 'The refund as it is now.'), ...ERROR_RESPONSES },
  };
  app.post('/refundOrders/:uuid/ask', { schema }, async ({ caller, params }) =>
    presentRefundOrder(deps.wire, unwrap(await askRefundNow(deps, caller, params.uuid))),
  );
}
