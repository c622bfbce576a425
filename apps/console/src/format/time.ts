const WRITTEN = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/;
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Beyond this a date says more than a count of days. */
const RELATIVE_DAYS = 30;

const zones = new Map<string, Intl.DateTimeFormat>();

function zoneFormat(timeZone: string): Intl.DateTimeFormat {
  let format = zones.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    zones.set(timeZone, format);
  }
  return format;
}

/** `2026-11-28 16:02:47` of a moment, on the clocks of `timeZone`: as the API writes times. */
export function writeTime(epochMs: number, timeZone: string): string {
  const parts = zoneFormat(timeZone).formatToParts(epochMs);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')}:${part('second')}`;
}

/**
 * The moment that the API's `YYYY-MM-DD HH:mm:ss` names on the clocks of `timeZone`, in ms. Of an hour that comes twice
 * the earlier; an hour that is skipped is moved behind the gap.
 *
 * @returns null for anything else
 */
export function readTime(written: string, timeZone: string): number | null {
  const match = WRITTEN.exec(written);
  if (match === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(Number);
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const guesses = [asUtc - DAY, asUtc + DAY].map((at) => asUtc - offsetAt(at, timeZone));
  const exact = guesses.filter((at) => writeTime(at, timeZone) === written);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...guesses);
}

function offsetAt(epochMs: number, timeZone: string): number {
  const written = WRITTEN.exec(writeTime(epochMs, timeZone));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (written ?? [])
    .slice(1)
    .map(Number);
  return (
    Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / SECOND) * SECOND
  );
}

/** `2026-11-28 08:02:47 UTC`. */
export function utcText(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/**
 * How long ago, or in how long: `12 seconds ago`, `in 3 minutes`, in the words of `locale`.
 *
 * @returns null beyond 30 days
 */
export function relativeText(deltaMs: number, locale: string): string | null {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'short' });
  const size = Math.abs(deltaMs);
  if (size < MINUTE) return format.format(Math.trunc(deltaMs / SECOND), 'second');
  if (size < HOUR) return format.format(Math.trunc(deltaMs / MINUTE), 'minute');
  if (size < DAY) return format.format(Math.trunc(deltaMs / HOUR), 'hour');
  if (size < RELATIVE_DAYS * DAY) return format.format(Math.trunc(deltaMs / DAY), 'day');
  return null;
}

/** ms until {@link relativeText} of this distance says something else. */
export function nextTick(deltaMs: number): number {
  const size = Math.abs(deltaMs);
  if (size < MINUTE) return SECOND;
  return size < HOUR ? 10 * SECOND : 5 * MINUTE;
}

/** `1 h 3 min`, `12.4 s`, `350 ms`: how long something took. */
export function durationText(ms: number, locale: string): string {
  const unit = (value: number, name: string, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit: name,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (ms < SECOND) return unit(ms, 'millisecond');
  if (ms < MINUTE) return unit(ms / SECOND, 'second', 1);
  if (ms < HOUR)
    return `${unit(Math.trunc(ms / MINUTE), 'minute')} ${unit(Math.trunc((ms % MINUTE) / SECOND), 'second')}`;
  return `${unit(Math.trunc(ms / HOUR), 'hour')} ${unit(Math.trunc((ms % HOUR) / MINUTE), 'minute')}`;
}
