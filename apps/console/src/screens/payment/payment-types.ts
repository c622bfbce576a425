import type { Pending as ApiPending, PayOrder } from '@payserver/client';

export type {
  AuditRecord,
  PayOrder,
  RefundOrder,
  TradeException,
  TradeRecord,
} from '@payserver/client';

/** Where an open order stands. */
export type Pending = Required<NonNullable<ApiPending>>;

const NOTHING: Pending = {
  lastOutcome: null,
  attempts: 0,
  isAsking: false,
  nextLookAt: null,
  reviewReason: null,
  reviewAt: null,
  attemptsLeft: null,
};

/** Where an open order stands, null of a final one. The description says of no field that it is always there. */
export function pendingOf({ pending }: { readonly pending: PayOrder['pending'] }): Pending | null {
  return pending === null ? null : { ...NOTHING, ...pending };
}
