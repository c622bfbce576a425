import { randomInt } from 'node:crypto';
import type { Clock } from '@payserver/shared/runtime/time';
import type { Book } from '../ledger/book.ts';
import { entryOf, type Transaction } from '../ledger/transaction.ts';

export interface EffectDeps {
  readonly book: Book;
  /** makes the numbers a payment company would give */
  readonly nextThirdOrderNo: () => string;
}

/** What a settlement brings about, and the step of a plan it completes. */
export interface Settlement {
  readonly ret: 'success' | 'failed';
  readonly step?: number;
}

/**
 * Moves the money or declines, for good, in memory at once and on disk after `durable()`. What must
 * not happen is declined whatever was asked for: a refund of more than is left, a closed number.
 */
export function settle(deps: EffectDeps, tx: Transaction, { ret, step }: Settlement): void {
  const asked = ret === 'failed' ? 'DECLINED: the sandbox was asked to fail' : null;
  const reason = refusal(deps, tx) ?? asked;
  const at = step === undefined ? {} : { step };
  if (reason !== null) {
    deps.book.record(entryOf(tx, 'declined', { reason, ...at }));
    return;
  }
  const thirdOrderNo = deps.nextThirdOrderNo();
  const event = tx.kind === 'pay' ? 'charged' : 'refunded';
  deps.book.record(entryOf(tx, event, { thirdOrderNo, ...at }));
}

function refusal({ book }: EffectDeps, tx: Transaction): string | null {
  if (tx.closed) return 'CLOSED: this number was cancelled';
  return tx.kind === 'pay' ? null : refundRefusal(tx, book.find(tx.payTractionNo ?? ''));
}

function refundRefusal(refund: Transaction, charge: Transaction | undefined): string | null {
  if (charge === undefined || charge.slug !== refund.slug || charge.moved === 0) {
    return 'NO_CHARGE: nothing was charged under this payTractionNo';
  }
  const left = charge.moved - charge.returned;
  const amount = refund.amount ?? 0;
  if (amount > left) return `TOO_LARGE: ${amount} fen asked, ${left} fen left of the charge`;
  const isWhole = amount === charge.amount;
  return refund.isCancel === 1 && !isWhole ? 'NOT_WHOLE: isCancel takes the full amount' : null;
}

/**
 * Closes a number: a charge is given back, anything else will never be charged.
 *
 * @returns why it cannot be done, or null when it is done
 */
export function close({ book }: EffectDeps, tx: Transaction): string | null {
  if (tx.kind === 'refund') return 'NOT_A_PAYMENT: a refund cannot be cancelled';
  if (tx.closed) return null;
  if (tx.ret !== 'success') {
    book.record(entryOf(tx, 'cancelled', { reason: 'CANCELLED: closed before any charge' }));
    return null;
  }
  if (tx.returned > 0) return 'REFUNDED: part of the charge was refunded already';
  book.record(entryOf(tx, 'reversed', { amount: tx.moved, reason: 'REVERSED: given back' }));
  return null;
}

/**
 * Makes numbers that look like a payment company's: 28 digits, unique across restarts through the
 * time and a random part chosen at start.
 */
export function createThirdOrderNos(clock: Clock): () => string {
  const start = String(randomInt(1_000_000)).padStart(6, '0');
  let count = 0;
  return () => {
    count = (count + 1) % 10_000_000;
    return `42${clock.now()}${start}${String(count).padStart(7, '0')}`;
  };
}
