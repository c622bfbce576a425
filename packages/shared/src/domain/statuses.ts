/** Statuses of a payment, named as in the API document (Pay 1). */
export const PAY_STATUSES = [
  'unpay',
  'paying',
  'payed',
  'payFailed',
  'partRefunded',
  'refunded',
] as const;
export type PayStatus = (typeof PAY_STATUSES)[number];

/** Statuses of a refund (API document, Refund 1). */
export const REFUND_STATUSES = ['unRefunded', 'refunding', 'refunded', 'refundFailed'] as const;
export type RefundStatus = (typeof REFUND_STATUSES)[number];

/** One legal change: what must happen in `from` to arrive in `to`. `from: null` is the first row. */
export interface Edge<Status extends string> {
  readonly from: Status | null;
  readonly event: string;
  readonly to: Status;
}

/**
 * The legal life of a payment. Nothing else says which status follows which: code finds the edge in it, the
 * statements' literals are made from the table, and a statement that settles repeats `from` in its WHERE.
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
export type SettleEvent = Extract<(typeof PAY_EDGES)[number], { readonly from: 'paying' }>['event'];

/** The edges of `E` for this event, as far as the compiler knows them. */
type Taken<E, From, Event> = Extract<E, { readonly from: From; readonly event: Event }>;

/**
 * The status that `event` leads to from `from`.
 *
 * @returns null when the table has no such edge: the change is illegal and must not be written
 */
export function nextStatus<
  E extends Edge<string>,
  From extends string | null,
  Event extends string,
>(edges: readonly E[], from: From, event: Event): Taken<E, From, Event>['to'] | null {
  const isTaken = (edge: E): edge is Taken<E, From, Event> =>
    edge.from === from && edge.event === event;
  return edges.find(isTaken)?.to ?? null;
}

/**
 * As {@link nextStatus}, for a change that the caller takes for legal.
 *
 * @throws when the table has no such edge
 */
export function statusAfter<
  E extends Edge<string>,
  From extends string | null,
  Event extends string,
>(edges: readonly E[], from: From, event: Event): Taken<E, From, Event>['to'] {
  const to = nextStatus(edges, from, event);
  if (to === null) throw new Error(`no edge for ${event} from ${from ?? 'the start'}`);
  return to;
}

/** The statuses in which `event` can happen, in the order of the table. */
export function statusesBefore<E extends Edge<string>, Event extends E['event']>(
  edges: readonly E[],
  event: Event,
): Exclude<Taken<E, E['from'], Event>['from'], null>[] {
  type Before = Exclude<Taken<E, E['from'], Event>['from'], null>;
  const isBefore = (from: E['from']): from is Before => from !== null;
  const before = edges.filter((edge) => edge.event === event).map((edge) => edge.from);
  return before.filter(isBefore);
}

/**
 * The one status that `event` leads to, wherever it happens.
 *
 * @throws when that depends on the status before
 */
export function targetOf<E extends Edge<string>, Event extends E['event']>(
  edges: readonly E[],
  event: Event,
): Taken<E, E['from'], Event>['to'] {
  const isOf = (edge: E): edge is Taken<E, E['from'], Event> => edge.event === event;
  const [target, ...others] = new Set(edges.filter(isOf).map((edge) => edge.to));
  if (target === undefined || others.length > 0) throw new Error(`${event} has no one target`);
  return target;
}

/** The one status in which a payment still waits for its outcome. */
export const PAY_OPEN = statusAfter(PAY_EDGES, null, 'accept');
/** The same of a refund. */
export const REFUND_OPEN = statusAfter(REFUND_EDGES, null, 'accept');
/** The status of a refund whose money went back. */
export const REFUND_DONE = statusAfter(REFUND_EDGES, REFUND_OPEN, 'succeed');

/** The statuses of a payment that can be refunded. */
export const REFUNDABLE = statusesBefore(PAY_EDGES, 'refundPart');

/**
 * The statuses of a payment that is refunded: after a `part` and after `all` of it. Which of the two events it was
 * depends on sums that only the database knows, so that its statements choose between these.
 */
export const PAY_REFUNDED = {
  part: targetOf(PAY_EDGES, 'refundPart'),
  all: targetOf(PAY_EDGES, 'refundAll'),
} as const;

/** The status of a payment before its first refund. */
export const UNREFUNDED_PAY = onlyOne(REFUNDABLE.filter((status) => status !== PAY_REFUNDED.part));

function onlyOne<Status extends string>(statuses: readonly Status[]): Status {
  const [status, ...others] = statuses;
  if (status === undefined || others.length > 0) throw new Error(`not one: ${statuses.join(', ')}`);
  return status;
}
