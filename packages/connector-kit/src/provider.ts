import type { PayData } from '@payserver/shared/domain/pay-data';

/** What an operation is about, whoever calls. */
export interface Operation {
  readonly kind: 'pay' | 'refund';
  /** the gateway's number, the same in every call about this operation; use it as the provider's order number */
  readonly tractionNo: string;
  /** fen: of the payment, or of the refund */
  readonly amount: number;
  /** the end of `payee` */
  readonly merchantUUID: string;
  /** of a refund: the number of its payment */
  readonly payTractionNo: string | null;
  /** what `remember` chose when the operation came */
  readonly memo: Readonly<Record<string, unknown>>;
  /** the provider's number, once it has said one; for a refund before it has one of its own: null */
  readonly thirdOrderNo: string | null;
  /** when its bytes may first have left; null: they have not */
  readonly sentAt: Date | null;
  /** a cancellation of it has been sent, or may have been: money that is gone back went back by it */
  readonly isClosing: boolean;
  /** aborts when the call must be over; hand it to whatever does I/O */
  readonly signal: AbortSignal;
}

/** A payment as the gateway sent it (docs/connector.md, payUrl). What is secret in it is in no journal. */
export interface Payment extends Operation {
  readonly payParams: Readonly<Record<string, unknown>>;
  readonly clientExtraParams: Readonly<Record<string, unknown>>;
  readonly connectorParams: Readonly<Record<string, unknown>>;
  readonly terminal: Readonly<{ id?: string; ip?: string }>;
  readonly payer: string;
  readonly clientPayNo: string;
  readonly expiresAt: Date;
}

/** A refund as the gateway sent it (docs/connector.md, refundUrl). */
export interface Refund extends Operation {
  readonly payTractionNo: string;
  /** the provider's number of the payment */
  readonly thirdPayNo: string | null;
  /** what `remember` chose of its payment; null: the journal does not have that */
  readonly payMemo: Readonly<Record<string, unknown>> | null;
  /** fen, of the whole payment */
  readonly payAmount: number;
  readonly isCancel: boolean;
  readonly clientExtraParams: Readonly<Record<string, unknown>>;
  readonly connectorParams: Readonly<Record<string, unknown>>;
}

/** The money has moved, for certain and for good. */
export interface Success {
  readonly kind: 'success';
  readonly thirdOrderNo?: string;
  readonly finishedAt?: Date;
  readonly payData?: PayData;
}
/** The money has not moved and never will. */
export interface Failed {
  readonly kind: 'failed';
  /** for the cashier */
  readonly reason: string;
  readonly thirdOrderNo?: string;
}
/** Not known yet. */
export interface Running {
  readonly kind: 'running';
  readonly thirdOrderNo?: string;
  readonly payData?: PayData;
  /** for the cashier: what it waits for */
  readonly reason?: string;
  /** asks (or cancels) again then, instead of by the schedule, ms */
  readonly askAfterMs?: number;
  /** of a payment: nothing good can come of it; it is cancelled as soon as `closeNotBeforeMs` allows */
  readonly isToBeClosed?: boolean;
}
/** The provider has no such number. No proof that it never will have: the call may be on its way. */
export interface NotFound {
  readonly kind: 'notFound';
}
/** No money was taken, or all of it was given back, and none will be. */
export interface Closed {
  readonly kind: 'closed';
  readonly reason?: string;
  readonly thirdOrderNo?: string;
}

/**
 * What a function of a provider answers. From `cancel`, `success` means that it is paid and stays paid: no cancellation
 * is in effect. `closed` and `failed` are the same to the kit: no money, now and later.
 */
export type Result = Success | Failed | Running | NotFound | Closed;

/** See {@link Success}. */
export const success = (said: Omit<Success, 'kind'> = {}): Success => ({
  kind: 'success',
  ...said,
});
/** See {@link Failed}: only when you are certain. */
export const failed = (reason: string, said: Omit<Failed, 'kind' | 'reason'> = {}): Failed => ({
  kind: 'failed',
  reason,
  ...said,
});
/** See {@link Running}. */
export const running = (said: Omit<Running, 'kind'> = {}): Running => ({
  kind: 'running',
  ...said,
});
/** See {@link NotFound}. */
export const notFound = (): NotFound => ({ kind: 'notFound' });
/** See {@link Closed}. */
export const closed = (reason?: string): Closed => ({
  kind: 'closed',
  ...(reason !== undefined && { reason }),
});

/**
 * Throw it from `pay` or `refund` when no byte can have reached the provider (no connection, no such host): the
 * operation is then tried again. Any other error means that nothing is known.
 */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

/** One way to pay. Each function may throw: then nothing is known, and the kit asks again. */
export interface Provider {
  /**
   * Takes the money. Called once for each number, in whatever way processes die; again only when `isRepeatable`, or
   * after {@link NotSent}.
   */
  pay(payment: Payment): Promise<Result>;
  /** Gives money back. Called under the same rule. The kit has checked that it is not more than is left. */
  refund?(refund: Refund): Promise<Result>;
  /** What became of a payment or refund. Recommended: without it nothing is learned about a lost answer. */
  query?(operation: Operation): Promise<Result>;
  /** Makes sure that the payment does not happen any more. May be called again and again. */
  cancel?(payment: Operation): Promise<Result>;
  /** Whether this merchant can take payments here. Without it all can. */
  checkEnv?(merchantUUID: string): Promise<boolean>;
  /** What `query` and `cancel` will need to know of this call, such as a sub-merchant. Stored in the journal: no secrets. */
  remember?(call: Payment | Refund): Readonly<Record<string, unknown>>;
  /** The provider treats one number as one operation, however often it is sent. Default: it does not. */
  readonly isRepeatable?: boolean | { readonly pay?: boolean; readonly refund?: boolean };
  readonly timing?: Partial<Timing>;
  /** What differs from `timing` for this operation, by its kind, age and memo. Pure: it is asked again and again. */
  timingOf?(operation: Operation): Partial<OperationTiming>;
}

/** All in ms. */
export interface Timing {
  /** how long one call of the provider may take; the gateway's `timeoutMs` should be longer */
  readonly callMs: number;
  /** how long a process has an operation for itself; longer than callMs */
  readonly leaseMs: number;
  /** a payment that could not be sent fails after this time */
  readonly unsentMs: number;
  /** a payment that was sent is cancelled after this time, or when it expires; null: only then */
  readonly closeAfterMs: number | null;
  /** no cancellation before, counted from the sending */
  readonly closeNotBeforeMs: number;
  /** between the sendings of two refunds of one payment; one that comes sooner waits */
  readonly refundGapMs: number;
  /** a provider is not asked about one number more often than this */
  readonly askGapMs: number;
  /** the next question about an operation of this age */
  askAfter(ageMs: number): number;
  /** an operation that is open for so long is logged for a person */
  readonly reviewMs: number;
  /** when a payment that failed is asked about, since it ended: money may come late */
  readonly lateQueriesMs: readonly number[];
}

/** What may differ from one operation to the next. */
export type OperationTiming = Omit<Timing, 'callMs' | 'leaseMs'>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** [age up to, ms between two questions] */
const SCHEDULE: ReadonlyArray<readonly [number, number]> = [
  [10 * SECOND, SECOND],
  [2 * MINUTE, 3 * SECOND],
  [10 * MINUTE, 15 * SECOND],
  [HOUR, MINUTE],
  [24 * HOUR, 10 * MINUTE],
];

/** What a provider without a word about it gets. */
export const DEFAULT_TIMING: Timing = {
  callMs: 8 * SECOND,
  leaseMs: 12 * SECOND,
  unsentMs: 2 * MINUTE,
  closeAfterMs: null,
  closeNotBeforeMs: 0,
  refundGapMs: 0,
  askGapMs: 2 * SECOND,
  askAfter: (ageMs) => SCHEDULE.find(([upTo]) => ageMs <= upTo)?.[1] ?? HOUR,
  reviewMs: 24 * HOUR,
  lateQueriesMs: [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR, 168 * HOUR],
};
