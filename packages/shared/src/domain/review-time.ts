import { REFUND_OVERDUE_S } from './review.ts';
import { attemptDelayMs, capAtExpiry, FIRST_ATTEMPTS_MS, LATER_ATTEMPTS } from './schedule.ts';

/** An open order, as far as its schedule depends on it. */
export interface WaitingOrder {
  /** made so far, one in progress included */
  readonly attempts: number;
  /** a worker has it now */
  readonly isAsking: boolean;
  readonly dueAt: Date;
  /** since when it is attempted, the more rarely the longer */
  readonly startedAt: Date;
  /** how long it may be carried out, ms; null for orders that never expire */
  readonly lifeMs: number | null;
  /** null for orders that never expire */
  readonly expiresAt: Date | null;
  /** an attempt at this time or later that learns nothing asks a person */
  readonly overdueAt: Date;
}

/** When a person is asked about an order of which nothing is learnt until then. */
export interface ReviewTime {
  readonly reviewAt: Date;
  /** that are made until then, the one in progress and the one at that time included */
  readonly attemptsLeft: number;
}

/** What a row tells of a payment's schedule. */
interface PaySchedule {
  readonly orderStartAt: Date;
  readonly orderExpiredAt: Date;
  readonly closeAskedAt: Date | null;
}

/** The schedule of a payment: it is overdue once it has expired, also when it was called off. */
export function payScheduleOf({ orderStartAt, orderExpiredAt, closeAskedAt }: PaySchedule) {
  return {
    startedAt: closeAskedAt ?? orderStartAt,
    lifeMs: orderExpiredAt.getTime() - orderStartAt.getTime(),
    expiresAt: orderExpiredAt,
    overdueAt: orderExpiredAt,
  };
}

/** The schedule of a refund: it never expires. */
export function refundScheduleOf({ refundStartAt }: { readonly refundStartAt: Date }) {
  const overdueAt = new Date(refundStartAt.getTime() + REFUND_OVERDUE_S * 1_000);
  return { startedAt: refundStartAt, lifeMs: null, expiresAt: null, overdueAt };
}

/** Jitter adds up to a tenth. */
const MEAN = 0.5;

/** Where an order is in its schedule: the time of an attempt, ms, and how many there were with it. */
interface Place {
  readonly atMs: number;
  readonly attempts: number;
}

/**
 * When the gateway asks a person about this order if its attempts go on by the schedule and learn nothing, and how many
 * they are: an estimate, for jitter moves each by some per cent, and an open circuit makes them fewer. An order that only
 * waits for a notice is attempted by the same schedule, without a call. That its answer is lost and nobody can be asked is
 * known after any attempt, and asks a person sooner.
 */
export function reviewTimeOf(order: WaitingOrder, now: Date): ReviewTime {
  const before = order.isAsking ? order.attempts - 1 : order.attempts;
  const overdueMs = order.overdueAt.getTime();
  // What is due by now is attempted now.
  let place: Place = {
    atMs: Math.max(order.dueAt.getTime(), now.getTime()),
    attempts: before + 1,
  };
  while (place.atMs < overdueMs) place = advance(order, place);
  return { reviewAt: new Date(place.atMs), attemptsLeft: place.attempts - before };
}

/**
 * The next attempt, or a later one that comes by steps of the same length: a year's hours would be counted one by one,
 * for each order of a list.
 */
function advance(order: WaitingOrder, { atMs, attempts }: Place): Place {
  const startedMs = order.startedAt.getTime();
  const ageMs = atMs - startedMs;
  const expiresMs = order.expiresAt?.getTime() ?? null;
  const pace = { attempts, ageMs, lifeMs: order.lifeMs, random: MEAN };
  const stepMs = attemptDelayMs({ ...pace, untilExpiryMs: null });
  if (attempts <= FIRST_ATTEMPTS_MS.length)
    return cutAtExpiry({ atMs, attempts, stepMs }, expiresMs);
  const endMs = Math.min(startedMs + endOfStep(ageMs), order.overdueAt.getTime());
  // All but the last of them end before.
  const equal = Math.max(Math.ceil((endMs - atMs) / stepMs) - 1, 0);
  const last = { atMs: atMs + equal * stepMs, attempts: attempts + equal, stepMs };
  return cutAtExpiry(last, expiresMs);
}

function cutAtExpiry(
  { atMs, attempts, stepMs }: Place & { readonly stepMs: number },
  expiresMs: number | null,
): Place {
  const untilExpiryMs = expiresMs === null ? null : expiresMs - atMs;
  return { atMs: atMs + capAtExpiry(stepMs, untilExpiryMs), attempts: attempts + 1 };
}

/** The age at which the steps of an order of this age change. */
function endOfStep(ageMs: number): number {
  return LATER_ATTEMPTS.find(({ untilMs }) => ageMs < untilMs)?.untilMs ?? Number.POSITIVE_INFINITY;
}
