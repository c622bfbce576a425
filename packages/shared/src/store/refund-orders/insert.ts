import type { PoolClient } from 'pg';
import { newUuid } from '../../domain/ids.ts';
import type { NewRefundOrder } from '../../domain/refund-order.ts';
import { crashPoint } from '../../platform/crash-points.ts';
import type { Database } from '../database.ts';
import { ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from '../orders/table.ts';
import { inTransaction, ROW_TYPES } from '../sql.ts';
import type { RefundOrderRow } from './row.ts';

/** Everybody who refunds one of these payments waits here, in the same order, for the others. */
const LOCK_SQL = `
SELECT 1 FROM "PayOrder"
WHERE ("merchantUUID", "tractionNo") IN (SELECT * FROM unnest($1::text[], $2::text[]))
ORDER BY id FOR UPDATE`;

const INSERT_SQL = `
WITH input AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                       $7::int[], $8::int[], $9::text[], $10::timestamptz[], $11::timestamptz[],
                       $12::text[], $13::text[])
  AS t(uuid, merchant, client_no, traction_no, hash, pay_no, amount, is_cancel, extra, start_at,
       due_at, record, pay_record)
), target AS (
  SELECT i.*, p.uuid AS pay_uuid, p."payModeUUID" AS mode, p."payTemplateId" AS template,
         p."connectorKey" AS connector, p."businessRet" AS pay_business, p."payAmount" AS pay_amount,
         p."businessRet" = 'offlinePay' AS offline,
         p."businessRet" = 'offlinePay' OR
           CASE WHEN t.id IS NULL THEN m."refundUrl" ELSE t."refundUrl" END <> '' AS sendable,
         p."payAmount" - p."refundAmount" - p."refundingAmount" AS left_over,
         coalesce(i.amount, p."payAmount" - p."refundAmount" - p."refundingAmount") AS wanted
  FROM input i JOIN "PayOrder" p ON p."merchantUUID" = i.merchant AND p."tractionNo" = i.pay_no
  LEFT JOIN "PayMode" m ON m.uuid = p."payModeUUID"
  LEFT JOIN "PayModeTemplate" t ON t."payTemplateId" = m."payTemplateId"
  WHERE p.status IN ('payed', 'partRefunded')
), inserted AS (
  INSERT INTO "RefundOrder" (
    uuid, "merchantUUID", "clientRefundNo", "tractionNo", "requestHash", "payOrderUUID",
    "payTractionNo", "payModeUUID", "payTemplateId", "connectorKey", "businessRet", "refundAmount",
    "isCancel", "clientExtraParams", status, "refundStartAt", "refundFinishAt", "dueAt")
  SELECT uuid, merchant, client_no, traction_no, hash, pay_uuid, pay_no, mode, template, connector,
         CASE pay_business WHEN 'offlinePay' THEN 'offlineRefund'
                           WHEN 'asyncOnlinePay' THEN 'asyncOnlineRefund'
                           ELSE 'syncOnlineRefund' END,
         wanted, is_cancel, extra::jsonb,
         CASE WHEN offline THEN 'refunded'::"RefundStatus" ELSE 'refunding'::"RefundStatus" END,
         start_at, CASE WHEN offline THEN start_at END, CASE WHEN offline THEN NULL ELSE due_at END
  FROM target
  WHERE sendable AND wanted BETWEEN 1 AND left_over AND (is_cancel = 0 OR wanted = pay_amount)
  ORDER BY merchant, client_no
  ON CONFLICT ("merchantUUID", "clientRefundNo") DO NOTHING
  RETURNING *
), paid AS (
  UPDATE "PayOrder" o SET
    "refundingAmount" = o."refundingAmount" + CASE WHEN r.status = 'refunding' THEN r."refundAmount" ELSE 0 END,
    "refundAmount" = o."refundAmount" + CASE WHEN r.status = 'refunded' THEN r."refundAmount" ELSE 0 END,
    "lastRefundAt" = CASE WHEN r.status = 'refunded' THEN r."refundStartAt" ELSE o."lastRefundAt" END,
    "modifiedAt" = now(),
    status = CASE WHEN r.status = 'refunding' THEN o.status
                  WHEN o."refundAmount" + r."refundAmount" = o."payAmount" THEN 'refunded'::"PayStatus"
                  ELSE 'partRefunded'::"PayStatus" END
  FROM inserted r WHERE o.uuid = r."payOrderUUID"
  RETURNING o.*, r.uuid AS refund, r.status AS refund_status, r."refundAmount" AS refunded,
    CASE WHEN o."refundAmount" = r."refundAmount" THEN 'payed' ELSE 'partRefunded' END AS before
), recorded AS (
  -- One INSERT for both: a history is read in the order of its ids, and a cause comes first.
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT i.record, ${recordOrigin(ORDER_TABLES.refund)},
         CASE WHEN o.status = 'refunding' THEN 'accept' ELSE 'acceptOffline' END, 'api', NULL,
         o.status::text, o."refundAmount", 0, NULL::int, NULL::int, '{}'::jsonb
  FROM inserted o JOIN input i ON i.uuid = o.uuid
  UNION ALL
  SELECT i.pay_record, o."merchantUUID", o.uuid, o.refund, o."payModeUUID", o."payTemplateId",
         o."tractionNo", 'pay',
         CASE WHEN o.status = 'refunded' THEN 'refundAll' ELSE 'refundPart' END, 'api', o.before,
         o.status::text, o.refunded, 0, NULL, NULL, '{}'
  FROM paid o JOIN input i ON i.uuid = o.refund
  WHERE o.refund_status = 'refunded'
)
SELECT * FROM inserted`;

/**
 * Reserves and writes new refunds, each with its trade records, in one short transaction: the payments
 * are locked first, so what is left of them cannot change between the look and the reservation. Answers
 * the refunds that were written. One that was not had its number used before, names no payment of the
 * merchant, asks for more than is left, or has no refundUrl to go to; nothing was written for it and
 * nothing reserved.
 *
 * @param refunds at most one for each payment: what is left is read once
 */
export async function insertRefundOrders(
  db: Database,
  refunds: readonly NewRefundOrder[],
): Promise<RefundOrderRow[]> {
  return await inTransaction(db, async (client) => await reserveAndWrite(client, refunds));
}

async function reserveAndWrite(client: PoolClient, refunds: readonly NewRefundOrder[]) {
  const column = <T>(pick: (refund: NewRefundOrder) => T): T[] => refunds.map(pick);
  await client.query({
    name: 'lock-refunded-pays',
    text: LOCK_SQL,
    values: [column((r) => r.merchantUUID), column((r) => r.payTractionNo)],
  });
  const result = await client.query<RefundOrderRow>({
    types: ROW_TYPES,
    name: 'insert-refund-orders',
    text: INSERT_SQL,
    values: [
      column((r) => r.uuid),
      column((r) => r.merchantUUID),
      column((r) => r.clientRefundNo),
      column((r) => r.tractionNo),
      column((r) => r.requestHash),
      column((r) => r.payTractionNo),
      column((r) => r.refundAmount),
      column((r) => (r.isCancel ? 1 : 0)),
      column((r) => JSON.stringify(r.clientExtraParams)),
      column((r) => r.startAt),
      column((r) => r.dueAt),
      column(newUuid),
      column(newUuid),
    ],
  });
  crashPoint('refund.beforeCommit');
  return result.rows;
}
