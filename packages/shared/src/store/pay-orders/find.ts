import { batched } from '../batched.ts';
import type { Database } from '../database.ts';
import type { PayOrder } from '../generated/client.ts';
import { queryRows } from '../sql.ts';

/** A payment as callers know it. */
export type PayOrderRow = Omit<PayOrder, 'cancelCall' | 'successHeld' | 'ownerNo' | 'sentTo'>;

/** The merchant's orders with these client numbers, in no order; numbers it never used are left out. */
export async function findByClientPayNos(
  db: Database,
  merchantUUID: string,
  clientPayNos: readonly string[],
): Promise<PayOrderRow[]> {
  return await (await db.prisma()).payOrder.findMany({
    where: { merchantUUID, clientPayNo: { in: [...clientPayNos] } },
  });
}

const findBatched = batched<string, PayOrder>({
  name: 'find-pay-orders',
  keyOf: (uuid) => uuid,
  rowKeyOf: (row) => row.uuid,
  areReads: true,
  run: async (db, uuids) =>
    await queryRows<PayOrder>(db, {
      name: 'find-pay-orders',
      text: 'SELECT * FROM "PayOrder" WHERE uuid = ANY($1::text[])',
      values: [[...uuids]],
    }),
});

/**
 * The orders with these ids, of any merchant, as the database holds them: for code that has made the ids itself. Every request
 * that waited asks it, so that single questions of the same moment become one statement.
 */
export async function findPayOrders(db: Database, uuids: readonly string[]): Promise<PayOrder[]> {
  return await findBatched(db, uuids);
}

// Locking a row is a write: its commit waits for the disk, and so for everything that was committed before.
const SYNC_SQL =
  'SELECT uuid FROM "PayOrder" WHERE uuid = ANY($1::text[]) ORDER BY id FOR KEY SHARE';

/**
 * Which of these payments are there once all that was committed before is on the disk. Those that are not were lost
 * with a crash of the database before anybody asked a connector for them.
 */
export async function syncPayOrders(db: Database, uuids: readonly string[]): Promise<Set<string>> {
  const rows = await queryRows<{ uuid: string }>(db, {
    name: 'sync-pay-orders',
    text: SYNC_SQL,
    values: [[...uuids]],
  });
  return new Set(rows.map(({ uuid }) => uuid));
}

/** The order behind a traction number of any merchant: for notices, which prove themselves by token. */
export async function findByTractionNo(
  db: Database,
  tractionNo: string,
): Promise<PayOrderRow | null> {
  return await (await db.prisma()).payOrder.findUnique({ where: { tractionNo } });
}

/** The payments with these traction numbers; those of other merchants are left out, unless it is null. */
export async function findPaysByTractionNos(
  db: Database,
  merchantUUID: string | null,
  tractionNos: readonly string[],
): Promise<PayOrderRow[]> {
  return await (await db.prisma()).payOrder.findMany({
    where: {
      tractionNo: { in: [...tractionNos] },
      ...(merchantUUID !== null && { merchantUUID }),
    },
  });
}
