import { parseYuan } from '../../format/money.ts';
import { isOpenRefund, isPaid } from './guards.ts';
import type { PayOrder, RefundOrder, TradeException } from './payment-types.ts';

/** Where the money of a payment is, fen. The three parts make the whole. */
export interface MoneyParts {
  readonly paid: number;
  readonly refunded: number;
  readonly refunding: number;
  readonly left: number;
}

/**
 * Where the money of a payment is; all zero unless it was paid. A reversal sends late money back and takes nothing of it.
 *
 * @param refunds all of them: what is being refunded is their sum
 */
export function moneyParts(
  order: Pick<PayOrder, 'status' | 'payAmount' | 'refundAmount'>,
  refunds: ReadonlyArray<Pick<RefundOrder, 'status' | 'refundAmount' | 'isReversal'>>,
): MoneyParts {
  if (!isPaid(order)) return { paid: 0, refunded: 0, refunding: 0, left: 0 };
  const open = refunds.filter((refund) => isOpenRefund(refund) && refund.isReversal === 0);
  const refunding = open.reduce((sum, refund) => sum + refund.refundAmount, 0);
  const { payAmount: paid, refundAmount: refunded } = order;
  // Read one after the other, the two may overlap for a moment.
  return { paid, refunded, refunding, left: Math.max(paid - refunded - refunding, 0) };
}

/** The money of a payment that came after it had ended, fen; a contradiction is written down once. */
export function lateMoney(
  exceptions: ReadonlyArray<Pick<TradeException, 'kind' | 'reason' | 'amount'>>,
): number {
  const late = exceptions.filter(({ kind, reason }) => kind === 'pay' && reason === 'lateSuccess');
  return late.reduce((sum, { amount }) => sum + amount, 0);
}

/** What was typed as the amount of a refund: fen, or a key of the texts that says what is wrong with it. */
export type TypedAmount =
  | { readonly fen: number }
  | { readonly wrong: 'empty' | 'notMoney' | 'zero' | 'tooMuch' };

/** Reads the amount of a refund: yuan with at most two decimals, above zero, no more than is left. */
export function readAmount(typed: string, leftFen: number): TypedAmount {
  if (typed.trim() === '') return { wrong: 'empty' };
  const fen = parseYuan(typed);
  if (fen === null) return { wrong: 'notMoney' };
  if (fen === 0) return { wrong: 'zero' };
  return fen > leftFen ? { wrong: 'tooMuch' } : { fen };
}

/** How many characters of a number a person types to show that they mean this order. */
export const TAIL = 4;

/** Whether what was typed is the end of this order's number. */
export function isTail(typed: string, tractionNo: string): boolean {
  return typed.normalize('NFKC').trim() === tractionNo.slice(-TAIL);
}

/**
 * A number for a refund that a person makes here: the time and five random letters, so that no two of them are the same
 * for a merchant. 21 characters.
 *
 * @param written the time as `YYYY-MM-DD HH:mm:ss`
 * @param random five bytes
 */
export function proposeRefundNo(written: string, random: Uint8Array): string {
  const letters = Array.from(random, (byte) => LETTERS[byte % LETTERS.length]).join('');
  return `C${written.replace(/\D/g, '')}-${letters}`;
}

/** Without those that are taken for others. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
