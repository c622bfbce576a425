import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { Clock, TimeFormat } from '@payserver/shared/runtime/time';
import { type AppendLog, openAppendLog } from './append-log.ts';
import { applyLine, type Transactions } from './apply-line.ts';
import type { LedgerEntry, LedgerLine } from './ledger-line.ts';
import { readLines, replayLines } from './read-lines.ts';
import type { Transaction } from './transaction.ts';

/** The connector's books: what it knows of every tractionNo, and the file that proves it. */
export interface Book {
  /**
   * Replays the file; `ready` settles with it. Apart from the making, so that the port can be taken
   * first: a second process on the same port must fail before it touches the ledger of the first.
   *
   * @throws {Error} naming the file when it cannot be read, or the line when one is not JSON
   */
  open(): Promise<void>;
  readonly ready: Promise<void>;
  find(tractionNo: string): Transaction | undefined;
  all(): Iterable<Transaction>;
  /** Changes the transaction at once and queues the line; the change is safe after `durable()`. */
  record(entry: LedgerEntry): LedgerLine;
  durable(): Promise<void>;
  /** Every durable line, as written, in groups. */
  lines(): AsyncIterable<string[]>;
  /** Forgets everything; for tests, while no call is under way. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export interface BookDeps {
  /** created with mode 0700; the ledger inside gets 0600 */
  readonly folder: string;
  readonly formatTime: TimeFormat;
  readonly clock: Clock;
  readonly log: Logger;
  /** called when the file can no longer be written */
  readonly onFailure: (error: unknown) => void;
}

/** The books in `folder/ledger.jsonl`; to be opened before anything else is asked of them. */
export function createBook(deps: BookDeps): Book {
  const path = join(deps.folder, 'ledger.jsonl');
  const transactions: Transactions = new Map();
  const timeOf = oncePerSecond(deps.formatTime);
  const gate = createGate();
  let file: AppendLog | undefined;
  const opened = () => {
    if (file === undefined) throw new Error('the ledger is not open');
    return file;
  };
  return {
    ready: gate.passed,
    open: async () => {
      file = await gate.passWith(openLedger(deps, path, transactions));
    },
    find: (tractionNo) => transactions.get(tractionNo),
    all: () => transactions.values(),
    record: (entry) => {
      const at = deps.clock.now();
      const line: LedgerLine = { at, time: timeOf(at), ...entry };
      applyLine(transactions, line);
      opened().append(JSON.stringify(line));
      return line;
    },
    durable: () => opened().durable(),
    lines: () => readLines(path, opened().durableBytes()),
    clear: () => {
      transactions.clear();
      return opened().clear();
    },
    close: async () => file?.close(),
  };
}

async function openLedger(
  deps: BookDeps,
  path: string,
  transactions: Transactions,
): Promise<AppendLog> {
  await mkdir(deps.folder, { recursive: true, mode: 0o700 });
  const torn = await replayLines(path, (line) => applyLine(transactions, line as LedgerLine));
  if (torn) deps.log.warn({ path }, 'cut off a torn last line of the ledger');
  return openAppendLog(path, deps.onFailure);
}

/** Formatting costs 9 us, and thousands of lines carry the same second. */
function oncePerSecond(formatTime: TimeFormat): (at: number) => string {
  let known = { second: -1, text: '' };
  return (at) => {
    const second = Math.floor(at / 1000);
    if (second !== known.second) known = { second, text: formatTime(new Date(at)) };
    return known.text;
  };
}

/** A promise that others wait for and that settles with the work given later. */
function createGate() {
  let open: () => void = () => undefined;
  let fail: (error: unknown) => void = () => undefined;
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  // Whoever opens hears of the failure; without a request waiting it must not count as unhandled.
  passed.catch(() => undefined);
  return {
    passed,
    passWith: <T>(work: Promise<T>): Promise<T> => {
      work.then(open, fail);
      return work;
    },
  };
}
