import type { ExceptionRow } from '@payserver/shared/store/exceptions';
import { href, type Wire } from '../../http/wire.ts';
import type { TradeExceptionResource } from './schema.ts';

/** An exception as an operator sees it. */
export function presentException(wire: Wire, row: ExceptionRow): TradeExceptionResource {
  const linked = (path: string, uuid: string | null) => ({
    href: uuid === null ? null : href(wire, `/${path}/${uuid}`),
  });
  return {
    href: href(wire, `/exceptions/${row.uuid}`),
    id: row.id,
    uuid: row.uuid,
    merchantUUID: row.merchantUUID,
    kind: row.kind,
    reason: row.reason as TradeExceptionResource['reason'],
    status: row.status,
    policy: row.policy,
    tractionNo: row.tractionNo,
    amount: row.amount,
    orderStatus: row.orderStatus,
    actor: row.actor,
    detail: row.detail as TradeExceptionResource['detail'],
    resolution: row.resolution,
    resolvedBy: row.resolvedBy,
    resolvedAt: row.resolvedAt === null ? null : wire.time(row.resolvedAt),
    createdAt: wire.time(row.createdAt),
    payOrder: { href: href(wire, `/payOrders/${row.payOrderUUID}`) },
    refundOrder: linked('refundOrders', row.refundOrderUUID),
    reversal: linked('refundOrders', row.reversalUUID),
  };
}
