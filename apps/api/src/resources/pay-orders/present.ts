import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import { href, type Wire } from '../../http/wire.ts';
import { asObject, presentPending, timeOrNull } from '../shared-fields.ts';
import type { PayAnswer, PayOrderResource } from './schema.ts';

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
