import { isPaid } from './guards.ts';
import { type PayOrder, type Pending, pendingOf, type TradeException } from './payment-types.ts';

/** A sentence of the texts that says why a payment is as it is, by its key, and what stands in it. */
export interface Why {
  readonly key: WhyKey;
  /** what the connector said, if it said why */
  readonly reason: string | null;
}

export type WhyKey =
  | 'payed'
  | 'payedOffline'
  | 'payFailed'
  | 'lateMoney'
  | 'lateMoneyDone'
  | 'lateFailure'
  | 'unpay'
  | 'partRefunded'
  | 'refunded'
  | 'asking'
  | 'new'
  | Outcome
  | 'other';

/** What the last attempt found, as the API names it. */
const OUTCOMES = ['running', 'unknown', 'notSent', 'notFound', 'lost', 'circuitOpen'] as const;
type Outcome = (typeof OUTCOMES)[number];

type Evidence = Pick<TradeException, 'kind' | 'reason' | 'status'>;

/**
 * Why a payment is as it is. Evidence against its final status comes first: a payment that failed and whose money came
 * later must not be said to have moved none.
 */
export function whyOf(
  order: Pick<PayOrder, 'status' | 'resultCode' | 'pending'>,
  exceptions: readonly Evidence[],
): Why {
  const key = contradictionOf(order, exceptions);
  return key === null ? plainWhyOf(order) : { key, reason: null };
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

function plainWhyOf(order: Pick<PayOrder, 'status' | 'resultCode' | 'pending'>): Why {
  const said = order.resultCode === '' ? null : order.resultCode;
  switch (order.status) {
    case 'payed':
      return { key: order.resultCode === null ? 'payedOffline' : 'payed', reason: null };
    case 'payFailed':
    case 'unpay':
      return { key: order.status, reason: said };
    case 'partRefunded':
    case 'refunded':
      return { key: order.status, reason: null };
    case 'paying':
      return { key: whyOpen(pendingOf(order)), reason: null };
  }
}

function whyOpen(pending: Pending | null): WhyKey {
  if (pending === null) return 'other';
  const { lastOutcome, isAsking } = pending;
  if (lastOutcome === null) return isAsking ? 'asking' : 'new';
  return OUTCOMES.find((outcome) => outcome === lastOutcome) ?? 'other';
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
