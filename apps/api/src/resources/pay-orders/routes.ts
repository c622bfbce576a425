import type { Caller } from '@payserver/shared/domain/caller';
import { done } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import type { ListQuery } from '../../use-cases/read-deps.ts';
import {
  type PayOrderQuery,
  type RefundOrderQuery,
  readPayOrder,
  readPayOrders,
  readRefundOrder,
  readRefundOrders,
  readTradeRecord,
  readTradeRecords,
  type TradeRecordQuery,
} from '../../use-cases/read-orders.ts';
import { REFUND_ORDER_VIEW } from '../refund-orders/list.ts';
import {
  addList,
  addListBelow,
  addOne,
  type ParentRoute,
  type ResourceDeps,
} from '../resource-routes.ts';
import { TRADE_RECORD_VIEW } from '../trade-records/list.ts';
import { PAY_ORDER_VIEW } from './list.ts';

/** Payments, refunds and their history: the lists, one by uuid, and what their hrefs promise. */
export function orderRoutes(app: App, deps: ResourceDeps): void {
  const lists = listsOf(deps);
  addList(app, deps, lists.payOrders);
  addList(app, deps, lists.refundOrders);
  addList(app, deps, lists.tradeRecords);
  addOne(app, deps, {
    view: PAY_ORDER_VIEW,
    read: (caller, uuid) => readPayOrder(deps, caller, uuid),
  });
  addOne(app, deps, {
    view: REFUND_ORDER_VIEW,
    read: (caller, uuid) => readRefundOrder(deps, caller, uuid),
  });
  addOne(app, deps, {
    view: TRADE_RECORD_VIEW,
    read: (caller, uuid) => readTradeRecord(deps, caller, uuid),
  });

  const ofPayment = belowPayOrder(deps);
  addListBelow(app, deps, { parent: ofPayment, ...lists.refundOrders });
  addListBelow(app, deps, { parent: ofPayment, ...lists.tradeRecords });
  addListBelow(app, deps, { parent: belowRefundOrder(deps), ...lists.tradeRecords });
}

/** The three lists of orders below a resource that is none itself: a payMode, a template. */
export function orderListsBelow(app: App, deps: ResourceDeps, parent: ParentRoute): void {
  const lists = listsOf(deps);
  addListBelow(app, deps, { parent, ...lists.payOrders });
  addListBelow(app, deps, { parent, ...lists.refundOrders });
  addListBelow(app, deps, { parent, ...lists.tradeRecords });
}

function listsOf(deps: ResourceDeps) {
  return {
    payOrders: {
      view: PAY_ORDER_VIEW,
      read: (caller: Caller, query: ListQuery<PayOrderQuery>) => readPayOrders(deps, caller, query),
    },
    refundOrders: {
      view: REFUND_ORDER_VIEW,
      read: (caller: Caller, query: ListQuery<RefundOrderQuery>) =>
        readRefundOrders(deps, caller, query),
    },
    tradeRecords: {
      view: TRADE_RECORD_VIEW,
      read: (caller: Caller, query: ListQuery<TradeRecordQuery>) =>
        readTradeRecords(deps, caller, query),
    },
  };
}

function belowPayOrder(deps: ResourceDeps): ParentRoute {
  return {
    name: 'payOrders',
    filters: ['payOrderUUID'],
    filterFor: async (caller, uuid) => {
      const order = await readPayOrder(deps, caller, uuid);
      return order.ok ? done({ payOrderUUID: uuid }) : order;
    },
  };
}

function belowRefundOrder(deps: ResourceDeps): ParentRoute {
  return {
    name: 'refundOrders',
    filters: ['payOrderUUID', 'refundOrderUUID'],
    filterFor: async (caller, uuid) => {
      const refund = await readRefundOrder(deps, caller, uuid);
      if (!refund.ok) return refund;
      return done({ refundOrderUUID: uuid, payOrderUUID: refund.value.payOrderUUID });
    },
  };
}
