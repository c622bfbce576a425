import type { TradeKind } from '../domain/ids.ts';
import { OFFLINE_KEY } from '../domain/pay-order.ts';

/**
 * The one kind of job there is: "attempt these orders now". It carries ids and epochs, never money,
 * parameters or secrets, so a queue that is read, lost or replayed gives nothing away and breaks
 * nothing. An epoch that has passed makes the job find nothing to do.
 */
export interface AttemptJob {
  readonly kind: TradeKind;
  readonly orders: ReadonlyArray<{ readonly uuid: string; readonly epoch: number }>;
}

export const ATTEMPT_JOB = 'attempt';

/**
 * The queue of payments that were called off. One of its own: that of their connector may be full of calls that hang.
 * The epoch of its jobs counts how often an order was processed.
 */
export const CLOSING_QUEUE = 'closings';

/** One order to attempt, now or after `delayMs`. */
export interface Wake {
  readonly kind: TradeKind;
  readonly uuid: string;
  readonly tractionNo: string;
  readonly epoch: number;
  readonly connectorKey: string;
  /** ms */
  readonly delayMs?: number;
  /** may share a job with others: for wakes of many orders at once, whose repeats are not recognised */
  readonly canShare?: boolean;
}

/** Orders of one connector that may share a job. */
export const ORDERS_PER_JOB = 50;

/**
 * The queue's name for a job: the same attempt is queued once, the next one has another name. BullMQ
 * refuses names that are integers or contain a colon, and ignores one that it still keeps, which is why
 * finished jobs are removed.
 */
function jobIdOf(wake: Wake): string {
  return `${wake.kind}-${wake.tractionNo}-${wake.epoch}`;
}

/**
 * The queue's name for a job of several orders: after the first and the last of them. Where another job has
 * that name already the orders between wait for the sweep.
 */
export function sharedJobIdOf(wakes: readonly [Wake, ...Wake[]]): string {
  const last = wakes.at(-1);
  if (last === undefined || wakes.length === 1) return jobIdOf(wakes[0]);
  return `${jobIdOf(wakes[0])}-${last.tractionNo}-x${wakes.length}`;
}

/** Whether orders with this key are ever queued. */
export function hasQueue(connectorKey: string): boolean {
  return connectorKey !== OFFLINE_KEY;
}

/**
 * Reads a job's data back.
 *
 * @returns null when it is not one that this version understands; the sweep will wake its orders again
 */
export function parseAttemptJob(data: unknown): AttemptJob | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kind, orders } = data as Partial<AttemptJob>;
  const known = kind === 'pay' || kind === 'refund';
  if (!known || !Array.isArray(orders)) return null;
  return orders.every(isOrderRef) ? { kind, orders } : null;
}

function isOrderRef(value: unknown): value is AttemptJob['orders'][number] {
  const ref = value as Partial<AttemptJob['orders'][number]> | null;
  return typeof ref?.uuid === 'string' && Number.isInteger(ref.epoch);
}
