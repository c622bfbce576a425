import type { TradeKind } from '@payserver/shared/domain/ids';
import { crashPoint } from '@payserver/shared/platform/crash-points';
import type { Logger } from '@payserver/shared/platform/logger';
import type { Producer } from '@payserver/shared/queue/producer';
import type { Database } from '@payserver/shared/store/database';
import { takeDueOrders } from '@payserver/shared/store/orders/sweep';

export interface SweepDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly producer: Producer;
  /** Makes sure that somebody serves this queue. */
  readonly serve: (connectorKey: string) => void;
}

const BATCH = 500;
const AGAIN_MS = 5_000;

/**
 * Wakes every order whose time has passed, whatever became of its job: Redis may have lost it, its
 * worker may be dead, its process may never have queued it. Answers how many there were.
 */
export async function sweepOnce(deps: SweepDeps): Promise<number> {
  return (await sweepKind(deps, 'pay')) + (await sweepKind(deps, 'refund'));
}

async function sweepKind(deps: SweepDeps, kind: TradeKind): Promise<number> {
  let total = 0;
  for (;;) {
    const { orders, mayBeMore } = await takeDueOrders(deps.db, kind, {
      limit: BATCH,
      againMs: AGAIN_MS,
    });
    for (const order of orders) deps.serve(order.connectorKey);
    if (orders.length > 0) crashPoint('sweep.beforeWake');
    // When workers are behind, many are due that wait in the queue already: a job for each would be one more load.
    await deps.producer.wake(orders.map((order) => ({ ...order, kind, canShare: true })));
    if (orders.length > 0) crashPoint('sweep.afterWake');
    total += orders.length;
    if (!mayBeMore) return total;
  }
}
