import { remember } from './remember.ts';

/** Where time comes from; tests move it. Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** Writes a moment as the API document does. */
export type TimeFormat = (moment: Date) => string;

const SECOND_MS = 1_000;

/**
 * A formatter for `YYYY-MM-DD HH:mm:ss` in this IANA time zone. It remembers the seconds that it wrote last:
 * an order's times are mostly those of its neighbours, and asking for one costs as much as reading the order.
 */
export function createTimeFormat(timeZone: string): TimeFormat {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  const formatSecond = remember((second: number) => format.format(second * SECOND_MS));
  return (moment) => formatSecond(Math.floor(moment.getTime() / SECOND_MS));
}

const WIRE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** The moments that one text means in a zone with summer time: mostly one and the same. */
export interface Moments {
  /** the first at which a clock there shows this time or has gone past it */
  readonly first: Date;
  /** the last at which a clock there shows this time or has not come to it yet */
  readonly last: Date;
}

const DAY_MS = 86_400_000;

/**
 * The moments that `YYYY-MM-DD HH:mm:ss` names in the formatter's time zone: two in the hour that a clock shows twice.
 * A time that a clock skips is the moment of the change, `last` the second before it. Null when the text is no such
 * time, or lies before 1970.
 */
export function parseTime(text: string, format: TimeFormat): Moments | null {
  const asUtc = readAsUtc(text);
  if (asUtc === null || asUtc < 0) return null;
  const offsetAt = (ms: number) => (readAsUtc(format(new Date(ms))) ?? ms) - ms;
  const moments = [asUtc - DAY_MS, asUtc + DAY_MS].map((ms) => asUtc - offsetAt(ms));
  const shown = moments.filter((ms) => format(new Date(ms)) === text);
  if (shown.length === 0) return momentsOfChange(text, format, moments);
  return { first: new Date(Math.min(...shown)), last: new Date(Math.max(...shown)) };
}

/** Between these two moments a clock jumps past this time. */
function momentsOfChange(text: string, format: TimeFormat, around: readonly number[]): Moments {
  let [before, after] = [Math.min(...around), Math.max(...around)];
  while (after - before > SECOND_MS) {
    const middle = before + Math.floor((after - before) / (2 * SECOND_MS)) * SECOND_MS;
    if (format(new Date(middle)) < text) before = middle;
    else after = middle;
  }
  return { first: new Date(after), last: new Date(before) };
}

function readAsUtc(text: string): number | null {
  if (!WIRE_TIME.test(text)) return null;
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const ms = Date.parse(iso);
  // Date.parse turns the 30th of February into the 2nd of March.
  return !Number.isNaN(ms) && new Date(ms).toISOString() === iso ? ms : null;
}
