import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Consumer } from '@payserver/shared/queue/consumer';
import type { Producer } from '@payserver/shared/queue/producer';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import type { Database } from '@payserver/shared/store/database';
import type { DueOrder } from '@payserver/shared/store/orders/reschedule';
import { takeDueOrders } from '@payserver/shared/store/orders/sweep';

export interface SweepDeps {
  readonly db: Database;
  readonly producer: Producer;
  readonly consumer: Pick<Consumer, 'serveNow' | 'attemptWithoutJob'>;
}

const BATCH = 500;
/** Until an order that was woken is taken for one whose wake-up is lost, ms. */
export const AGAIN_MS = 5_000;
/** Orders whose last wake-up is remembered; forgetting one costs it another. */
const REMEMBERED = 20_000;

/**
 * A sweep of one kind of orders, which wakes every one whose time has passed, whatever became of its job: Redis may have lost it, its
 * worker may be dead, its process may never have queued it.
 *
 * It works when the queue does not: an order that cannot be queued is attempted here, and so is one that was woken
 * before and that nobody has claimed since, as long as its connector is not busy; of a busy one the orders wait in
 * the queue rightly. Every other worker finds it claimed.
 */
export function createSweep(deps: SweepDeps): (kind: TradeKind) => Promise<void> {
  const woken = new Map<string, number>();
  const isInVain = ({ uuid, epoch }: DueOrder): boolean => {
    const before = woken.get(uuid);
    if (woken.size >= REMEMBERED) woken.clear();
    woken.set(uuid, epoch);
    return before === epoch;
  };
  return async (kind) => await sweepKind(deps, kind, isInVain);
}

async function sweepKind(
  deps: SweepDeps,
  kind: TradeKind,
  isInVain: (order: DueOrder) => boolean,
): Promise<void> {
  for (;;) {
    const options = { limit: BATCH, againMs: AGAIN_MS };
    const { orders, mayBeMore } = await takeDueOrders(deps.db, kind, options);
    await wakeDueOrders(deps, { kind, orders, isInVain });
    if (!mayBeMore) return;
  }
}

/** Orders of one kind that are due. */
export interface OrdersToWake {
  readonly kind: TradeKind;
  readonly orders: readonly DueOrder[];
  /** whether it was woken before and nobody has claimed it since */
  readonly isInVain?: (order: DueOrder) => boolean;
}

/**
 * Wakes orders that are due. One that cannot be queued is attempted here, and so is one that was woken in vain.
 */
export async function wakeDueOrders(
  { producer, consumer }: SweepDeps,
  { kind, orders, isInVain }: OrdersToWake,
): Promise<void> {
  if (orders.length === 0) return;
  // Whatever became of the signal that there are jobs: from here on they are taken.
  for (const { connectorKey } of orders) consumer.serveNow(connectorKey);
  crashPoint('sweep.beforeWake');
  // When workers are behind, many are due that wait in the queue already: a job for each would be one more load.
  const refusing = await producer.wake(orders.map((order) => ({ ...order, kind, canShare: true })));
  for (const order of orders) {
    const { uuid, epoch, connectorKey } = order;
    const isRefused = refusing.has(connectorKey);
    if (isInVain?.(order) !== true && !isRefused) continue;
    const job = { kind, orders: [{ uuid, epoch }] };
    consumer.attemptWithoutJob(connectorKey, job, { mayWait: isRefused ? BATCH : 0 });
  }
  crashPoint('sweep.afterWake');
}
