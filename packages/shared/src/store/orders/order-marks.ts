import type { Database } from '../database.ts';
import { ofUnseenLength, queryRows } from '../sql.ts';

/** What tells one state of a payment and all that belongs to it from the next. */
export interface OrderMark {
  readonly uuid: string;
  /** another one after every change of the payment, of its history, and of its last refunds */
  readonly mark: string;
  /** its last refunds: the signal of a refund's end names nothing else */
  readonly refundUUIDs: readonly string[];
}

const REFUNDS = 50;

// An attempt's lease that passes changes no row; a claim leaves no record.
const MARKS_SQL = `
SELECT o.uuid, f.uuids AS "refundUUIDs",
       concat_ws(' ', o.status, o.epoch, o."modifiedAt", o."leaseUntil" > now(), r.id, f.epochs, f.count) AS mark
FROM "PayOrder" o
LEFT JOIN LATERAL (
  SELECT id FROM "TradeRecord" WHERE "payOrderUUID" = o.uuid ORDER BY id DESC LIMIT 1) r ON true
CROSS JOIN LATERAL (
  SELECT count(*) AS count, coalesce(sum(epoch), 0) AS epochs, coalesce(array_agg(uuid), '{}') AS uuids
  FROM (SELECT uuid, epoch FROM "RefundOrder" WHERE "payOrderUUID" = o.uuid ORDER BY id DESC LIMIT ${REFUNDS}) l) f
WHERE o.uuid = ANY(${ofUnseenLength('$1::text[]')}::text[])`;

/** The marks of these payments as they are now, in no order; one statement for all of them. */
export async function findOrderMarks(db: Database, uuids: readonly string[]): Promise<OrderMark[]> {
  return await queryRows<OrderMark>(db, {
    name: 'find-order-marks',
    text: MARKS_SQL,
    values: [[...uuids]],
  });
}
