import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
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
  presentPending,
  REVIEW_FILTER,
  type ResourceView,
  TEMPLATE_FILTER,
  textFilter,
  timeOrNull,
  UUID_FILTER,
} from '../resource-view.ts';
import {
  CLIENT_REFUND_NO,
  PAID_TRACTION_NO,
  REFUND_TRACTION_NO,
  type RefundAnswer,
  RefundOrderResource,
  RefundStatus,
} from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const REFUND_ORDER_LIST = {
  filters: {
    uuid: UUID_FILTER,
    clientRefundNo: textFilter(CLIENT_REFUND_NO),
    tractionNo: textFilter(REFUND_TRACTION_NO),
    payOrderUUID: PAY_ORDER_FILTER,
    payTractionNo: textFilter(PAID_TRACTION_NO),
    payModeUUID: PAY_MODE_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    status: Type.Optional(RefundStatus),
    needsReview: REVIEW_FILTER,
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: ['payMode', 'payOrder', 'tradeRecords'],
  isOwned: true,
} satisfies ListRules;

export const REFUND_ORDER_VIEW: ResourceView<RefundOrderRow, typeof REFUND_ORDER_LIST.filters> = {
  name: 'refundOrders',
  kind: 'refundOrder',
  words: {
    tag: 'Refund',
    name: 'RefundOrder',
    one: 'refund',
    many: 'refunds',
    about: 'With `clientRefundNo` this is the query that follows an answer of `refunding`.',
  },
  item: RefundOrderResource,
  rules: REFUND_ORDER_LIST,
  present: presentRefundOrder,
  keyOf: keyById,
};

/**
 * The answer to an accepted refund (API document, Refund 1). `ret` says that the request was taken;
 * whether the money went back is in `data.status`.
 */
export function presentRefund(wire: Wire, refund: RefundOrderRow): RefundAnswer {
  return {
    ret: 'success',
    businessRet: refund.businessRet as RefundAnswer['businessRet'],
    data: presentRefundOrder(wire, refund),
  };
}

/** A refund as the API document shows it (Refund 1 `data`). */
export function presentRefundOrder(wire: Wire, row: RefundOrderRow): RefundOrderResource {
  const self = href(wire, `/refundOrders/${row.uuid}`);
  return {
    href: self,
    id: Number(row.id),
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    refundAmount: row.refundAmount,
    isCancel: row.isCancel,
    tractionNo: row.tractionNo,
    payTractionNo: row.payTractionNo,
    clientRefundNo: row.clientRefundNo,
    clientExtraParams: asObject(row.clientExtraParams),
    thirdRefundNo: row.thirdRefundNo,
    resultCode: row.resultCode,
    refundStartAt: wire.time(row.refundStartAt),
    refundFinishAt: timeOrNull(wire, row.refundFinishAt),
    status: row.status,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    payOrderUUID: row.payOrderUUID,
    payModeUUID: row.payModeUUID,
    payTemplateId: row.payTemplateId,
    isReversal: row.isReversal,
    pending: presentPending(wire, row),
    payOrder: { href: href(wire, `/payOrders/${row.payOrderUUID}`) },
    payMode: { href: href(wire, `/payModes/${row.payModeUUID}`) },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}
