import type { TradeKind } from '../ids.ts';

/** What a merchant can hear of an order: the dotted types of Standard Webhooks. */
export const ORDER_EVENT_TYPES = [
  'payment.succeeded',
  'payment.failed',
  'payment.closed',
  'payment.refunded',
  'payment.reviewNeeded',
  'refund.succeeded',
  'refund.failed',
  'refund.reviewNeeded',
  'exception.opened',
  'exception.resolved',
] as const;
export type OrderEventType = (typeof ORDER_EVENT_TYPES)[number];

/** What it can hear of its endpoints; no order has these. */
export const OPERATIONAL_EVENT_TYPES = [
  'endpoint.failing',
  'endpoint.disabled',
  'endpoint.recovered',
  'endpoint.test',
] as const;
export type OperationalEventType = (typeof OPERATIONAL_EVENT_TYPES)[number];

/** Every type of event, in the order in which documents show them. */
export const NOTIFY_TYPES = [...ORDER_EVENT_TYPES, ...OPERATIONAL_EVENT_TYPES] as const;
export type NotifyType = (typeof NOTIFY_TYPES)[number];

/** One line of the table below. */
interface RecordType {
  readonly kind: TradeKind;
  readonly event: string;
  readonly type: OrderEventType;
}

/**
 * Which trade records are events, by their kind and event. Records that are not in it, such as those of an attempt
 * that showed nothing, tell a merchant nothing.
 */
export const RECORD_TYPES: readonly RecordType[] = [
  { kind: 'pay', event: 'acceptOffline', type: 'payment.succeeded' },
  { kind: 'pay', event: 'succeed', type: 'payment.succeeded' },
  { kind: 'pay', event: 'acceptLate', type: 'payment.succeeded' },
  { kind: 'pay', event: 'fail', type: 'payment.failed' },
  { kind: 'pay', event: 'close', type: 'payment.closed' },
  { kind: 'pay', event: 'closeUnsent', type: 'payment.closed' },
  { kind: 'pay', event: 'refundPart', type: 'payment.refunded' },
  { kind: 'pay', event: 'refundAll', type: 'payment.refunded' },
  { kind: 'refund', event: 'acceptOffline', type: 'refund.succeeded' },
  { kind: 'refund', event: 'succeed', type: 'refund.succeeded' },
  { kind: 'refund', event: 'fail', type: 'refund.failed' },
  { kind: 'refund', event: 'closeUnsent', type: 'refund.failed' },
  { kind: 'pay', event: 'lateSuccess', type: 'exception.opened' },
  { kind: 'pay', event: 'lateFailure', type: 'exception.opened' },
  { kind: 'pay', event: 'reversalFailed', type: 'exception.opened' },
  { kind: 'pay', event: 'resolve', type: 'exception.resolved' },
  { kind: 'refund', event: 'lateSuccess', type: 'exception.opened' },
  { kind: 'refund', event: 'lateFailure', type: 'exception.opened' },
  { kind: 'refund', event: 'resolve', type: 'exception.resolved' },
];

/** A record's `detail` has this field where the order becomes one for a person with it; its value says why. */
export const REVIEW_MARK = 'needsReview';

/** What a marked record is. */
export const REVIEW_TYPES: Readonly<Record<TradeKind, OrderEventType>> = {
  pay: 'payment.reviewNeeded',
  refund: 'refund.reviewNeeded',
};

/** What of a trade record decides which event it is. */
export interface RecordFacts {
  readonly kind: string;
  readonly event: string;
  readonly detail: unknown;
}

/**
 * The type of event that this trade record is.
 *
 * @returns null when it is none
 */
export function typeOfRecord({ kind, event, detail }: RecordFacts): OrderEventType | null {
  if (kind !== 'pay' && kind !== 'refund') return null;
  const known = RECORD_TYPES.find((line) => line.kind === kind && line.event === event);
  if (known !== undefined) return known.type;
  return isMarked(detail) ? REVIEW_TYPES[kind] : null;
}

function isMarked(detail: unknown): boolean {
  return typeof detail === 'object' && detail !== null && REVIEW_MARK in detail;
}
