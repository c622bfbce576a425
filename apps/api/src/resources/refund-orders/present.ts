import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { href, type Wire } from '../../http/wire.ts';
import { asObject, presentPending, timeOrNull } from '../shared-fields.ts';
import type { RefundAnswer, RefundOrderResource } from './schema.ts';

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
