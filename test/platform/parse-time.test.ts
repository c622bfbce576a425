import { parseTime } from '@payserver/shared/platform/parse-time';
import { createTimeFormat } from '@payserver/shared/platform/time-format';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it.each(['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'UTC'])(
  'reads in %s what was written there',
  (timeZone) => {
    const format = createTimeFormat(timeZone);
    const moments = fc.integer({ min: 1_500_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(moments, (seconds) => {
        const text = format(new Date(seconds * 1_000));
        const read = parseTime(text, format);
        // In the hour that a zone repeats in autumn either moment is right; both are written alike.
        expect(read && format(read)).toBe(text);
      }),
    );
  },
);

it('knows the zone', () => {
  const shanghai = createTimeFormat('Asia/Shanghai');
  expect(parseTime('2018-07-12 11:47:10', shanghai)).toEqual(new Date('2018-07-12T03:47:10Z'));
});

it.each([
  '',
  'yesterday',
  '2018-07-12',
  '2018-7-12 11:47:10',
  '2018-02-30 00:00:00',
  '2018-07-12 24:00:00',
  '2018-07-12 11:60:00',
  '0001-01-01 00:00:00',
  '2018-07-12T11:47:10',
])('refuses %j', (text) => {
  expect(parseTime(text, createTimeFormat('Asia/Shanghai'))).toBeNull();
});
