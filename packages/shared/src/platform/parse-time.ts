import type { TimeFormat } from './time-format.ts';

const WIRE_TIME = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/**
 * The moment that `YYYY-MM-DD HH:mm:ss` names in the formatter's time zone; null when it is no such
 * time, or lies before 1970.
 */
export function parseTime(text: string, format: TimeFormat): Date | null {
  const asUtc = readAsUtc(text);
  if (asUtc === null || asUtc < 0) return null;
  const offsetAt = (ms: number) => (readAsUtc(format(new Date(ms))) ?? ms) - ms;
  // The first guess may lie on the wrong side of a change of the zone's offset; the second does not.
  const guess = asUtc - offsetAt(asUtc);
  return new Date(asUtc - offsetAt(guess));
}

function readAsUtc(text: string): number | null {
  if (!WIRE_TIME.test(text)) return null;
  const iso = `${text.replace(' ', 'T')}.000Z`;
  const ms = Date.parse(iso);
  // Date.parse turns the 30th of February into the 2nd of March.
  return !Number.isNaN(ms) && new Date(ms).toISOString() === iso ? ms : null;
}
