import type { PayOrder } from '@payserver/client';

export type {
  AuditRecord,
  PayOrder,
  RefundOrder,
  TradeException,
  TradeRecord,
} from '@payserver/client';

/** Where an open order stands. */
export interface Pending {
  readonly lastOutcome: string | null;
  readonly attempts: number;
  /** a worker has it now */
  readonly isAsking: boolean;
  readonly nextLookAt: string | null;
  readonly reviewReason: string | null;
  /** when a person is asked if nothing is learnt until then */
  readonly reviewAt: string | null;
  /** an estimate */
  readonly attemptsLeft: number | null;
}

const NOTHING: Pending = {
  lastOutcome: null,
  attempts: 0,
  isAsking: false,
  nextLookAt: null,
  reviewReason: null,
  reviewAt: null,
  attemptsLeft: null,
};

/** Where an open order stands; a gateway of an older version does not say all of it. */
export function pendingOf({ pending }: { readonly pending: PayOrder['pending'] }): Pending | null {
  return pending === null ? null : { ...NOTHING, ...pending };
}
