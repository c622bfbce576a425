import { createTimeFormat } from '@payserver/shared/runtime/time';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const HOUR_MS = 3_600_000;
/** Zones whose offset has not changed since 1995. */
const FIXED = [
  ['UTC', 0],
  ['Asia/Shanghai', 8],
  ['Asia/Kolkata', 5.5],
  ['Asia/Kathmandu', 5.75],
  ['Pacific/Kiritimati', 14],
  ['America/Phoenix', -7],
] as const;
const moment = fc.integer({ min: Date.UTC(1995, 1), max: Date.UTC(9999, 11, 30) });

describe('a time on the wire', () => {
  test.each(FIXED)('in %s is YYYY-MM-DD HH:mm:ss, %f hours from UTC', (zone, hours) => {
    const format = createTimeFormat(zone);
    fc.assert(
      fc.property(moment, (ms) => {
        const local = new Date(ms + hours * HOUR_MS).toISOString();
        expect(format(new Date(ms))).toBe(local.slice(0, 19).replace('T', ' '));
      }),
    );
  });

  test('is what the API document shows for Shanghai', () => {
    const format = createTimeFormat('Asia/Shanghai');
    expect(format(new Date('2018-07-12T03:47:10.999Z'))).toBe('2018-07-12 11:47:10');
  });

  test('writes midnight as 00:00:00', () => {
    const format = createTimeFormat('Asia/Shanghai');
    expect(format(new Date('2026-01-01T16:00:00Z'))).toBe('2026-01-02 00:00:00');
  });

  test('follows summer time', () => {
    const format = createTimeFormat('America/New_York');
    expect(format(new Date('2026-03-08T06:59:59Z'))).toBe('2026-03-08 01:59:59');
    expect(format(new Date('2026-03-08T07:00:00Z'))).toBe('2026-03-08 03:00:00');
  });
});
