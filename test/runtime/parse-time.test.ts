import { createTimeFormat, parseTime } from '@payserver/shared/runtime/time';
import fc from 'fast-check';
import { expect, it } from 'vitest';

it.each(['Asia/Shanghai', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'])(
  'reads in %s what was written there',
  (timeZone) => {
    const format = createTimeFormat(timeZone);
    const moments = fc.integer({ min: 1_500_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(moments, (seconds) => {
        const text = format(new Date(seconds * 1_000));
        const read = parseTime(text, format);
        // In the hour that a zone repeats in autumn there are two; both are written alike.
        expect(read && [format(read.first), format(read.last)]).toEqual([text, text]);
        expect(read && read.first.getTime() <= seconds * 1_000).toBe(true);
        expect(read && read.last.getTime() >= seconds * 1_000).toBe(true);
      }),
    );
  },
);

it('knows the zone', () => {
  const shanghai = createTimeFormat('Asia/Shanghai');
  const moment = new Date('2018-07-12T03:47:10Z');
  expect(parseTime('2018-07-12 11:47:10', shanghai)).toEqual({ first: moment, last: moment });
});

it.each([
  // shown twice
  ['America/New_York', '2026-11-01 01:30:00', '2026-11-01T05:30:00', '2026-11-01T06:30:00'],
  ['Australia/Lord_Howe', '2026-04-05 01:45:00', '2026-04-04T14:45:00', '2026-04-04T15:15:00'],
  ['America/New_York', '2026-11-01 00:59:59', '2026-11-01T04:59:59', '2026-11-01T04:59:59'],
  ['America/New_York', '2026-11-01 02:00:00', '2026-11-01T07:00:00', '2026-11-01T07:00:00'],
  // skipped: the change, and the second before it
  ['America/New_York', '2026-03-08 02:00:00', '2026-03-08T07:00:00', '2026-03-08T06:59:59'],
  ['America/New_York', '2026-03-08 02:30:00', '2026-03-08T07:00:00', '2026-03-08T06:59:59'],
  ['America/New_York', '2026-03-08 03:00:00', '2026-03-08T07:00:00', '2026-03-08T07:00:00'],
  ['Pacific/Apia', '2011-12-30 12:00:00', '2011-12-30T10:00:00', '2011-12-30T09:59:59'],
])('in %s %s is what lies between %s and %s UTC', (...[zone, text, first, last]) => {
  const [from, to] = [new Date(`${first}Z`), new Date(`${last}Z`)];
  expect(parseTime(text, createTimeFormat(zone))).toEqual({ first: from, last: to });
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
