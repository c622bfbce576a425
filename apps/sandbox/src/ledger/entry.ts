import type { LedgerEntry, LedgerEvent } from './ledger-line.ts';
import type { Transaction } from './transaction.ts';

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
