import { newUuid } from '../../domain/ids.ts';
import { PAY_REFUNDED, REFUND_DONE, UNREFUNDED_PAY } from '../../domain/statuses.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import {
  ORDER_TABLES,
  RECORD_COLUMNS,
  recordOrigin,
  SETTLEMENT_COLUMNS,
  type Settlement,
} from '../orders/table.ts';
import { queryRows } from '../sql.ts';
import type { RefundOrderRow } from './find.ts';

const CHANGES = arrayColumns<Settlement>({
  ...SETTLEMENT_COLUMNS,
  /** of what follows for the payment or for the exception */
  second_record: ['text', newUuid],
});

const SETTLE_SQL = `
WITH input AS (
  SELECT * FROM ${CHANGES.table('t')}
), settled AS (
  UPDATE "RefundOrder" o SET
    status = i.to_status::"RefundStatus",
    "thirdRefundNo" = coalesce(i.third_no, o."thirdRefundNo"),
    "resultCode" = i.result_code,
    "refundFinishAt" = now(), "modifiedAt" = now(),
    "sentAt" = CASE WHEN i.event = 'closeUnsent' THEN NULL ELSE o."sentAt" END,
    "sentTo" = CASE WHEN i.event = 'closeUnsent' THEN NULL ELSE o."sentTo" END,
    "dueAt" = NULL, "leaseUntil" = NULL, "lastOutcome" = NULL, "reviewReason" = NULL
  FROM input i
  WHERE o.uuid = i.uuid AND o.status = i.from_status::"RefundStatus"
    AND (i.epoch IS NULL OR o.epoch = i.epoch)
  RETURNING o.*
), sums AS (
  SELECT "payOrderUUID", sum("refundAmount")::int AS released,
         coalesce(sum("refundAmount") FILTER (WHERE status = '${REFUND_DONE}'), 0)::int AS refunded,
         max(uuid) AS refund
  FROM settled WHERE "isReversal" = 0 GROUP BY "payOrderUUID"
), paid AS (
  UPDATE "PayOrder" o SET
    "refundingAmount" = o."refundingAmount" - s.released,
    "refundAmount" = o."refundAmount" + s.refunded,
    "lastRefundAt" = CASE WHEN s.refunded > 0 THEN now() ELSE o."lastRefundAt" END,
    "modifiedAt" = now(),
    status = CASE WHEN s.refunded = 0 THEN o.status
                  WHEN o."refundAmount" + s.refunded = o."payAmount" THEN '${PAY_REFUNDED.all}'::"PayStatus"
                  ELSE '${PAY_REFUNDED.part}'::"PayStatus" END
  FROM sums s WHERE o.uuid = s."payOrderUUID"
  RETURNING o.*, s.refunded, s.refund,
    CASE WHEN o."refundAmount" = s.refunded THEN '${UNREFUNDED_PAY}' ELSE '${PAY_REFUNDED.part}' END AS before
), resolved AS (
  UPDATE "TradeException" e SET
    status = CASE WHEN o.status = '${REFUND_DONE}' THEN 'resolved'::"ExceptionStatus" ELSE 'open'::"ExceptionStatus" END,
    resolution = CASE WHEN o.status = '${REFUND_DONE}' THEN 'reversed' ELSE 'the reversal failed' END,
    "resolvedBy" = CASE WHEN o.status = '${REFUND_DONE}' THEN coalesce(e."resolvedBy", 'policy') END,
    "resolvedAt" = CASE WHEN o.status = '${REFUND_DONE}' THEN now() END
  FROM settled o WHERE o."isReversal" = 1 AND e."reversalUUID" = o.uuid
  RETURNING e.*
), recorded AS (
  -- One INSERT for all three: a history is read in the order of its ids, and a cause comes before what
  -- follows from it.
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT i.record, ${recordOrigin(ORDER_TABLES.refund)}, i.event, i.actor, i.from_status,
         o.status::text, o."refundAmount", o.attempts, i.http_status, i.duration_ms, i.detail::jsonb
  FROM settled o JOIN input i ON i.uuid = o.uuid
  UNION ALL
  SELECT i.second_record, o."merchantUUID", o.uuid, o.refund, o."payModeUUID", o."payTemplateId",
         o."tractionNo", 'pay',
         CASE WHEN o.status = '${PAY_REFUNDED.all}' THEN 'refundAll' ELSE 'refundPart' END, i.actor, o.before,
         o.status::text, o.refunded, 0, NULL, NULL, '{}'
  FROM paid o JOIN input i ON i.uuid = o.refund
  WHERE o.refunded > 0
  UNION ALL
  SELECT i.second_record, e."merchantUUID", e."payOrderUUID", e."refundOrderUUID", e."payModeUUID",
         e."payTemplateId", e."tractionNo", e.kind,
         CASE e.status WHEN 'resolved' THEN 'resolve' ELSE 'reversalFailed' END, i.actor,
         o.status::text, o.status::text, e.amount, o.attempts, NULL, NULL,
         jsonb_build_object('reason', e.resolution, 'exception', e.uuid, 'reversal', e."reversalUUID")
  FROM resolved e JOIN "PayOrder" o ON o.uuid = e."payOrderUUID"
  JOIN input i ON i.uuid = e."reversalUUID"
)
SELECT * FROM settled`;

/**
 * Moves refunds to a final status in one statement and answers the rows that moved. Each refund's
 * reservation on its payment is released exactly once, because only a row that is still in `from` moves;
 * a successful one is added to the payment's refunded amount, whose status follows. Refunds of one
 * payment in one call are summed first: an UPDATE changes a row only once. A reversal of late money belongs to no sum; it resolves its exception
 * instead, or opens it again when it failed. Call it only from settlement.
 */
export async function settleRefundOrders(
  db: Database,
  changes: readonly Settlement[],
): Promise<RefundOrderRow[]> {
  return await queryRows<RefundOrderRow>(db, {
    name: 'settle-refund',
    text: SETTLE_SQL,
    values: CHANGES.values(changes),
  });
}
