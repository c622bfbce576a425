const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** How often an order is attempted while it is younger than `untilMs`. Data, so that it can be printed. */
export const LATER_ATTEMPTS: ReadonlyArray<{ untilMs: number; everyMs: number }> = [
  { untilMs: MINUTE, everyMs: 5 * SECOND },
  { untilMs: 10 * MINUTE, everyMs: MINUTE },
  { untilMs: 60 * MINUTE, everyMs: 5 * MINUTE },
  { untilMs: 360 * MINUTE, everyMs: 15 * MINUTE },
  { untilMs: Number.POSITIVE_INFINITY, everyMs: 60 * MINUTE },
];
/** When the first attempt is due: its wake-up job arrives within ms, the sweep acts only if that was lost. */
export const FIRST_ATTEMPT_MS = 3_000;
export const FIRST_ATTEMPTS_MS = [SECOND, 2 * SECOND, 5 * SECOND];
const JITTER = 0.1;

/**
 * How long to wait before the next attempt of an order that is not final, in ms: 1 s, 2 s, 5 s, then
 * every 5 s to one minute of age, then rarer. Up to 10 % is added so that orders which failed together
 * do not come back together (providers ask for 3 to 10 s between queries of a barcode payment).
 *
 * @param attempts attempts so far, 1 or more
 * @param ageMs since the order started
 * @param random 0 to 1
 */
export function nextAttemptMs(attempts: number, ageMs: number, random: number): number {
  const base = FIRST_ATTEMPTS_MS[attempts - 1] ?? laterAttemptMs(ageMs);
  return Math.round(base * (1 + JITTER * random));
}

function laterAttemptMs(ageMs: number): number {
  return LATER_ATTEMPTS.find((step) => ageMs < step.untilMs)?.everyMs ?? 60 * MINUTE;
}

/** Of its life: a barcode payment of a minute is asked every 2.5 s, as its provider allows. */
const ATTEMPTS_OF_A_LIFE = 24;
const SHORT_LIFE_MS = 2 * MINUTE;

/**
 * The same delay, cut for a payment that lives two minutes at most: so that it is attempted some 24 times in its life,
 * once a second at most. Twice as old as that it is attempted like any other.
 *
 * @param lifeMs null for orders that never expire
 */
export function capForLife(delayMs: number, ageMs: number, lifeMs: number | null): number {
  if (lifeMs === null || lifeMs > SHORT_LIFE_MS || ageMs > 2 * lifeMs) return delayMs;
  return Math.min(delayMs, Math.max(Math.round(lifeMs / ATTEMPTS_OF_A_LIFE), SECOND));
}

/**
 * The same delay, cut so that the order is attempted when it expires: an hour later its customer would
 * still be able to pay. At least a second, so that two clocks which differ make no rush of attempts.
 *
 * @param untilExpiryMs null for orders that never expire; negative once they have
 */
export function capAtExpiry(delayMs: number, untilExpiryMs: number | null): number {
  if (untilExpiryMs === null || untilExpiryMs <= 0) return delayMs;
  return Math.min(delayMs, Math.max(untilExpiryMs, SECOND));
}

/** What decides how long an order that is not final waits for its next attempt. */
export interface Pace {
  /** so far, 1 or more */
  readonly attempts: number;
  /** since it is attempted, ms */
  readonly ageMs: number;
  /** how long it may be carried out, ms; null for orders that never expire */
  readonly lifeMs: number | null;
  /** negative once it has expired; null for orders that never do */
  readonly untilExpiryMs: number | null;
  /** 0 to 1 */
  readonly random: number;
}

/** The delay of {@link nextAttemptMs}, cut for short lives and at expiry: what a worker waits before the next attempt, ms. */
export function attemptDelayMs(pace: Pace): number {
  const { ageMs, lifeMs, untilExpiryMs } = pace;
  const delayMs = nextAttemptMs(pace.attempts, ageMs, pace.random);
  return capAtExpiry(capForLife(delayMs, ageMs, lifeMs), untilExpiryMs);
}
