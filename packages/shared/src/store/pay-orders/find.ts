import type { Database } from '../database.ts';
import { runGrouped } from '../grouped.ts';
import { queryRows } from '../sql.ts';
import type { PayOrderRow } from './row.ts';

/** The merchant's orders with these client numbers, in no order; numbers it never used are left out. */
export async function findByClientPayNos(
  db: Database,
  merchantUUID: string,
  clientPayNos: readonly string[],
): Promise<PayOrderRow[]> {
  return await db.prisma.payOrder.findMany({
    where: { merchantUUID, clientPayNo: { in: [...clientPayNos] } },
  });
}

/**
 * The orders with these ids, of any merchant: for code that holds ids which it made itself. Every request
 * that waited asks it, so that single questions of the same moment become one statement.
 */
export async function findPayOrders(
  db: Database,
  uuids: readonly string[],
): Promise<PayOrderRow[]> {
  const statement = {
    name: 'find-pay-orders',
    keyOf: (uuid: string) => uuid,
    rowKeyOf: (row: PayOrderRow) => row.uuid,
    areReads: true,
    run: async (group: readonly string[]) =>
      await queryRows<PayOrderRow>(db, {
        name: 'find-pay-orders',
        text: 'SELECT * FROM "PayOrder" WHERE uuid = ANY($1::text[])',
        values: [[...group]],
      }),
  };
  return await runGrouped(db, statement, uuids);
}

/** The order behind a traction number of any merchant: for notices, which prove themselves by token. */
export async function findByTractionNo(
  db: Database,
  tractionNo: string,
): Promise<PayOrderRow | null> {
  return await db.prisma.payOrder.findUnique({ where: { tractionNo } });
}

/** The merchant's payments with these traction numbers; another merchant's are left out. */
export async function findPaysByTractionNos(
  db: Database,
  merchantUUID: string,
  tractionNos: readonly string[],
): Promise<PayOrderRow[]> {
  return await db.prisma.payOrder.findMany({
    where: { merchantUUID, tractionNo: { in: [...tractionNos] } },
  });
}
