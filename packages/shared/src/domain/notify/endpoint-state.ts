import type { Edge } from '../statuses.ts';

/** Statuses of an endpoint. */
export const ENDPOINT_STATUSES = ['on', 'paused', 'off'] as const;
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

/** Statuses of a delivery; `skipped` was never sent, and a replay sends it. */
export const DELIVERY_STATUSES = ['open', 'ok', 'failed', 'skipped'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/**
 * The legal life of an endpoint: a merchant pauses and resumes it; the gateway switches it off (`giveUp`, or `gone`: it
 * answered 410), and only a merchant's `enable` switches it on again.
 */
export const ENDPOINT_EDGES = [
  { from: null, event: 'create', to: 'on' },
  { from: 'on', event: 'pause', to: 'paused' },
  { from: 'paused', event: 'resume', to: 'on' },
  { from: 'on', event: 'giveUp', to: 'off' },
  { from: 'on', event: 'gone', to: 'off' },
  { from: 'off', event: 'enable', to: 'on' },
] as const satisfies readonly Edge<EndpointStatus>[];

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** When an endpoint counts as failing, is switched off, changes its lane. Data, so that it can be shown. */
export const ENDPOINT_LIMITS = {
  /** failed in a row */
  failingInARow: 20,
  /** or this share of the attempts of one window, where there are so many */
  failingShare: 0.5,
  failingOf: 20,
  /** successes in a row after which it has recovered */
  backInARow: 5,
  windowMs: 5 * MINUTE_MS,
  /** nothing but failures for so long, and so many */
  offAfterMs: 5 * DAY_MS,
  offAttempts: 100,
  /** or so many deliveries without an attempt left and no success in between */
  offExhausted: 10,
  slowMs: 1_000,
  slowInARow: 3,
  fastAfter: 20,
  /** one at a time is sent from so many failures in a row on */
  probeInARow: 3,
  /** between probes, doubled for each failure more */
  probeMs: 3_000,
  longestProbeMs: 5 * MINUTE_MS,
} as const;

/** What a worker knows of an endpoint and writes back after a turn. */
export interface EndpointHealth {
  readonly lane: string;
  readonly failingSince: Date | null;
  readonly lastOkAt: Date | null;
  readonly notBefore: Date | null;
  /** of the duration of attempts */
  readonly ewmaMs: number;
  /** in a row */
  readonly failures: number;
  readonly oks: number;
  readonly exhausted: number;
  readonly windowAt: Date | null;
  readonly windowOk: number;
  readonly windowFailed: number;
}

/** What came of one attempt, as far as its endpoint is concerned. */
export interface AttemptFacts {
  readonly ok: boolean;
  readonly at: Date;
  readonly durationMs: number;
  /** 410: the receiver wants nothing any more */
  readonly isGone: boolean;
  /** the delivery has no attempt left */
  readonly isExhausted: boolean;
  /** what a receiver that is too busy asked for, ms; null: nothing */
  readonly busyMs: number | null;
}

/** What changed that people hear of. */
export type EndpointNews = 'failing' | 'recovered' | 'disabled';

/** An endpoint after an attempt. `off` says why it must be switched off; null: it stays on. */
export interface AfterAttempt {
  readonly health: EndpointHealth;
  readonly news: EndpointNews | null;
  readonly off: string | null;
}

const EWMA_SHARE = 0.2;

/**
 * An endpoint after one more attempt: its lane, whether it fails, until when nothing more is sent to it, and whether it
 * is to be switched off. Pure; only the holder of its lease asks.
 */
export function afterAttempt(before: EndpointHealth, facts: AttemptFacts): AfterAttempt {
  const counted = count(before, facts);
  const lane = laneOf(counted, before.lane);
  const news = newsOf(counted, facts);
  const failingSince = failingSinceOf(counted, news, facts.at);
  const notBefore = notBeforeOf(counted, facts);
  const health = { ...counted, lane, failingSince, notBefore };
  const off = offReasonOf(health, facts);
  return { health, news: off === null ? news : 'disabled', off };
}

function count(before: EndpointHealth, { ok, at, durationMs, isExhausted }: AttemptFacts) {
  const { windowMs } = ENDPOINT_LIMITS;
  const isNew = before.windowAt === null || at.getTime() - before.windowAt.getTime() >= windowMs;
  const window = isNew ? { windowAt: at, windowOk: 0, windowFailed: 0 } : before;
  const ewmaMs = before.ewmaMs + EWMA_SHARE * (durationMs - before.ewmaMs);
  return {
    ...before,
    ewmaMs: Math.round(ewmaMs),
    lastOkAt: ok ? at : before.lastOkAt,
    failures: ok ? 0 : before.failures + 1,
    oks: ok ? before.oks + 1 : 0,
    exhausted: ok ? 0 : before.exhausted + Number(isExhausted),
    windowAt: window.windowAt,
    windowOk: window.windowOk + Number(ok),
    windowFailed: window.windowFailed + Number(!ok),
  };
}

function laneOf({ ewmaMs, failures, oks }: EndpointHealth, before: string): string {
  const { slowMs, slowInARow, fastAfter } = ENDPOINT_LIMITS;
  if (ewmaMs > slowMs || failures >= slowInARow) return 'slow';
  return before === 'slow' && oks < fastAfter ? 'slow' : 'fast';
}

function isFailing({ failures, windowOk, windowFailed }: EndpointHealth): boolean {
  const { failingInARow, failingShare, failingOf } = ENDPOINT_LIMITS;
  const all = windowOk + windowFailed;
  return failures >= failingInARow || (all >= failingOf && windowFailed >= failingShare * all);
}

/** It has recovered after some successes in a row, or with the first one of a window without a failure. */
function newsOf(health: EndpointHealth, { ok }: AttemptFacts): EndpointNews | null {
  const { failingSince, oks, windowFailed } = health;
  if (failingSince === null) return !ok && isFailing(health) ? 'failing' : null;
  const isBack = oks >= ENDPOINT_LIMITS.backInARow || windowFailed === 0;
  return ok && isBack ? 'recovered' : null;
}

function failingSinceOf(
  { failingSince }: EndpointHealth,
  news: EndpointNews | null,
  at: Date,
): Date | null {
  if (news === 'recovered') return null;
  return news === 'failing' ? at : failingSince;
}

/** One that fails is probed, ever more rarely; one that asked for less gets it. */
function notBeforeOf({ failures }: EndpointHealth, { ok, at, busyMs }: AttemptFacts): Date | null {
  if (ok) return null;
  const waits = [probeWaitMs(failures), busyMs ?? 0];
  const waitMs = Math.max(...waits);
  return waitMs === 0 ? null : new Date(at.getTime() + waitMs);
}

/** How long after so many failures in a row the next probe is sent, ms; 0: it is not probed. */
export function probeWaitMs(failures: number): number {
  const { probeInARow, probeMs, longestProbeMs } = ENDPOINT_LIMITS;
  if (failures < probeInARow) return 0;
  return Math.min(probeMs * 2 ** Math.min(failures - probeInARow, 10), longestProbeMs);
}

function offReasonOf(health: EndpointHealth, { ok, at, isGone }: AttemptFacts): string | null {
  if (ok) return null;
  if (isGone) return 'it answered 410';
  const { offAfterMs, offAttempts, offExhausted } = ENDPOINT_LIMITS;
  if (health.exhausted >= offExhausted) return `${offExhausted} events without an attempt left`;
  const since = health.failingSince;
  const isLong = since !== null && at.getTime() - since.getTime() >= offAfterMs;
  const isNothingElse = health.lastOkAt === null || (since !== null && health.lastOkAt < since);
  return isLong && isNothingElse && health.failures >= offAttempts
    ? 'nothing but failures for 5 days'
    : null;
}

/**
 * How many attempts may be in flight at once: one while it fails or is not known yet, then twice as many with each
 * success up to its own limit.
 *
 * @param health.oks successes in a row
 */
export function inFlightLimit(
  { failures, oks }: Pick<EndpointHealth, 'failures' | 'oks'>,
  maxInFlight: number,
): number {
  if (failures >= ENDPOINT_LIMITS.probeInARow) return 1;
  return Math.min(maxInFlight, 2 ** Math.min(oks, 6));
}
