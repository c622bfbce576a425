import type { PayStatus } from '@payserver/client';
import { isPaid } from './guards.ts';
import { type PayOrder, pendingOf, type TradeException } from './payment-types.ts';

/** A sentence of the texts that says why a payment is as it is, by its key, and what stands in it. */
export interface Why {
  readonly key: WhyKey;
  /** what the connector said, if it said why */
  readonly reason: string | null;
}

export type WhyKey =
  | PayStatus
  | 'payedOffline'
  | 'lateMoney'
  | 'lateMoneyDone'
  | 'lateFailure'
  | 'asking'
  | 'new'
  | Outcome;

/** What the last attempt found, as the API names it. */
const OUTCOMES = ['running', 'unknown', 'notSent', 'notFound', 'lost', 'circuitOpen'] as const;
type Outcome = (typeof OUTCOMES)[number];

type Evidence = Pick<TradeException, 'kind' | 'reason' | 'status'>;

/**
 * Why a payment is as it is. Evidence against its final status comes first: a payment that failed and whose money came
 * later must not be said to have moved none.
 */
export function whyOf(order: Explained, exceptions: readonly Evidence[]): Why {
  const key = contradictionOf(order, exceptions);
  return key === null ? PLAIN[order.status](order) : { key, reason: null };
}

function contradictionOf(
  order: Pick<PayOrder, 'status'>,
  exceptions: readonly Evidence[],
): WhyKey | null {
  const own = exceptions.filter(({ kind }) => kind === 'pay');
  const late = own.filter(({ reason }) => reason === 'lateSuccess');
  if (!isPaid(order) && late.length > 0) {
    return late.every(({ status }) => status === 'resolved') ? 'lateMoneyDone' : 'lateMoney';
  }
  const isDoubted = own.some(
    ({ reason, status }) => reason === 'lateFailure' && status !== 'resolved',
  );
  return isPaid(order) && isDoubted ? 'lateFailure' : null;
}

type Explained = Pick<PayOrder, 'status' | 'resultCode' | 'pending'>;

const byStatus = ({ status }: Explained): Why => ({ key: status, reason: null });
const byReason = ({ status, resultCode }: Explained): Why => {
  return { key: status, reason: resultCode === '' ? null : resultCode };
};

/** What explains a payment of each status. */
const PLAIN: Readonly<Record<PayStatus, (order: Explained) => Why>> = {
  unpay: byReason,
  payFailed: byReason,
  paying: (order) => ({ key: whyOpen(order), reason: null }),
  // Offline no connector ever says anything.
  payed: (order) =>
    order.resultCode === null ? { key: 'payedOffline', reason: null } : byStatus(order),
  partRefunded: byStatus,
  refunded: byStatus,
};

function whyOpen(order: Explained): WhyKey {
  const pending = pendingOf(order);
  if (pending === null) return order.status;
  const { lastOutcome, isAsking } = pending;
  if (lastOutcome === null) return isAsking ? 'asking' : 'new';
  return OUTCOMES.find((outcome) => outcome === lastOutcome) ?? order.status;
}

/** The kinds of reasons for which the gateway asks a person (packages/shared domain/review.ts), by a piece of their text. */
const REVIEWS = [
  ['overduePay', 'after it expired'],
  ['overdueRefund', 'a day after it began'],
  ['left', 'its template has left the connector'],
  ['noUrl', 'the connector has lost its URL'],
  ['cannotTell', 'its answer is lost'],
] as const;
export type ReviewKey = (typeof REVIEWS)[number][0];

/** Which of the known reasons for a review this is; null for a new one, which is shown as it is. */
export function reviewKeyOf(reviewReason: string): ReviewKey | null {
  return REVIEWS.find(([, piece]) => reviewReason.includes(piece))?.[0] ?? null;
}
