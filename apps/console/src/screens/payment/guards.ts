import type { PayStatus, RefundStatus, Whoami } from '@payserver/client';
import {
  type PayOrder,
  pendingOf,
  type RefundOrder,
  type TradeException,
} from './payment-types.ts';

/** What a person can do on a payment's page. */
export const ACTS = [
  'ask',
  'close',
  'refund',
  'cancel',
  'settle',
  'askRefund',
  'settleRefund',
  'resolve',
  'reverse',
] as const;
export type Act = (typeof ACTS)[number];

/** The permission that each act needs, as whoami names it. */
export const PERMISSION_OF: Readonly<Record<Act, Whoami['permissions'][number]>> = {
  ask: 'ask',
  close: 'close',
  refund: 'refund',
  cancel: 'refund',
  settle: 'settle',
  askRefund: 'ask',
  settleRefund: 'settle',
  resolve: 'resolve',
  reverse: 'reverse',
};

/** Why an act makes no sense now, whoever wants it: a key of the texts. */
export type Hindrance =
  | 'final'
  | 'asking'
  | 'notPaid'
  | 'nothingLeft'
  | 'partlyRefunded'
  | 'refundFinal'
  | 'resolved'
  | 'reversing'
  | 'notLate';

/** What the statuses of payments and refunds mean here; one that the API gains must be named. */
const PAYMENTS: Readonly<Record<PayStatus, 'open' | 'paid' | 'ended'>> = {
  unpay: 'ended',
  paying: 'open',
  payed: 'paid',
  payFailed: 'ended',
  partRefunded: 'paid',
  refunded: 'paid',
};
const REFUNDS: Readonly<Record<RefundStatus, 'open' | 'final'>> = {
  unRefunded: 'final',
  refunding: 'open',
  refunded: 'final',
  refundFailed: 'final',
};

/** The status of orders whose outcome is not known yet, for a filter of a list. */
export function openStatus(kind: 'pay' | 'refund'): string {
  const meanings = Object.entries(kind === 'pay' ? PAYMENTS : REFUNDS);
  return meanings.find(([, meaning]) => meaning === 'open')?.[0] ?? '';
}

/** Whether money came. */
export function isPaid({ status }: Pick<PayOrder, 'status'>): boolean {
  return PAYMENTS[status] === 'paid';
}

/** Whether its outcome is not known yet. */
export function isOpenPayment({ status }: Pick<PayOrder, 'status'>): boolean {
  return PAYMENTS[status] === 'open';
}

/** Whether the outcome of this refund is not known yet. */
export function isOpenRefund({ status }: Pick<RefundOrder, 'status'>): boolean {
  return REFUNDS[status] === 'open';
}

/** A payment, and how much of it is neither refunded nor about to be, fen. */
export interface Refundable {
  readonly order: Pick<PayOrder, 'status' | 'payAmount' | 'pending'>;
  readonly leftFen: number;
}

/** What an act on a payment needs, one after the other; the first that is missing is the reason. */
const PAYMENT_NEEDS: Readonly<
  Record<PaymentAct, ReadonlyArray<readonly [Hindrance, (one: Refundable) => boolean]>>
> = {
  ask: [
    ['final', ({ order }) => !isOpenPayment(order)],
    ['asking', ({ order }) => pendingOf(order)?.isAsking === true],
  ],
  close: [['final', ({ order }) => !isOpenPayment(order)]],
  settle: [['final', ({ order }) => !isOpenPayment(order)]],
  refund: [
    ['notPaid', ({ order }) => !isPaid(order)],
    ['nothingLeft', ({ leftFen }) => leftFen <= 0],
  ],
  cancel: [
    ['notPaid', ({ order }) => !isPaid(order)],
    ['nothingLeft', ({ leftFen }) => leftFen <= 0],
    ['partlyRefunded', ({ order, leftFen }) => leftFen < order.payAmount],
  ],
};

/** Acts on a payment itself. */
export type PaymentAct = Extract<Act, 'ask' | 'close' | 'refund' | 'cancel' | 'settle'>;

/**
 * Why this act on a payment is impossible now; null when it can be tried. The API decides: this only explains before it is
 * asked.
 */
export function hindranceOfPayment(act: PaymentAct, payment: Refundable): Hindrance | null {
  return PAYMENT_NEEDS[act].find(([, isMissing]) => isMissing(payment))?.[0] ?? null;
}

/** The same of a refund. */
export function hindranceOfRefund(
  act: 'askRefund' | 'settleRefund',
  refund: Pick<RefundOrder, 'status' | 'pending'>,
): Hindrance | null {
  if (act === 'askRefund' && pendingOf(refund)?.isAsking === true) return 'asking';
  return isOpenRefund(refund) ? null : 'refundFinal';
}

/** The same of an exception. */
export function hindranceOfException(
  act: 'resolve' | 'reverse',
  { status, reason, kind }: Pick<TradeException, 'status' | 'reason' | 'kind'>,
): Hindrance | null {
  if (status === 'resolved') return 'resolved';
  if (status === 'reversing') return 'reversing';
  return act === 'reverse' && (reason !== 'lateSuccess' || kind !== 'pay') ? 'notLate' : null;
}
