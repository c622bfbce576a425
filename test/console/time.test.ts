import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  durationText,
  readTime,
  relativeText,
  utcText,
  writeTime,
} from '../../apps/console/src/format/time.ts';

const YEAR_2000 = 946_684_800_000;
const YEAR_2100 = 4_102_444_800_000;

test("a time of the API is a moment on the gateway's clocks", () => {
  expect(readTime('2026-11-29 00:17:59', 'Asia/Shanghai')).toBe(Date.UTC(2026, 10, 28, 16, 17, 59));
  expect(readTime('2026-11-28 16:17:59', 'UTC')).toBe(Date.UTC(2026, 10, 28, 16, 17, 59));
  expect(utcText(Date.UTC(2026, 10, 28, 16, 17, 59))).toBe('2026-11-28 16:17:59 UTC');
});

test.each(['Asia/Shanghai', 'Asia/Kolkata', 'America/New_York', 'Australia/Lord_Howe', 'UTC'])(
  'what is written in %s is read as the same moment, or as its twin when clocks are set back',
  (zone) => {
    fc.assert(
      fc.property(fc.integer({ min: YEAR_2000, max: YEAR_2100 }), (ms) => {
        const moment = Math.floor(ms / 1_000) * 1_000;
        const written = writeTime(moment, zone);
        const read = readTime(written, zone);
        expect(read).not.toBeNull();
        expect(writeTime(read ?? 0, zone)).toBe(written);
        expect(read).toBeLessThanOrEqual(moment);
      }),
    );
  },
);

test('an hour that clocks skip is behind the gap, one that comes twice is the first', () => {
  expect(readTime('2026-03-08 02:30:00', 'America/New_York')).toBe(Date.UTC(2026, 2, 8, 7, 30));
  expect(readTime('2026-11-01 01:30:00', 'America/New_York')).toBe(Date.UTC(2026, 10, 1, 5, 30));
});

test.each(['', 'now', '2026-11-29', '2026-11-29T00:17:59', '2026-11-29 00:17:59.5'])(
  '"%s" is no time of the API',
  (written) => {
    expect(readTime(written, 'UTC')).toBeNull();
  },
);

test('how long ago is said in the largest unit that fits, in both languages', () => {
  expect(relativeText(-12_000, 'en')).toBe('12 sec. ago');
  expect(relativeText(190_000, 'en')).toBe('in 3 min.');
  expect(relativeText(-7_200_000, 'zh-CN')).toBe('2小时前');
  expect(relativeText(-3 * 86_400_000, 'en')).toBe('3 days ago');
  expect(relativeText(-31 * 86_400_000, 'en')).toBeNull();
});

test('a duration has at most two units', () => {
  expect(durationText(350, 'en')).toBe('350 ms');
  expect(durationText(12_400, 'en')).toBe('12.4 sec');
  expect(durationText(63_000, 'en')).toBe('1 min 3 sec');
  expect(durationText(3_780_000, 'en')).toBe('1 hr 3 min');
});
