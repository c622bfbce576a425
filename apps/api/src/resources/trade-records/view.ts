import type { TradeRecordRow } from '@payserver/shared/store/order-lists';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  asObject,
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_MODE_FILTER,
  PAY_ORDER_FILTER,
  type ResourceView,
  TEMPLATE_FILTER,
  textFilter,
  UUID_FILTER,
} from '../resource-view.ts';
import { ORDER_TRACTION_NO, TradeRecordResource } from './schema.ts';

/** A history is read forwards. */
const TRADE_RECORD_LIST = {
  filters: {
    uuid: UUID_FILTER,
    tractionNo: textFilter(ORDER_TRACTION_NO),
    payOrderUUID: PAY_ORDER_FILTER,
    refundOrderUUID: textFilter('The refund.'),
    payModeUUID: PAY_MODE_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    kind: Type.Optional(
      Type.Unsafe<'pay' | 'refund'>({
        type: 'string',
        enum: ['pay', 'refund'],
        description: 'pay or refund',
      }),
    ),
  },
  orders: [OLDEST_FIRST, NEWEST_FIRST],
  expand: ['payMode', 'payOrder', 'refundOrder'],
  isOwned: true,
} satisfies ListRules;

export const TRADE_RECORD_VIEW: ResourceView<TradeRecordRow, typeof TRADE_RECORD_LIST.filters> = {
  name: 'tradeRecords',
  kind: 'tradeRecord',
  words: {
    tag: 'History',
    name: 'TradeRecord',
    one: 'trade record',
    many: 'trade records',
    about: 'Oldest first: who did what, from which status to which, and what the connector said.',
  },
  item: TradeRecordResource,
  rules: TRADE_RECORD_LIST,
  present: presentTradeRecord,
  keyOf: keyById,
};

/** One line of an order's history. */
export function presentTradeRecord(wire: Wire, row: TradeRecordRow): TradeRecordResource {
  const refund = row.refundOrderUUID;
  return {
    href: href(wire, `/tradeRecords/${row.uuid}`),
    id: Number(row.id),
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    payOrderUUID: row.payOrderUUID,
    refundOrderUUID: refund,
    payModeUUID: row.payModeUUID,
    payTemplateId: row.payTemplateId,
    tractionNo: row.tractionNo,
    kind: row.kind,
    event: row.event,
    actor: row.actor,
    fromStatus: row.fromStatus,
    toStatus: row.toStatus,
    amount: row.amount,
    attempt: row.attempt,
    httpStatus: row.httpStatus,
    durationMs: row.durationMs,
    detail: asObject(row.detail),
    createdAt: wire.time(row.createdAt),
    payOrder: { href: href(wire, `/payOrders/${row.payOrderUUID}`) },
    refundOrder: { href: refund === null ? null : href(wire, `/refundOrders/${refund}`) },
    payMode: { href: href(wire, `/payModes/${row.payModeUUID}`) },
  };
}
