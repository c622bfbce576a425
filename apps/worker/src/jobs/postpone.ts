import type { TradeKind } from '@payserver/shared/domain/ids';
import type { Producer } from '@payserver/shared/queue/producer';
import { createGrouping } from '@payserver/shared/runtime/grouping';
import type { Database } from '@payserver/shared/store/database';
import { isDatabaseAway } from '@payserver/shared/store/database-away';
import { postponeOrders, type WaitingRef } from '@payserver/shared/store/orders/postpone';

/** Puts an order off, and queues its next look. Answers whether it was one that waits. */
export type Postpone = (kind: TradeKind, ref: WaitingRef) => Promise<boolean>;

/**
 * Puts orders off together with whatever others are put off in the same moment: the backlog of a connector that is
 * away costs a statement and a job for many orders, not for each, or it would take from all other connectors what
 * the database and this process can do.
 */
export function createPostpone({ db, producer }: { db: Database; producer: Producer }): Postpone {
  const groupingOf = (kind: TradeKind) =>
    createGrouping<WaitingRef, true>({
      keyOf: (ref) => ref.uuid,
      mayShare: false,
      run: async (refs) => {
        const postponed = await postponeOrders(db, kind, refs);
        await producer.wake(postponed.map((order) => ({ ...order, kind, canShare: true })));
        return new Map(postponed.map(({ uuid }) => [uuid, true]));
      },
      isEverybodys: isDatabaseAway,
    });
  const groupings = { pay: groupingOf('pay'), refund: groupingOf('refund') };
  return async (kind, ref) => (await groupings[kind](ref)) ?? false;
}
