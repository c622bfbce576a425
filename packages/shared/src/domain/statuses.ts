/** Statuses of a payment, spelled as in the API document (Pay 1). */
export type PayStatus = 'unpay' | 'paying' | 'payed' | 'payFailed' | 'partRefunded' | 'refunded';

/** Statuses of a refund (API document, Refund 1). */
export type RefundStatus = 'unRefunded' | 'refunding' | 'refunded' | 'refundFailed';

/** One legal change: what must happen in `from` to arrive in `to`. `from: null` is the first row. */
export interface Edge<Status extends string> {
  readonly from: Status | null;
  readonly event: string;
  readonly to: Status;
}

/**
 * The legal life of a payment. Nothing else ever changes a status: settlement looks the edge up, and
 * the statement that writes it repeats `from` in its WHERE.
 */
export const PAY_EDGES = [
  { from: null, event: 'accept', to: 'paying' },
  { from: null, event: 'acceptOffline', to: 'payed' },
  { from: 'paying', event: 'succeed', to: 'payed' },
  { from: 'paying', event: 'fail', to: 'payFailed' },
  { from: 'paying', event: 'close', to: 'payFailed' },
  { from: 'paying', event: 'closeUnsent', to: 'unpay' },
  // Money that came after all, where the template's lateSuccessPolicy is `accept`.
  { from: 'payFailed', event: 'acceptLate', to: 'payed' },
  { from: 'unpay', event: 'acceptLate', to: 'payed' },
  { from: 'payed', event: 'refundPart', to: 'partRefunded' },
  { from: 'payed', event: 'refundAll', to: 'refunded' },
  { from: 'partRefunded', event: 'refundPart', to: 'partRefunded' },
  { from: 'partRefunded', event: 'refundAll', to: 'refunded' },
] as const satisfies readonly Edge<PayStatus>[];

/** The legal life of a refund; `unRefunded` is one that was refused before it was sent. */
export const REFUND_EDGES = [
  { from: null, event: 'accept', to: 'refunding' },
  { from: null, event: 'acceptOffline', to: 'refunded' },
  { from: 'refunding', event: 'succeed', to: 'refunded' },
  { from: 'refunding', event: 'fail', to: 'refundFailed' },
  { from: 'refunding', event: 'closeUnsent', to: 'unRefunded' },
] as const satisfies readonly Edge<RefundStatus>[];

/** What evidence can do to an order that is being settled. */
export type SettleEvent = 'succeed' | 'fail' | 'close' | 'closeUnsent';

/**
 * The status that `event` leads to from `from`.
 *
 * @returns null when the table has no such edge: the change is illegal and must not be written
 */
export function nextStatus<Status extends string>(
  edges: readonly Edge<Status>[],
  from: Status | null,
  event: string,
): Status | null {
  return edges.find((edge) => edge.from === from && edge.event === event)?.to ?? null;
}
