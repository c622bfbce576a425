import type { TradeRecordRow } from '@payserver/shared/store/order-lists';
import { href, type Wire } from '../../http/wire.ts';
import { asObject } from '../shared-fields.ts';
import type { TradeRecordResource } from './schema.ts';

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
