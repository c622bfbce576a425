import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Producer } from '@payserver/shared/queue/producer';
import { createBatcher } from '@payserver/shared/runtime/batcher';
import type { Database } from '@payserver/shared/store/database';
import { isDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import {
  rescheduleWaitingOrders,
  type WaitingRef,
} from '@payserver/shared/store/orders/reschedule-waiting';

/** Reschedules an order without an attempt and queues its next one. Answers whether the order was rescheduled. */
export type RescheduleWaiting = (kind: TradeKind, ref: WaitingRef) => Promise<boolean>;

/**
 * Reschedules the orders of one moment together: the backlog of an unavailable connector costs a statement and a
 * job for many orders, not for each, or it would take from all other connectors what the database and this process
 * can do.
 */
export function createRescheduleWaiting({
  db,
  producer,
}: {
  db: Database;
  producer: Producer;
}): RescheduleWaiting {
  const batcherOf = (kind: TradeKind) =>
    createBatcher<WaitingRef, true>({
      keyOf: (ref) => ref.uuid,
      mayShare: false,
      run: async (refs) => {
        const rescheduled = await rescheduleWaitingOrders(db, kind, refs);
        await producer.wake(rescheduled.map((order) => ({ ...order, kind, canShare: true })));
        return new Map(rescheduled.map(({ uuid }) => [uuid, true]));
      },
      failsWholeBatch: isDatabaseUnavailable,
    });
  const batchers = { pay: batcherOf('pay'), refund: batcherOf('refund') };
  return async (kind, ref) => (await batchers[kind](ref)) ?? false;
}
