import { done, type Result } from '@payserver/shared/domain/errors';
import type { Logger } from '@payserver/shared/runtime/logger';
import { type Repetition, repeat } from '@payserver/shared/runtime/repeat';
import type { OutcomeSignal } from '@payserver/shared/store/outcome-signal';
import { LRUCache } from 'lru-cache';

/**
 * Runs the part of a call that works on the database when it is this call's turn, and gives the call's
 * slot to others afterwards: from then on it only waits for an outcome, which costs nearly nothing.
 */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Whose orders are awaited, and for how long. */
export interface Awaiting<Row> {
  /** the one status that is not final */
  readonly open: string;
  /** shared by all of them; 0 does not wait */
  readonly waitMs: number;
  readonly reread: (uuids: readonly string[]) => Promise<Row[]>;
  /** The row after this end of it; null when the signal does not tell enough. */
  readonly after: (row: Row, outcome: OutcomeSignal) => Row | null;
}

/**
 * The same answers, each order as it is once all of them are final or the waiting time is over. An order
 * that is still open then goes on without the caller, who polls for it; so does everybody at once when
 * too many wait already.
 */
export async function awaitFinal<Row extends { readonly uuid: string; readonly status: string }>(
  waiter: OutcomeWaiter,
  results: readonly Result<Row>[],
  { open, waitMs, reread, after }: Awaiting<Row>,
): Promise<readonly Result<Row>[]> {
  const rows = new Map<string, Row>();
  for (const result of results) {
    if (result.ok && result.value.status === open) rows.set(result.value.uuid, result.value);
  }
  if (rows.size === 0 || waitMs === 0 || !waiter.hasRoomFor(rows.size)) return results;
  const unclear: string[] = [];
  const learn = async (row: Row) => {
    const outcome = await waiter.wait(row.uuid, waitMs);
    const final = outcome === null ? null : after(row, outcome);
    if (final === null) unclear.push(row.uuid);
    else rows.set(row.uuid, final);
  };
  await Promise.all([...rows.values()].map(learn));
  if (unclear.length > 0) for (const row of await reread(unclear)) rows.set(row.uuid, row);
  return results.map((result) =>
    result.ok ? done(rows.get(result.value.uuid) ?? result.value) : result,
  );
}

/** Lets requests wait for their orders to become final. */
export interface OutcomeWaiter {
  /**
   * Settles when the order is known to be final or to have something to show, or after `ms`, whichever is first; never rejects.
   * Null says nothing about the outcome: read the order again.
   */
  wait(uuid: string, ms: number): Promise<OutcomeSignal | null>;
  /** Whether the order is known to be final within `ms`; takes no place of those that wait. Never rejects. */
  isFinalWithin(uuid: string, ms: number): Promise<boolean>;
  /** Whether so many more orders may be waited for; what waits takes up memory. */
  hasRoomFor(orders: number): boolean;
  /** Tells everybody who waits for this order, which may still be open. */
  settled(outcome: OutcomeSignal): void;
  /** Wakes everybody, and lets nobody wait any more: the process is stopping. */
  stop(): Promise<void>;
}

export interface OutcomeWaiterDeps {
  readonly log: Logger;
  /** orders that may be waited for at the same time */
  readonly maxWaiting: number;
  /** Which of these orders are final. */
  readonly findSettled: (uuids: readonly string[]) => Promise<readonly string[]>;
}

/** The net under lost signals: one cheap query for all that wait. */
const POLL_MS = 500;
/** An order may be settled before its request starts to wait. */
const RECENT = { max: 50_000, ttl: 30_000 };

/**
 * A waiter that is woken by outcome signals and, since a signal can be lost with its connection, asks
 * the database twice a second about all orders that anybody waits for, in one query.
 */
export function createOutcomeWaiter(deps: OutcomeWaiterDeps): OutcomeWaiter {
  const waiting: Waiting = new Map();
  const watched: Waiting = new Map();
  const recent = new LRUCache<string, OutcomeSignal>(RECENT);
  let stopping = false;
  const wake = (uuid: string, outcome: OutcomeSignal | null) => {
    for (const one of waiting.get(uuid) ?? []) one(outcome);
    for (const one of watched.get(uuid) ?? []) one(outcome);
  };
  const settled = (outcome: OutcomeSignal) => {
    if (!('isOpen' in outcome)) recent.set(outcome.uuid, outcome);
    wake(outcome.uuid, outcome);
  };
  const poll: Repetition = repeat({
    name: 'outcome poll',
    everyMs: POLL_MS,
    log: deps.log,
    work: async () => {
      if (waiting.size === 0) return;
      for (const uuid of await deps.findSettled([...waiting.keys()])) settled({ uuid });
    },
  });
  const waitAmong = async (all: Waiting, uuid: string, ms: number) => {
    const known = recent.get(uuid) ?? null;
    return stopping || known !== null ? known : await waitIn(all, uuid, ms);
  };
  return {
    settled,
    hasRoomFor: (orders) => waiting.size + orders <= deps.maxWaiting,
    wait: async (uuid, ms) => await waitAmong(waiting, uuid, ms),
    isFinalWithin: async (uuid, ms) => {
      const outcome = await waitAmong(watched, uuid, ms);
      return outcome !== null && !('isOpen' in outcome);
    },
    async stop() {
      stopping = true;
      for (const uuid of [...waiting.keys(), ...watched.keys()]) wake(uuid, null);
      await poll.stop();
    },
  };
}

type Wake = (outcome: OutcomeSignal | null) => void;
type Waiting = Map<string, Set<Wake>>;

function waitIn(waiting: Waiting, uuid: string, ms: number): Promise<OutcomeSignal | null> {
  return new Promise((resolve) => {
    const wakes = waiting.get(uuid) ?? new Set();
    waiting.set(uuid, wakes);
    const wake: Wake = (outcome) => {
      clearTimeout(timer);
      wakes.delete(wake);
      if (wakes.size === 0) waiting.delete(uuid);
      resolve(outcome);
    };
    const timer = setTimeout(wake, ms, null);
    wakes.add(wake);
  });
}
