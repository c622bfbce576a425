import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import { Type } from 'typebox';
import type { ListRules } from '../../http/list-query.ts';
import { href, type Wire } from '../../http/wire.ts';
import {
  asObject,
  keyById,
  NEWEST_FIRST,
  OLDEST_FIRST,
  PAY_MODE_FILTER,
  presentPending,
  REVIEW_FILTER,
  type ResourceView,
  TEMPLATE_FILTER,
  textFilter,
  timeOrNull,
  UUID_FILTER,
} from '../resource-view.ts';
import {
  CLIENT_PAY_NO,
  PAY_TRACTION_NO,
  type PayAnswer,
  PayOrderResource,
  PayStatus,
} from './schema.ts';

/** What the list may be filtered, ordered and expanded by. */
const PAY_ORDER_LIST = {
  filters: {
    uuid: UUID_FILTER,
    clientPayNo: textFilter(CLIENT_PAY_NO),
    tractionNo: textFilter(PAY_TRACTION_NO),
    payModeUUID: PAY_MODE_FILTER,
    payTemplateId: TEMPLATE_FILTER,
    status: Type.Optional(PayStatus),
    needsReview: REVIEW_FILTER,
  },
  orders: [NEWEST_FIRST, OLDEST_FIRST],
  expand: ['payMode', 'refundOrders', 'tradeRecords'],
  isOwned: true,
} satisfies ListRules;

export const PAY_ORDER_VIEW: ResourceView<PayOrderRow, typeof PAY_ORDER_LIST.filters> = {
  name: 'payOrders',
  kind: 'payOrder',
  words: {
    tag: 'Pay',
    name: 'PayOrder',
    one: 'payment',
    many: 'payments',
    about:
      'With `clientPayNo` this is the query that follows an answer of `paying` (支付订单结果查询).',
  },
  item: PayOrderResource,
  rules: PAY_ORDER_LIST,
  present: presentPayOrder,
  keyOf: keyById,
};

/**
 * The answer to an accepted payment (API document, Pay 1). `ret` says that the request was taken;
 * whether the money moved is in `data.status`.
 */
export function presentPay(wire: Wire, order: PayOrderRow): PayAnswer {
  return {
    ret: 'success',
    businessRet: order.businessRet as PayAnswer['businessRet'],
    data: presentPayOrder(wire, order),
  };
}

/**
 * A payment as the API document shows it (Pay 1 `data`, Pay 2), barcodes masked. Used wherever an
 * order is answered, so that all of them say the same.
 */
export function presentPayOrder(wire: Wire, row: PayOrderRow): PayOrderResource {
  const self = href(wire, `/payOrders/${row.uuid}`);
  return {
    href: self,
    id: Number(row.id),
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    payer: row.payer,
    payee: row.payee,
    payAmount: row.payAmount,
    tractionNo: row.tractionNo,
    clientPayNo: row.clientPayNo,
    orderStartAt: wire.time(row.orderStartAt),
    orderExpiredAt: wire.time(row.orderExpiredAt),
    payParams: asObject(row.payParams),
    clientExtraParams: asObject(row.clientExtraParams),
    terminal: row.terminal === null ? null : asObject(row.terminal),
    payData: row.payData === null ? null : asObject(row.payData),
    thirdPayNo: row.thirdPayNo,
    resultCode: row.resultCode,
    payModeUUID: row.payModeUUID,
    payModeName: row.payModeName,
    payTemplateId: row.payTemplateId,
    payChannel: row.payChannel,
    payWay: row.payWay,
    payStartAt: wire.time(row.payStartAt),
    payFinishAt: timeOrNull(wire, row.payFinishAt),
    refundAmount: row.refundAmount,
    lastRefundAt: timeOrNull(wire, row.lastRefundAt),
    status: row.status,
    createdAt: wire.time(row.createdAt),
    modifiedAt: wire.time(row.modifiedAt),
    pending: presentPending(wire, row),
    payMode: { href: href(wire, `/payModes/${row.payModeUUID}`) },
    refundOrders: { href: `${self}/refundOrders` },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}
