import { createTractionNoSource, type TradeKind } from '@payserver/shared/domain/ids';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const NOW = Date.UTC(2026, 6, 1);
const kind = fc.constantFrom<TradeKind>('pay', 'refund');
const processNo = fc.integer({ min: 0, max: 9_999 });
const moment = fc.integer({ min: Date.UTC(2002, 0), max: Date.UTC(2033, 0) });

/** What a clock shows, and how many numbers are made while it does: forward, back and standing still. */
const clock = fc.array(
  fc.record({
    ms: fc.integer({ min: NOW - 5, max: NOW + 5 }),
    count: fc.integer({ min: 1, max: 1_500 }),
  }),
  { minLength: 1, maxLength: 5 },
);

function makeAll(
  no: number,
  steps: readonly { ms: number; count: number }[],
  of: TradeKind = 'pay',
) {
  let ms = 0;
  const next = createTractionNoSource(no, () => ms);
  return steps.flatMap((step) => {
    ms = step.ms;
    return Array.from({ length: step.count }, () => next(of));
  });
}

describe('a traction number', () => {
  test('is 20 digits: the kind, the epoch milliseconds less their first digit, process, counter', () => {
    fc.assert(
      fc.property(kind, processNo, moment, (of, no, ms) => {
        const made = createTractionNoSource(no, () => ms)(of);
        const digit = of === 'pay' ? '1' : '2';
        expect(made).toBe(
          `${digit}${String(ms).padStart(13, '0').slice(1)}${String(no).padStart(4, '0')}000`,
        );
        expect(made).toMatch(/^[12]\d{19}$/);
      }),
    );
  });

  test('is never made twice by one process, whatever its clock does', () => {
    fc.assert(
      fc.property(processNo, clock, (no, steps) => {
        const made = makeAll(no, steps);
        expect(new Set(made).size).toBe(made.length);
        expect(made.every((text) => /^1\d{19}$/.test(text))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('sorts after every earlier one of its process, also when the clock steps back', () => {
    fc.assert(
      fc.property(clock, (steps) => {
        const made = makeAll(7, steps);
        expect(made.every((text, i) => i === 0 || text > (made[i - 1] ?? ''))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  test('stays unique when a clock that stands still is asked for thousands', () => {
    const made = makeAll(0, [{ ms: NOW, count: 3_500 }]);
    expect(new Set(made).size).toBe(3_500);
  });

  test('is never made by two processes, whatever their clocks do', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(processNo, { minLength: 2, maxLength: 2 }),
        clock,
        clock,
        (nos, a, b) => {
          const [one = 0, other = 0] = nos;
          const first = new Set(makeAll(one, a));
          expect(makeAll(other, b).filter((text) => first.has(text))).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of a payment is never that of a refund, though one source makes both', () => {
    const next = createTractionNoSource(1, () => NOW);
    const made = Array.from({ length: 2_000 }, (_, i) => next(i % 2 === 0 ? 'pay' : 'refund'));
    expect(new Set(made).size).toBe(2_000);
    expect(made.filter((_, i) => i % 2 === 0).every((text) => text.startsWith('1'))).toBe(true);
    expect(made.filter((_, i) => i % 2 === 1).every((text) => text.startsWith('2'))).toBe(true);
  });

  test('is never made twice by a machine that starts in 1970 until its clock is set', () => {
    const seconds = Array.from({ length: 100 }, (_, i) => ({ ms: i * 1_000, count: 1 }));
    const made = makeAll(3, [...seconds, { ms: NOW, count: 10 }]);
    expect(new Set(made).size).toBe(made.length);
  });
});
