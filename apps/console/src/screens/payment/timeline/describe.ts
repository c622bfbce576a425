import type { Tone } from '../../../theme/palette.ts';
import type { TradeRecord } from '../payment-types.ts';

/** What an event means for the money. The rest only says that something was learnt. */
const TONES: Readonly<Record<string, Tone>> = {
  succeed: 'good',
  acceptOffline: 'good',
  acceptLate: 'good',
  fail: 'bad',
  close: 'bad',
  closeUnsent: 'bad',
  lateSuccess: 'bad',
  lateFailure: 'bad',
  reversalFailed: 'bad',
  refundPart: 'info',
  refundAll: 'info',
  unknown: 'wait',
  notSent: 'wait',
  notFound: 'wait',
  attemptLost: 'wait',
  circuitOpen: 'wait',
  'message ok': 'good',
  'message open': 'wait',
  'message failed': 'bad',
};

/** The colour of an event's word. */
export function toneOfEvent(event: string): Tone {
  return Object.hasOwn(TONES, event) ? (TONES[event] ?? 'idle') : 'idle';
}

/** HTTP statuses from which a connector's answer is a complaint. */
const BAD_FROM = 400;

/** Whether an answer with this status was a complaint. */
export function isBadStatus(httpStatus: number): boolean {
  return httpStatus >= BAD_FROM;
}

/** The longest call of a history, ms: what the bars are measured by. 1 when there was none. */
export function longestCall(records: readonly TradeRecord[]): number {
  return records.reduce((most, { durationMs }) => Math.max(most, durationMs ?? 0), 1);
}

/** The length of a bar in percent of the longest. */
export function barPercent(durationMs: number, longestMs: number): number {
  return Math.min(Math.max((durationMs / longestMs) * 100, 0), 100);
}

/** Events whose reason says in English what the event says in words. */
const SAYS_IT_ALL: ReadonlySet<string> = new Set(['notFound']);

/** Short facts of a record's detail that are worth a place in its row: who did it, and the reason unless the row says it. */
export function noteOf({
  detail,
  event,
  httpStatus,
}: Pick<TradeRecord, 'detail' | 'event' | 'httpStatus'>): string | null {
  const { reason, by } = detail;
  const isSaid = SAYS_IT_ALL.has(event) || reason === `HTTP ${httpStatus}`;
  const parts = [by, isSaid ? null : reason];
  const said = parts.filter((part) => typeof part === 'string' && part !== '');
  return said.length === 0 ? null : said.join(': ');
}

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

/** A span in the two largest units of `locale`, as short as it can be: `1m 4s`, `2d 3h`. */
export function shortSpan(ms: number, locale: string): string {
  const seconds = Math.round(ms / 1_000);
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(
      value,
    );
  const two = (size: number, names: readonly [string, string], smaller: number) => {
    const rest = Math.floor((seconds % size) / smaller);
    const whole = unit(Math.floor(seconds / size), names[0]);
    return rest === 0 ? whole : `${whole} ${unit(rest, names[1])}`;
  };
  if (seconds < MINUTE_S) return unit(seconds, 'second');
  if (seconds < HOUR_S) return two(MINUTE_S, ['minute', 'second'], 1);
  if (seconds < DAY_S) return two(HOUR_S, ['hour', 'minute'], MINUTE_S);
  return two(DAY_S, ['day', 'hour'], HOUR_S);
}

/** From the first to the last time of a fold, without the day where it is the same. */
export function spanText(from: string, to: string): string {
  const [fromDay, fromTime] = from.split(' ');
  const [toDay, toTime] = to.split(' ');
  if (fromDay === toDay) return `${fromTime}–${toTime}`;
  return `${from} – ${to}`;
}
