const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How long each attempt waits after the one before it, ms; the first is made at once. Data, so that it can be shown. */
export const RETRY_SCHEDULES = {
  /** some 72 hours, 14 attempts */
  default: [
    0,
    3 * SECOND,
    10 * SECOND,
    30 * SECOND,
    3 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    24 * HOUR,
    24 * HOUR,
  ],
  /** that of WeChat Pay: 24 hours and 4 minutes */
  wechat: [
    0,
    15 * SECOND,
    15 * SECOND,
    30 * SECOND,
    3 * MINUTE,
    10 * MINUTE,
    20 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    30 * MINUTE,
    HOUR,
    3 * HOUR,
    3 * HOUR,
    3 * HOUR,
    6 * HOUR,
    6 * HOUR,
  ],
} as const satisfies Readonly<Record<string, readonly number[]>>;

/** The names of schedules; `custom` has its own list of seconds. */
export const SCHEDULE_NAMES = ['default', 'wechat', 'custom'] as const;

/** Of a custom schedule. */
export const MOST_RETRIES = 30;
export const LONGEST_RETRY_S = 86_400;

const JITTER = 0.15;
const MOST_RETRY_AFTER_MS = 24 * HOUR;

/** What an endpoint says about its retries. `customSchedule` is in seconds, the waits after each failed attempt. */
export interface RetryRule {
  readonly schedule: string;
  readonly customSchedule: readonly number[];
}

/** What decides about the next attempt. */
export interface RetryFacts {
  /** failed ones so far, 1 or more */
  readonly attempts: number;
  /** what the receiver asked for, ms; null: nothing */
  readonly retryAfterMs: number | null;
  /** 0 to 1 */
  readonly random: number;
}

/** The waits of this endpoint, ms; one for each attempt. */
function scheduleOf({ schedule, customSchedule }: RetryRule): readonly number[] {
  if (schedule === 'wechat') return RETRY_SCHEDULES.wechat;
  if (schedule !== 'custom' || customSchedule.length === 0) return RETRY_SCHEDULES.default;
  return [0, ...customSchedule.map((seconds) => seconds * SECOND)];
}

/**
 * How long to wait before the next attempt, ms: what the schedule says, less up to 15 % so that deliveries which failed
 * together do not come back together. A receiver may ask for more, up to twice as much and a day at most.
 *
 * @returns null when no attempt is left
 */
export function retryDelayMs(rule: RetryRule, facts: RetryFacts): number | null {
  const base = scheduleOf(rule)[facts.attempts];
  if (base === undefined) return null;
  const own = Math.round(base * (1 - JITTER * facts.random));
  if (facts.retryAfterMs === null) return own;
  const asked = Math.min(facts.retryAfterMs, 2 * base, MOST_RETRY_AFTER_MS);
  return Math.max(own, Math.round(asked));
}
