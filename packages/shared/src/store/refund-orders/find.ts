import type { Database } from '../database.ts';
import type { RefundOrder } from '../generated/client.ts';

/** A refund as the database holds it. */
export type RefundOrderRow = RefundOrder;

/** The merchant's refunds with these client numbers, in no order; numbers it never used are left out. */
export async function findByClientRefundNos(
  db: Database,
  merchantUUID: string,
  clientRefundNos: readonly string[],
): Promise<RefundOrderRow[]> {
  return await (await db.prisma()).refundOrder.findMany({
    where: { merchantUUID, clientRefundNo: { in: [...clientRefundNos] } },
  });
}

/** The refunds with these ids, of any merchant: for code that holds ids which it made itself. */
export async function findRefundOrders(
  db: Database,
  uuids: readonly string[],
): Promise<RefundOrderRow[]> {
  return await (await db.prisma()).refundOrder.findMany({ where: { uuid: { in: [...uuids] } } });
}

/** The refund behind a traction number of any merchant: for notices, which prove themselves by token. */
export async function findRefundByTractionNo(
  db: Database,
  tractionNo: string,
): Promise<RefundOrderRow | null> {
  return await (await db.prisma()).refundOrder.findUnique({ where: { tractionNo } });
}
