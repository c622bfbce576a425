import type { Notification } from './notification.ts';

/**
 * What to do with a message:
 * - `new`: act on it
 * - `repeat`: this very message was acted on; answer as ever and do nothing
 * - `outdated`: one that came later in the order's life was acted on; answer as ever and change nothing
 */
export type Verdict = 'new' | 'repeat' | 'outdated';

/**
 * What the sequence of a message says when `last` is the highest one of its order that was acted on, null for none.
 * Messages may come twice and in any order; the sequence makes both harmless without a queue.
 */
export function judge({ sequence }: Pick<Notification, 'sequence'>, last: number | null): Verdict {
  if (sequence === null || last === null || sequence > last) return 'new';
  return sequence === last ? 'repeat' : 'outdated';
}

/** Where the highest sequence of each order is stored. Both may answer at once or later. */
export interface SequenceStore {
  /** null where nothing of this order was acted on */
  read(order: string): number | null | Promise<number | null>;
  write(order: string, sequence: number): void | Promise<void>;
}

/** See {@link createInbox}. */
export interface Inbox {
  /** @throws whatever `act` or the store throws: answer 500, so that the message comes again */
  take(notification: Notification, act: () => void | Promise<void>): Promise<Verdict>;
}

/**
 * Acts on each message at most once, and never on an older one after a newer one of the same order. Messages of one order
 * wait for each other, those of different orders do not. When `act` fails, nothing is remembered: the next try acts.
 *
 * This holds in one process for as long as the store lasts. Several processes, or a process that may die between `act`
 * and `write`, need the one statement of docs/notifications.md in the transaction that acts.
 */
export function createInbox(store: SequenceStore = createMemorySequences()): Inbox {
  const running = new Map<string, Promise<unknown>>();
  const decide = async (notification: Notification, act: () => void | Promise<void>) => {
    // What is about no order comes once by its id.
    const { order, sequence } = placeOf(notification);
    const verdict = judge({ sequence }, await store.read(order));
    if (verdict !== 'new') return verdict;
    await act();
    await store.write(order, sequence);
    return verdict;
  };
  return {
    async take(notification, act) {
      const key = placeOf(notification).order;
      const turn = (running.get(key) ?? Promise.resolve()).then(() => decide(notification, act));
      const settled = turn.catch(() => {});
      running.set(key, settled);
      try {
        return await turn;
      } finally {
        if (running.get(key) === settled) running.delete(key);
      }
    },
  };
}

function placeOf({ id, order, sequence }: Notification) {
  if (order === null || sequence === null) return { order: id, sequence: 1 };
  return { order, sequence };
}

const MEMORY_ORDERS = 100_000;

/**
 * The sequences of the orders that were written last, in memory: gone when the process ends.
 *
 * @param limit of orders; the one that was not written for longest makes room
 */
export function createMemorySequences(limit = MEMORY_ORDERS): SequenceStore {
  const sequences = new Map<string, number>();
  return {
    read: (order) => sequences.get(order) ?? null,
    write(order, sequence) {
      sequences.delete(order);
      sequences.set(order, sequence);
      const [oldest] = sequences.keys();
      if (sequences.size > limit && oldest !== undefined) sequences.delete(oldest);
    },
  };
}
