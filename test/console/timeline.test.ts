import { expect, it } from 'vitest';
import {
  noteOf,
  shortSpan,
  spanText,
} from '../../apps/console/src/screens/payment/timeline/describe.ts';
import {
  mergeHistory,
  SOURCES,
  type Source,
} from '../../apps/console/src/screens/payment/timeline/entries.ts';
import { toRows } from '../../apps/console/src/screens/payment/timeline/rows.ts';
import { auditRecord, notifyDelivery, tradeException, tradeRecord } from './payment-fixtures.ts';

const ALL: ReadonlySet<Source> = new Set(SOURCES);
const toMs = (at: string) => Date.parse(`${at.replace(' ', 'T')}Z`);
const NONE = {
  records: [],
  exceptions: [],
  messages: [],
  audit: [],
  refundNos: new Map<string, string>(),
};

function rowsOf(
  events: readonly string[],
  options: { open?: ReadonlySet<string>; isNewestFirst?: boolean } = {},
) {
  const records = events.map((event, at) => tradeRecord({ at, event }));
  const entries = mergeHistory({ ...NONE, records }, { shown: ALL, isWhole: true, toMs });
  return toRows(entries, { open: new Set(), isNewestFirst: false, ...options });
}

/** `unknown*3` for a fold, `running` for one entry. */
function shape(rows: ReturnType<typeof toRows>): string[] {
  return rows.map((row) => {
    if (row.kind === 'fold') {
      const kinds = row.kinds.map(({ record }) => record.event).join('/');
      return `${kinds}*${row.entries.length}`;
    }
    return row.entry.kind === 'record' ? row.entry.record.event : row.entry.kind;
  });
}

it('folds attempts that find the same, from three on', () => {
  expect(shape(rowsOf(['accept', 'unknown', 'unknown', 'running']))).toEqual([
    'accept',
    'unknown',
    'unknown',
    'running',
  ]);
  expect(shape(rowsOf(['accept', 'unknown', 'unknown', 'unknown', 'running']))).toEqual([
    'accept',
    'unknown*3',
    'running',
  ]);
});

it('folds two findings that come in turn, from three of each on', () => {
  const turns = ['notFound', 'unknown', 'notFound', 'unknown', 'notFound', 'unknown'];
  expect(shape(rowsOf(['accept', ...turns, 'succeed']))).toEqual([
    'accept',
    'notFound/unknown*6',
    'succeed',
  ]);
  expect(shape(rowsOf(turns.slice(2)))).toEqual(turns.slice(2));
});

it('never folds what changed a status', () => {
  expect(shape(rowsOf(['refundPart', 'refundPart', 'refundPart']))).toEqual([
    'refundPart',
    'refundPart',
    'refundPart',
  ]);
});

it('shows a fold above its entries, whichever way the history runs', () => {
  const events = ['accept', 'unknown', 'unknown', 'unknown', 'succeed'];
  const [, fold] = rowsOf(events);
  const open = new Set([fold?.key ?? '']);
  expect(shape(rowsOf(events, { open }))).toEqual([
    'accept',
    'unknown*3',
    'unknown',
    'unknown',
    'unknown',
    'succeed',
  ]);
  const newest = rowsOf(events, { open, isNewestFirst: true });
  expect(shape(newest)).toEqual([
    'succeed',
    'unknown*3',
    'unknown',
    'unknown',
    'unknown',
    'accept',
  ]);
  const times = newest.slice(2, 5).map((row) => (row.kind === 'entry' ? row.entry.atMs : null));
  expect(times).toEqual([...times].toSorted((a, b) => Number(b) - Number(a)));
});

it('keeps a fold open while more of the same come', () => {
  const [, before] = rowsOf(['accept', 'unknown', 'unknown', 'unknown']);
  const [, after] = rowsOf(['accept', 'unknown', 'unknown', 'unknown', 'unknown']);
  expect(after?.key).toBe(before?.key);
});

it('says how long each entry came after the one before it, in both directions', () => {
  const deltas = (isNewestFirst: boolean) =>
    rowsOf(['accept', 'running', 'succeed'], { isNewestFirst }).map(({ deltaMs }) => deltaMs);
  expect(deltas(false)).toEqual([null, 1_000, 1_000]);
  expect(deltas(true)).toEqual([1_000, 1_000, null]);
});

it('interleaves exceptions, messages and audit records by time, and leaves out what is hidden', () => {
  const history = {
    ...NONE,
    records: [tradeRecord({ at: 0, event: 'accept' }), tradeRecord({ at: 9, event: 'close' })],
    exceptions: [tradeException({ at: 20 })],
    messages: [notifyDelivery({ at: 9 })],
    audit: [auditRecord({ at: 5 }), auditRecord({ at: 30 })],
  };
  const kinds = (shown: ReadonlySet<Source>) =>
    mergeHistory(history, { shown, isWhole: true, toMs }).map(({ kind }) => kind);
  expect(kinds(ALL)).toEqual(['record', 'audit', 'record', 'message', 'exception', 'audit']);
  expect(kinds(new Set<Source>(['payment', 'exceptions']))).toEqual([
    'record',
    'record',
    'exception',
  ]);
});

it('shows nothing older than the oldest record that is loaded', () => {
  const history = {
    ...NONE,
    records: [tradeRecord({ at: 10, event: 'running' })],
    exceptions: [],
    audit: [auditRecord({ at: 5 }), auditRecord({ at: 15 })],
  };
  const entries = mergeHistory(history, { shown: ALL, isWhole: false, toMs });
  expect(entries.map(({ kind }) => kind)).toEqual(['record', 'audit']);
});

it('keeps records in the order of their ids, also when a clock was put back', () => {
  const records = [
    tradeRecord({ at: 10, event: 'accept' }),
    tradeRecord({ at: 3, event: 'running' }),
  ];
  const entries = mergeHistory({ ...NONE, records }, { shown: ALL, isWhole: true, toMs });
  expect(shape(toRows(entries, { open: new Set(), isNewestFirst: false }))).toEqual([
    'accept',
    'running',
  ]);
});

it.each([
  [0, '0s'],
  [59_000, '59s'],
  [64_000, '1m 4s'],
  [3_600_000, '1h'],
  [90_061_000, '1d 1h'],
])('writes %i ms as %s', (ms, written) => {
  expect(shortSpan(ms, 'en')).toBe(written);
});

it('writes the day of a fold only where it changes', () => {
  expect(spanText('2026-11-28 03:12:00', '2026-11-28 09:44:01')).toBe('03:12:00–09:44:01');
  expect(spanText('2026-11-28 23:12:00', '2026-11-29 00:44:01')).toBe(
    '2026-11-28 23:12:00 – 2026-11-29 00:44:01',
  );
});

it('notes who acted and why, once', () => {
  const note = (detail: Record<string, unknown>, event = 'unknown') =>
    noteOf({ detail, event, httpStatus: 502 });
  expect(note({ by: 'chen', reason: 'found in the file' })).toBe('chen: found in the file');
  expect(note({ reason: 'HTTP 502' })).toBeNull();
  expect(note({ reason: 'the connector does not know it' }, 'notFound')).toBeNull();
  expect(note({ reason: { deep: 1 } })).toBeNull();
});
