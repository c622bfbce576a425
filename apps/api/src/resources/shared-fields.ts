import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import type { Wire } from '../http/wire.ts';

/** Where the orders of a pay mode or a template are. */
export function orderLinks(self: string) {
  return {
    payOrders: { href: `${self}/payOrders` },
    refundOrders: { href: `${self}/refundOrders` },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}

/** Why an order is still open, and what happens next. */
export function presentPending(wire: Wire, row: PayOrderRow | RefundOrderRow) {
  if (row.dueAt === null) return null;
  return {
    lastOutcome: row.lastOutcome,
    attempts: row.attempts,
    nextLookAt: wire.time(row.dueAt),
    reviewReason: row.reviewReason,
  };
}

/** A moment that may not have come. */
export function timeOrNull(wire: Wire, moment: Date | null): string | null {
  return moment === null ? null : wire.time(moment);
}

/** Columns of type Json hold objects only: the routes that write them check it. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
