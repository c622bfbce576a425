import { RefusalError } from '@payserver/shared/domain/errors';
import type { Logger } from '@payserver/shared/runtime/logger';
import { type Repetition, repeat } from '@payserver/shared/runtime/repeat';
import type { Database } from '@payserver/shared/store/database';
import { findOrderMarks } from '@payserver/shared/store/orders/order-marks';
import type { OutcomeSignal } from '@payserver/shared/store/outcome-signal';
import { findPayOrders, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';

/** Who follows one payment. */
export interface OrderWatcher {
  readonly uuid: string;
  /** The payment as it is: once soon after the beginning, then after each change. */
  readonly onOrder: (order: PayOrderRow) => void;
  /** The process is stopping: nothing follows. */
  readonly onStop: () => void;
}

/** Lets callers follow payments. */
export interface OrderWatch {
  /**
   * Follows a payment until the answer is called.
   *
   * @throws {RefusalError} 9503 when too many follow already, or the process is stopping
   */
  watch(watcher: OrderWatcher): () => void;
  /** An order became final, or has something to show: whoever follows it hears of it at once. */
  settled(outcome: OutcomeSignal): void;
  stop(): Promise<void>;
}

/** The net under signals that are lost, and the only way to hear of what has none. */
const POLL_MS = 1_000;
const MOST_WATCHERS = 500;

interface Watched extends OrderWatcher {
  /** of the state that it was shown last */
  mark: string | null;
}

/**
 * Follows all payments that anybody watches with one statement a second, and reads those that have changed with another.
 * A signal makes it ask at once. Asks nothing while nobody watches.
 */
export function createOrderWatch({ db, log }: { db: Database; log: Logger }): OrderWatch {
  const watchers = new Set<Watched>();
  let names: ReadonlySet<string> = new Set();
  let polling: Repetition | null = null;
  let isStopping = false;
  const poll = async () => {
    const uuids = new Set([...watchers].map(({ uuid }) => uuid));
    const marks = await findOrderMarks(db, [...uuids]);
    names = new Set(marks.flatMap(({ uuid, refundUUIDs }) => [uuid, ...refundUUIDs]));
    const now = new Map(marks.map(({ uuid, mark }) => [uuid, mark]));
    const changed = [...watchers].filter(({ uuid, mark }) => (now.get(uuid) ?? mark) !== mark);
    const orders = await findPayOrders(db, [...new Set(changed.map(({ uuid }) => uuid))]);
    const byUuid = new Map(orders.map((order) => [order.uuid, order]));
    for (const watcher of changed) {
      const order = byUuid.get(watcher.uuid);
      // Its mark is from before it was read: what changed between the two is shown again.
      watcher.mark = now.get(watcher.uuid) ?? null;
      if (order !== undefined && watchers.has(watcher)) watcher.onOrder(order);
    }
  };
  const leave = (watcher: Watched) => {
    watchers.delete(watcher);
    if (watchers.size > 0) return;
    void polling?.stop();
    polling = null;
  };
  return {
    watch(watcher) {
      if (isStopping || watchers.size >= MOST_WATCHERS) throw busy(isStopping);
      const watched = { ...watcher, mark: null };
      watchers.add(watched);
      polling ??= repeat({ name: 'following payments', everyMs: POLL_MS, log, work: poll });
      polling.soon();
      return () => leave(watched);
    },
    settled({ uuid }) {
      if (names.has(uuid)) polling?.soon();
    },
    async stop() {
      isStopping = true;
      const [last, left] = [polling, [...watchers]];
      for (const { onStop } of left) onStop();
      await last?.stop();
    },
  };
}

function busy(isStopping: boolean): RefusalError {
  const message = isStopping ? 'the gateway is stopping' : 'too many payments are followed';
  return new RefusalError({ code: 9503, message });
}
