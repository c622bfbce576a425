import type { Logger } from '@payserver/shared/platform/logger';
import { type Repetition, repeat } from '@payserver/shared/platform/repeat';
import { LRUCache } from 'lru-cache';

/** Lets requests wait for their orders to become final. */
export interface OutcomeWaiter {
  /**
   * Settles when the order is known to be final, or after `ms`, whichever is first; never rejects.
   * The answer says nothing about the outcome: read the order again.
   */
  wait(uuid: string, ms: number): Promise<void>;
  /** Whether so many more orders may be waited for; what waits takes up memory. */
  hasRoomFor(orders: number): boolean;
  /** Wakes everybody who waits for this order. */
  settled(uuid: string): void;
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
/** An order may be settled before its request has begun to wait. */
const RECENT = { max: 50_000, ttl: 30_000 };

/**
 * A waiter that is woken by outcome signals and, since a signal can be lost with its connection, asks
 * the database twice a second about all orders that anybody waits for, in one query.
 */
export function createOutcomeWaiter(deps: OutcomeWaiterDeps): OutcomeWaiter {
  const waiting = new Map<string, Set<() => void>>();
  const recent = new LRUCache<string, true>(RECENT);
  let stopping = false;
  const settled = (uuid: string) => {
    recent.set(uuid, true);
    for (const wake of waiting.get(uuid) ?? []) wake();
  };
  const poll: Repetition = repeat({
    name: 'outcome poll',
    everyMs: POLL_MS,
    log: deps.log,
    work: async () => {
      if (waiting.size === 0) return;
      for (const uuid of await deps.findSettled([...waiting.keys()])) settled(uuid);
    },
  });
  return {
    settled,
    hasRoomFor: (orders) => waiting.size + orders <= deps.maxWaiting,
    wait: async (uuid, ms) => {
      if (!stopping && !recent.has(uuid)) await waitIn(waiting, uuid, ms);
    },
    async stop() {
      stopping = true;
      for (const uuid of [...waiting.keys()]) settled(uuid);
      await poll.stop();
    },
  };
}

function waitIn(waiting: Map<string, Set<() => void>>, uuid: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const wakes = waiting.get(uuid) ?? new Set();
    waiting.set(uuid, wakes);
    const wake = () => {
      clearTimeout(timer);
      wakes.delete(wake);
      if (wakes.size === 0) waiting.delete(uuid);
      resolve();
    };
    const timer = setTimeout(wake, ms);
    wakes.add(wake);
  });
}
