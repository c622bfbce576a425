import {
  payScheduleOf,
  refundScheduleOf,
  reviewTimeOf,
  type WaitingOrder,
} from '@payserver/shared/domain/review-time';
import { attemptDelayMs } from '@payserver/shared/domain/schedule';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const START = new Date('2026-11-28T00:00:00Z');
const at = (ms: number) => new Date(START.getTime() + ms);

/** A payment of this validity whose attempts so far learnt nothing, the next due at this age. */
function payment(lifeMs: number, attempts: number, dueMs: number): WaitingOrder {
  const schedule = payScheduleOf({
    orderStartAt: START,
    orderExpiredAt: at(lifeMs),
    closeAskedAt: null,
  });
  return { ...schedule, attempts, isAsking: false, dueAt: at(dueMs) };
}

function refund(attempts: number, dueMs: number): WaitingOrder {
  return {
    ...refundScheduleOf({ refundStartAt: START }),
    attempts,
    isAsking: false,
    dueAt: at(dueMs),
  };
}

/** What a worker does, attempt by attempt, with the mean of the jitter. */
function walk(order: WaitingOrder, now: Date) {
  let atMs = Math.max(order.dueAt.getTime(), now.getTime());
  let made = order.isAsking ? order.attempts - 1 : order.attempts;
  const before = made;
  for (;;) {
    made += 1;
    if (atMs >= order.overdueAt.getTime()) {
      return { reviewAt: new Date(atMs), attemptsLeft: made - before };
    }
    atMs += attemptDelayMs({
      attempts: made,
      ageMs: atMs - order.startedAt.getTime(),
      lifeMs: order.lifeMs,
      untilExpiryMs: order.expiresAt === null ? null : order.expiresAt.getTime() - atMs,
      random: 0.5,
    });
  }
}

const lives = fc.oneof(
  fc.integer({ min: 10 * SECOND, max: 2 * MINUTE }),
  fc.integer({ min: 2 * MINUTE, max: 2 * HOUR }),
  fc.integer({ min: HOUR, max: 60 * 24 * HOUR }),
);
const attempts = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 500 }));
const share = fc.double({ min: 0, max: 1.5, noNaN: true });
const orders = fc.record({
  life: lives,
  made: attempts,
  due: share,
  off: share,
  asking: fc.boolean(),
});

describe('when a person is asked about an order of which nothing is learnt', () => {
  test('it is when the schedule says, after as many attempts, whatever the life of the payment', () => {
    fc.assert(
      fc.property(orders, ({ life, made, due, asking }) => {
        const order = payment(life, made, Math.round(life * due));
        const isAsking = asking && made > 0;
        expect(reviewTimeOf({ ...order, isAsking }, START)).toEqual(
          walk({ ...order, isAsking }, START),
        );
      }),
      { numRuns: 2_000 },
    );
  });

  test('the same for a payment that was called off, whose attempts begin anew, and for a refund', () => {
    fc.assert(
      fc.property(orders, ({ life, made, due, off }) => {
        const called = payScheduleOf({
          orderStartAt: START,
          orderExpiredAt: at(life),
          closeAskedAt: at(Math.round(life * off)),
        });
        const pay = { ...payment(life, made, Math.round(life * Math.max(due, off))), ...called };
        const back = refund(made, Math.round(24 * HOUR * due));
        for (const order of [pay, back]) {
          expect(reviewTimeOf(order, START)).toEqual(walk(order, START));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a payment is reviewed when it expires, a refund at its first attempt after a day', () => {
    expect(reviewTimeOf(payment(24 * HOUR, 2, 3 * SECOND), START).reviewAt).toEqual(at(24 * HOUR));
    const { reviewAt } = reviewTimeOf(refund(2, 3 * SECOND), START);
    expect(reviewAt.getTime()).toBeGreaterThanOrEqual(at(24 * HOUR).getTime());
    expect(reviewAt.getTime()).toBeLessThan(at(25.1 * HOUR).getTime());
  });

  test('a barcode payment of a minute has some 24 attempts', () => {
    const { reviewAt, attemptsLeft } = reviewTimeOf(payment(MINUTE, 0, 0), START);
    expect(reviewAt).toEqual(at(MINUTE));
    expect(attemptsLeft).toBeGreaterThanOrEqual(24);
    expect(attemptsLeft).toBeLessThanOrEqual(27);
  });

  test('overdue already it is the next attempt, and the one in progress when there is one', () => {
    const late = payment(HOUR, 9, 2 * HOUR);
    expect(reviewTimeOf(late, at(HOUR))).toEqual({ reviewAt: at(2 * HOUR), attemptsLeft: 1 });
    const asking = { ...late, isAsking: true };
    expect(reviewTimeOf(asking, at(3 * HOUR))).toEqual({ reviewAt: at(3 * HOUR), attemptsLeft: 1 });
  });

  test('a year of validity costs no walk through its hours', () => {
    const order = payment(8_760 * HOUR, 60, 7 * HOUR);
    const { reviewAt, attemptsLeft } = reviewTimeOf(order, START);
    expect(reviewAt).toEqual(at(8_760 * HOUR));
    expect(attemptsLeft).toBeGreaterThan(8_300);
  });
});
