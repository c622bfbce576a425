import { capAtExpiry, capForLife, nextAttemptMs } from '@payserver/shared/domain/schedule';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const attempts = fc.integer({ min: 1, max: 10_000 });
/** A little below 0 too: the order's start was written by another machine's clock. */
const ageMs = fc.integer({ min: -MINUTE, max: 30 * 24 * HOUR });
const laterAttempt = fc.record({ attempts: fc.integer({ min: 4, max: 10_000 }), ageMs });
const random = fc.double({ min: 0, max: 1, noNaN: true });

describe('the next attempt of an order', () => {
  test.each([
    [1, 0, SECOND],
    [2, SECOND, 2 * SECOND],
    [3, 3 * SECOND, 5 * SECOND],
    [4, 8 * SECOND, 5 * SECOND],
    [14, MINUTE - 1, 5 * SECOND],
    [15, MINUTE, MINUTE],
    [24, 10 * MINUTE, 5 * MINUTE],
    [34, HOUR, 15 * MINUTE],
    [54, 6 * HOUR, HOUR],
    [99, 23 * HOUR, HOUR],
  ])('after attempt %i, at the age of %i ms, comes %i ms later', (attempt, age, expected) => {
    expect(nextAttemptMs(attempt, age, 0)).toBe(expected);
  });

  test('is never sooner than 1 s, never later than an hour and its jitter, and a whole number', () => {
    fc.assert(
      fc.property(attempts, ageMs, random, (attempt, age, jitter) => {
        const ms = nextAttemptMs(attempt, age, jitter);
        expect(Number.isInteger(ms)).toBe(true);
        expect(ms).toBeGreaterThanOrEqual(SECOND);
        expect(ms).toBeLessThanOrEqual(1.1 * HOUR);
      }),
    );
  });

  test('is only ever later by jitter, by at most 10 %', () => {
    fc.assert(
      fc.property(attempts, ageMs, random, (attempt, age, jitter) => {
        const least = nextAttemptMs(attempt, age, 0);
        const ms = nextAttemptMs(attempt, age, jitter);
        expect(ms).toBeGreaterThanOrEqual(least);
        expect(ms).toBeLessThanOrEqual(Math.round(least * 1.1));
      }),
    );
  });

  test('spreads orders that failed together', () => {
    expect(nextAttemptMs(1, 0, 1)).toBe(1_100);
    expect(nextAttemptMs(1, 0, 0.5)).toBe(1_050);
  });

  test('comes no sooner as the order grows older, once the first attempts are over', () => {
    fc.assert(
      fc.property(laterAttempt, laterAttempt, (one, other) => {
        const [younger, older] = one.ageMs < other.ageMs ? [one, other] : [other, one];
        const sooner = nextAttemptMs(younger.attempts, younger.ageMs, 0);
        expect(sooner).toBeLessThanOrEqual(nextAttemptMs(older.attempts, older.ageMs, 0));
      }),
    );
  });

  test('comes every 5 s in the first minute, and not too often in a day', () => {
    fc.assert(
      fc.property(fc.array(random, { minLength: 200, maxLength: 200 }), (jitters) => {
        const ages = [0];
        for (const jitter of jitters) {
          const age = ages.at(-1) ?? 0;
          ages.push(age + nextAttemptMs(ages.length, age, jitter));
        }
        const early = ages.filter((age) => age < MINUTE);
        expect(early.length).toBeGreaterThanOrEqual(12);
        expect(ages.filter((age) => age < 24 * HOUR).length).toBeLessThan(80);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the next attempt of an order that expires', () => {
  test.each([
    { at: 'expiry is further away', untilExpiryMs: 2 * HOUR, expected: HOUR },
    { at: 'expiry comes first', untilExpiryMs: 10 * MINUTE, expected: 10 * MINUTE },
    { at: 'expiry is almost there', untilExpiryMs: 1, expected: SECOND },
    { at: 'it has expired already', untilExpiryMs: -1, expected: HOUR },
    { at: 'it never expires', untilExpiryMs: null, expected: HOUR },
  ])('comes no later than its expiry: $at', ({ untilExpiryMs, expected }) => {
    expect(capAtExpiry(HOUR, untilExpiryMs)).toBe(expected);
  });
});

describe('a payment that lives shortly', () => {
  test.each([
    [60 * SECOND, 2_500],
    [120 * SECOND, 5 * SECOND],
    [15 * SECOND, SECOND],
    [121 * SECOND, MINUTE],
    [null, MINUTE],
  ])('of a life of %s ms is attempted again after %i ms', (lifeMs, expected) => {
    expect(capForLife(MINUTE, 0, lifeMs)).toBe(expected);
  });

  test('is attempted like any other once it is twice as old', () => {
    expect(capForLife(MINUTE, 2 * MINUTE, MINUTE)).toBe(2_500);
    expect(capForLife(MINUTE, 2 * MINUTE + 1, MINUTE)).toBe(MINUTE);
  });
});
