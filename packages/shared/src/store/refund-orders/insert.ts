import type { PoolClient } from 'pg';
import { newUuid } from '../../domain/ids.ts';
import { plainUrl } from '../../domain/pay-order.ts';
import type { NewRefundOrder } from '../../domain/refund-order.ts';
import {
  PAY_REFUNDED,
  REFUND_EDGES,
  REFUNDABLE,
  statusAfter,
  UNREFUNDED_PAY,
} from '../../domain/statuses.ts';
import { crashPoint } from '../../runtime/crash-points.ts';
import { arrayColumns } from '../array-columns.ts';
import { connectorOfOrder } from '../connectors.ts';
import type { Database } from '../database.ts';
import { ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from '../orders/table.ts';
import { inTransaction, isAmong, literals, ROW_TYPES } from '../sql.ts';
import type { RefundOrderRow } from './find.ts';

/** A refund's first status. */
const FIRST = {
  online: statusAfter(REFUND_EDGES, null, 'accept'),
  offline: statusAfter(REFUND_EDGES, null, 'acceptOffline'),
};

const REFUNDS = arrayColumns<NewRefundOrder>({
  uuid: ['text', (r) => r.uuid],
  merchantUUID: ['text', (r) => r.merchantUUID],
  client_no: ['text', (r) => r.clientRefundNo],
  tractionNo: ['text', (r) => r.tractionNo],
  hash: ['text', (r) => r.requestHash],
  pay_no: ['text', (r) => r.payTractionNo],
  amount: ['int', (r) => r.refundAmount],
  is_cancel: ['int', (r) => (r.isCancel ? 1 : 0)],
  extra: ['text', (r) => JSON.stringify(r.clientExtraParams)],
  notify_url: ['text', (r) => plainUrl(r.notifyUrl)],
  start_at: ['timestamptz', (r) => r.startAt],
  due_at: ['timestamptz', (r) => r.dueAt],
  record: ['text', newUuid],
  pay_record: ['text', newUuid],
});

// The payments are locked in the order of their ids, and an updated one is read again once its lock is had: what is
// left of it is what was left when the lock came. A number that was used before locks nothing.
const INSERT_SQL = `
WITH input AS (
  SELECT * FROM ${REFUNDS.table('t')}
), fresh AS MATERIALIZED (
  SELECT * FROM input i WHERE NOT EXISTS (
    SELECT 1 FROM "RefundOrder" o WHERE o."merchantUUID" = i."merchantUUID" AND o."clientRefundNo" = i.client_no)
), locked AS MATERIALIZED (
  SELECT i.*, p.status, p."sentAt", p."sentTo", p.uuid AS "payOrderUUID", p."payModeUUID", p."payTemplateId",
         p."connectorKey" AS connector, p."businessRet" AS pay_business, p."payAmount" AS pay_amount,
         p."payAmount" - p."refundAmount" - p."refundingAmount" AS left_over
  FROM fresh i JOIN "PayOrder" p ON p."merchantUUID" = i."merchantUUID" AND p."tractionNo" = i.pay_no
  ORDER BY p.id FOR UPDATE OF p
), target AS (
  SELECT p.*, p.pay_business = 'offlinePay' AS offline,
         p.pay_business = 'offlinePay' OR v."refundUrl" <> '' AS sendable,
         coalesce(p.amount, p.left_over) AS wanted
  FROM locked p
  LEFT JOIN LATERAL ${connectorOfOrder('pay', 'p')} c ON true
  LEFT JOIN "ConnectorVersion" v ON v.id = c.id
  WHERE p.status IN (${literals(REFUNDABLE)})
), inserted AS (
  INSERT INTO "RefundOrder" (
    uuid, "merchantUUID", "clientRefundNo", "tractionNo", "requestHash", "payOrderUUID",
    "payTractionNo", "payModeUUID", "payTemplateId", "connectorKey", "businessRet", "refundAmount",
    "isCancel", "clientExtraParams", "notifyUrl", status, "refundStartAt", "refundFinishAt", "dueAt")
  SELECT uuid, "merchantUUID", client_no, "tractionNo", hash, "payOrderUUID", pay_no, "payModeUUID",
         "payTemplateId", connector,
         CASE pay_business WHEN 'offlinePay' THEN 'offlineRefund'
                           WHEN 'asyncOnlinePay' THEN 'asyncOnlineRefund'
                           ELSE 'syncOnlineRefund' END,
         wanted, is_cancel, extra::jsonb, notify_url,
         CASE WHEN offline THEN '${FIRST.offline}'::"RefundStatus" ELSE '${FIRST.online}'::"RefundStatus" END,
         start_at, CASE WHEN offline THEN start_at END, CASE WHEN offline THEN NULL ELSE due_at END
  FROM target
  WHERE sendable AND wanted BETWEEN 1 AND left_over AND (is_cancel = 0 OR wanted = pay_amount)
  ORDER BY "merchantUUID", client_no
  ON CONFLICT ("merchantUUID", "clientRefundNo") DO NOTHING
  RETURNING *
), written AS (
  SELECT * FROM target o WHERE ${isAmong('inserted')}
), paid AS (
  UPDATE "PayOrder" o SET
    "refundingAmount" = o."refundingAmount" + CASE WHEN r.offline THEN 0 ELSE r.wanted END,
    "refundAmount" = o."refundAmount" + CASE WHEN r.offline THEN r.wanted ELSE 0 END,
    "lastRefundAt" = CASE WHEN r.offline THEN r.start_at ELSE o."lastRefundAt" END,
    "modifiedAt" = now(),
    status = CASE WHEN NOT r.offline THEN o.status
                  WHEN o."refundAmount" + r.wanted = o."payAmount" THEN '${PAY_REFUNDED.all}'::"PayStatus"
                  ELSE '${PAY_REFUNDED.part}'::"PayStatus" END
  FROM written r WHERE o.uuid = r."payOrderUUID"
  RETURNING o.*, r.uuid AS refund, r.pay_record, r.offline, r.wanted AS refunded,
    CASE WHEN o."refundAmount" = r.wanted THEN '${UNREFUNDED_PAY}' ELSE '${PAY_REFUNDED.part}' END AS before
), recorded AS (
  -- One INSERT for both: a history is read in the order of its ids, and a cause comes first.
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(ORDER_TABLES.refund)},
         CASE WHEN o.offline THEN 'acceptOffline' ELSE 'accept' END, 'api', NULL,
         CASE WHEN o.offline THEN '${FIRST.offline}' ELSE '${FIRST.online}' END, o.wanted, 0,
         NULL::int, NULL::int, '{}'::jsonb
  FROM written o
  UNION ALL
  SELECT o.pay_record, o."merchantUUID", o.uuid, o.refund, o."payModeUUID", o."payTemplateId",
         o."tractionNo", 'pay',
         CASE WHEN o.status = '${PAY_REFUNDED.all}' THEN 'refundAll' ELSE 'refundPart' END, 'api', o.before,
         o.status::text, o.refunded, 0, NULL, NULL, '{}'
  FROM paid o WHERE o.offline
)
SELECT * FROM inserted`;

/**
 * Reserves and writes new refunds, each with its trade records, in one short transaction of one statement: it
 * locks the payments first, so what is left of them cannot change before the reservation. Answers
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
  const result = await client.query<RefundOrderRow>({
    types: ROW_TYPES,
    name: 'insert-refund-orders',
    text: INSERT_SQL,
    values: REFUNDS.values(refunds),
  });
  crashPoint('refund.beforeCommit');
  return result.rows;
}
