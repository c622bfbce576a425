import { open } from 'node:fs/promises';
import { join } from 'node:path';

interface LedgerLine {
  readonly event: string;
  readonly kind: string;
  readonly tractionNo: string;
  readonly amount: number | null;
  /** of a `notified` line: what the receiver answered, and what was wrong with the notice on purpose */
  readonly status?: number | null;
  readonly tamper?: string;
}

/** What the sandbox connector's books say about one traction number. */
export interface Effects {
  /** times that money moved, and times that it was all given back */
  readonly moved: number;
  readonly givenBack: number;
  /** fen, of the last effect */
  readonly amount: number | null;
  /** POSTs of a payment or refund that arrived */
  readonly posts: number;
  /** what the books say now; null: nothing is decided */
  readonly decided: 'succeeded' | 'failed' | null;
  /** the gateway took a true notice after that was decided */
  readonly acknowledged: boolean;
  /** it follows a plan in which it has not sent a true notice yet, nor given it up */
  readonly followsPlan: boolean;
}

const NO_EFFECTS: Effects = {
  moved: 0,
  givenBack: 0,
  amount: null,
  posts: 0,
  decided: null,
  acknowledged: false,
  followsPlan: false,
};

/** How each kind of line changes the sum. Lines that change nothing are not here. */
const CHANGES: Partial<Record<string, (old: Effects, line: LedgerLine) => Partial<Effects>>> = {
  received: ({ posts }, { kind }) => ({
    posts: kind === 'pay' || kind === 'refund' ? posts + 1 : posts,
  }),
  charged: move,
  refunded: move,
  reversed: ({ givenBack }) => ({
    givenBack: givenBack + 1,
    decided: 'failed',
    acknowledged: false,
  }),
  declined: () => ({ decided: 'failed', acknowledged: false }),
  cancelled: () => ({ decided: 'failed', acknowledged: false }),
  planned: () => ({ followsPlan: true }),
  notified: ({ decided, acknowledged, followsPlan }, { status, tamper }) => ({
    acknowledged: acknowledged || (decided !== null && status === 200 && tamper === undefined),
    followsPlan: followsPlan && tamper !== undefined,
  }),
};

function move({ moved }: Effects, { amount }: LedgerLine): Partial<Effects> {
  return { moved: moved + 1, amount, decided: 'succeeded', acknowledged: false };
}

/** What these effects are after one more line. */
function addLine(old: Effects, line: LedgerLine): Effects {
  return { ...old, ...CHANGES[line.event]?.(old, line) };
}

/** The ledger by traction number, read on from where the last read ended. */
export interface LedgerBook {
  /** Everything that was on the disk when it was called. */
  refresh(): Promise<void>;
  of(tractionNo: string): Effects;
}

/**
 * Follows the sandbox's ledger file in `dataDir`, for tests that ask about it a thousand times: a line
 * is on the disk before the sandbox answers or notifies anybody.
 */
export async function followLedger(dataDir: string): Promise<LedgerBook> {
  const file = await open(join(dataDir, 'sandbox', 'ledger.jsonl'), 'r');
  const effects = new Map<string, Effects>();
  const chunk = Buffer.alloc(1 << 20);
  let rest = Buffer.alloc(0);
  const readOn = async () => {
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length);
      if (bytesRead === 0) return;
      const all = Buffer.concat([rest, chunk.subarray(0, bytesRead)]);
      const end = all.lastIndexOf('\n') + 1;
      rest = all.subarray(end);
      for (const line of parseLines(all.toString('utf8', 0, end))) {
        effects.set(line.tractionNo, addLine(effects.get(line.tractionNo) ?? NO_EFFECTS, line));
      }
    }
  };
  let reading: Promise<void> = Promise.resolve();
  return {
    refresh: async () => {
      // One after the other: each reads from where the one before it ended.
      reading = reading.then(readOn);
      await reading;
    },
    of: (tractionNo) => effects.get(tractionNo) ?? NO_EFFECTS,
  };
}

/** Several ledgers as one: what moved at any of them has moved. */
export function joinBooks(books: readonly LedgerBook[]): LedgerBook {
  return {
    refresh: async () => void (await Promise.all(books.map(async (book) => await book.refresh()))),
    of: (tractionNo) =>
      books.map((book) => book.of(tractionNo)).reduce((one, other) => joinEffects(one, other)),
  };
}

function joinEffects(one: Effects, other: Effects): Effects {
  return {
    moved: one.moved + other.moved,
    givenBack: one.givenBack + other.givenBack,
    amount: one.amount ?? other.amount,
    posts: one.posts + other.posts,
    decided: one.decided ?? other.decided,
    acknowledged: one.acknowledged || other.acknowledged,
    followsPlan: one.followsPlan || other.followsPlan,
  };
}

function parseLines(text: string): LedgerLine[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as LedgerLine);
}
