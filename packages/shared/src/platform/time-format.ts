/** Writes a moment as the API document does. */
export type TimeFormat = (moment: Date) => string;

const SECOND_MS = 1_000;
const MAX_KNOWN = 1_000;

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
  const known = new Map<number, string>();
  return (moment) => {
    const second = Math.floor(moment.getTime() / SECOND_MS);
    const before = known.get(second);
    if (before !== undefined) return before;
    if (known.size >= MAX_KNOWN) known.clear();
    const text = format.format(moment);
    known.set(second, text);
    return text;
  };
}
