import type { Entry, RecordEntry } from './entries.ts';

/** Fewer repeats are shown one by one: a fold of two hides more than it saves. */
const FOLD_FROM = 3;
/** The same again and again, or two in turn: a query that finds nothing, and the repeated call that is not answered. */
const PERIODS = [1, 2];

/** One entry of the history. */
export interface EntryRow {
  readonly kind: 'entry';
  readonly key: string;
  readonly entry: Entry;
  /** ms since the entry before it; null for the first that is known */
  readonly deltaMs: number | null;
  /** it stands below the fold that it is part of */
  readonly isInside: boolean;
}

/** Attempts in a row that learnt the same, or two things in turn. */
export interface FoldRow {
  readonly kind: 'fold';
  readonly key: string;
  /** the oldest first, at least three */
  readonly entries: readonly [RecordEntry, ...RecordEntry[]];
  readonly last: RecordEntry;
  /** what repeats: one record, or two that come in turn */
  readonly kinds: readonly RecordEntry[];
  readonly deltaMs: number | null;
  readonly isOpen: boolean;
}

export type TimelineRow = EntryRow | FoldRow;

interface RowOptions {
  /** keys of the folds whose entries are shown */
  readonly open: ReadonlySet<string>;
  readonly isNewestFirst: boolean;
}

/**
 * The rows that a history is shown as. Attempts that settled nothing and found the same, one after the other, are one row;
 * its key is that of its oldest entry, so that it stays open while more of them come.
 */
export function toRows(entries: readonly Entry[], options: RowOptions): TimelineRow[] {
  const blocks: TimelineRow[][] = [];
  let before: Entry | null = null;
  for (const run of runsOf(entries)) {
    blocks.push(blockOf(run, before, options));
    before = run.at(-1) ?? before;
  }
  return (options.isNewestFirst ? blocks.toReversed() : blocks).flat();
}

/** The rows of one run; a fold stands above its entries, whichever way the history runs. */
function blockOf(run: Run, before: Entry | null, { open, isNewestFirst }: RowOptions) {
  const isInside = isFold(run);
  const rows = run.map((entry, at): EntryRow => {
    const earlier = run[at - 1] ?? before;
    const deltaMs = earlier === null ? null : entry.atMs - earlier.atMs;
    return { kind: 'entry', key: entry.key, entry, deltaMs, isInside };
  });
  const ordered: TimelineRow[] = isNewestFirst ? rows.toReversed() : rows;
  if (!isFold(run)) return ordered;
  const fold = foldOf(run, rows[0]?.deltaMs ?? null, open);
  return fold.isOpen ? [fold, ...ordered] : [fold];
}

type Run = readonly Entry[];
type Fold = readonly [RecordEntry, ...RecordEntry[]];

/** Splits a history into runs, each a fold or one entry. */
function runsOf(entries: readonly Entry[]): Entry[][] {
  const names = entries.map(repeatName);
  const runs: Entry[][] = [];
  for (let at = 0; at < entries.length; ) {
    const length = PERIODS.map((period) => runLength(names, at, period)).find((n) => n > 0) ?? 1;
    runs.push(entries.slice(at, at + length));
    at += length;
  }
  return runs;
}

/** How many entries from here on repeat with this period; 0 when they are too few for a fold. */
function runLength(names: ReadonlyArray<string | null>, start: number, period: number): number {
  let end = start;
  while (isName(names[end]) && (end < start + period || names[end] === names[end - period]))
    end += 1;
  const length = end - start;
  return length >= FOLD_FROM * period ? length : 0;
}

function isName(name: string | null | undefined): name is string {
  return typeof name === 'string';
}

/** What a repeat has in common with the one before it; null for what is shown alone. */
function repeatName(entry: Entry): string | null {
  if (entry.kind !== 'record') return null;
  const { event, actor, tractionNo, fromStatus, toStatus } = entry.record;
  if (fromStatus !== toStatus) return null;
  return [event, actor, tractionNo].join(' ');
}

function isFold(run: Run): run is Fold {
  return run.length >= FOLD_FROM && run.every(({ kind }) => kind === 'record');
}

function foldOf(run: Fold, deltaMs: number | null, open: ReadonlySet<string>): FoldRow {
  const [first, second = first] = run;
  const key = `fold-${first.key}`;
  const last = run.at(-1) ?? first;
  const kinds = repeatName(first) === repeatName(second) ? [first] : [first, second];
  const isOpen = open.has(key);
  return { kind: 'fold', key, entries: run, last, kinds, deltaMs, isOpen };
}
