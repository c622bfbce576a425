import { remember } from './remember.ts';

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
