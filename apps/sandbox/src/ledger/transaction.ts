import type { LedgerEntry, LedgerEvent, LedgerLine } from './ledger-line.ts';

/** The connector's own view of one tractionNo: the sum of its ledger lines. */
export interface Transaction {
  readonly slug: string;
  readonly kind: 'pay' | 'refund';
  readonly tractionNo: string;
  payTractionNo: string | null;
  clientPayNo: string | null;
  clientRefundNo: string | null;
  /** fen; null for a payment that was cancelled before it ever arrived */
  amount: number | null;
  isCancel: number;
  behaviour: string;
  /** none: calls may have arrived, but as far as the connector's books go it never heard of it */
  ret: 'none' | 'running' | 'success' | 'failed';
  reason: string;
  thirdOrderNo: string | null;
  finishedAt: number | null;
  /** closed by cancelUrl: no money will ever move for it */
  closed: boolean;
  /** POSTs to payUrl or refundUrl */
  posts: number;
  queries: number;
  /** fen moved by this transaction (more than `amount` only in a connector that is not idempotent) */
  moved: number;
  /** of a charge: fen given back */
  returned: number;
  plan: Plan | null;
  /** a slow call is on its way; not in the ledger, a crash loses it as it would in a real connector */
  inFlight: boolean;
}

/** Steps that go on after the answer; which ones follows from the behaviour. */
export interface Plan {
  readonly behaviour: string;
  readonly startedAt: number;
  readonly notifyUrl: string;
  nextStep: number;
}

/** A transaction nothing has happened to yet. */
export function newTransaction(line: LedgerLine): Transaction {
  return {
    slug: line.slug,
    kind: line.kind === 'refund' ? 'refund' : 'pay',
    tractionNo: line.tractionNo,
    payTractionNo: line.payTractionNo,
    clientPayNo: line.clientPayNo,
    clientRefundNo: line.clientRefundNo,
    amount: line.amount,
    isCancel: line.isCancel ?? 0,
    behaviour: line.behaviour,
    ret: 'none',
    reason: '',
    thirdOrderNo: null,
    finishedAt: null,
    closed: false,
    posts: 0,
    queries: 0,
    moved: 0,
    returned: 0,
    plan: null,
    inFlight: false,
  };
}

/** A ledger entry about a transaction the books know. */
export function entryOf(
  tx: Transaction,
  event: LedgerEvent,
  extra: Partial<LedgerEntry> = {},
): LedgerEntry {
  return {
    event,
    slug: tx.slug,
    kind: tx.kind,
    tractionNo: tx.tractionNo,
    payTractionNo: tx.payTractionNo,
    clientPayNo: tx.clientPayNo,
    clientRefundNo: tx.clientRefundNo,
    amount: tx.amount,
    behaviour: tx.behaviour,
    thirdOrderNo: tx.thirdOrderNo,
    ...extra,
  };
}
