import { newUuid, type TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import type { PayOrderRow } from '../pay-orders/row.ts';
import type { RefundOrderRow } from '../refund-orders/row.ts';
import { queryRows } from '../sql.ts';
import {
  ORDER_TABLES,
  type OrderRef,
  type OrderTable,
  RECORD_COLUMNS,
  recordOrigin,
} from './table.ts';

function claimSql(table: OrderTable): string {
  return `
WITH wanted AS (
  SELECT * FROM unnest($1::text[], $2::int[], $4::text[]) AS t(uuid, epoch, record)
), old AS (
  SELECT o.uuid, o."leaseUntil", w.record
  FROM ${table.name} o JOIN wanted w ON o.uuid = w.uuid AND o.epoch = w.epoch
  WHERE o.status = '${table.open}' AND (o."leaseUntil" IS NULL OR o."leaseUntil" < now())
  ORDER BY o.uuid FOR UPDATE OF o
), claimed AS (
  UPDATE ${table.name} o SET
    epoch = o.epoch + 1,
    attempts = o.attempts + 1,
    "leaseUntil" = now() + make_interval(secs => $3::float8 / 1000),
    "dueAt" = now() + make_interval(secs => $3::float8 / 1000),
    "sentAt" = CASE WHEN ${table.expired} THEN o."sentAt" ELSE coalesce(o."sentAt", now()) END
  FROM old WHERE o.uuid = old.uuid
  RETURNING o.*,
    o."sentAt" IS NOT NULL AND o."sentAt" = now()::timestamptz(3) AS "firstSend",
    ${table.expired} AS expired
), lost AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT old.record, ${recordOrigin(table)}, 'attemptLost', 'sweep', o.status::text, o.status::text,
         ${table.amount}, o.attempts - 1, NULL, NULL,
         jsonb_build_object('leaseUntil', old."leaseUntil")
  FROM claimed o JOIN old ON old.uuid = o.uuid WHERE old."leaseUntil" IS NOT NULL
)
SELECT * FROM claimed`;
}

const CLAIM_SQL = { pay: claimSql(ORDER_TABLES.pay), refund: claimSql(ORDER_TABLES.refund) };

interface RowOf {
  pay: PayOrderRow;
  refund: RefundOrderRow;
}

/** A row that this caller owns until `leaseUntil`, with what the database's clock says of it. */
export type Claimed<Row> = Row & {
  /** this claim is the first under which bytes may leave */
  readonly firstSend: boolean;
  readonly expired: boolean;
};

/**
 * Takes ownership of the orders that are still open, at the epoch named, and not owned by anybody. Of
 * two callers only one gets a row, whatever the queue did. Before an order's first POST `sentAt` is set
 * in the same commit: after a crash it says that bytes may have left. An expired payment that was never
 * sent keeps `sentAt` null, so that nobody sends it any more. Taking over from an owner that never
 * reported back leaves an `attemptLost` record.
 *
 * @param claim.leaseMs how long the caller owns the rows
 */
export async function claimOrders<Kind extends TradeKind>(
  db: Database,
  kind: Kind,
  claim: { refs: readonly OrderRef[]; leaseMs: number },
): Promise<Claimed<RowOf[Kind]>[]> {
  return await queryRows<Claimed<RowOf[Kind]>>(db, {
    name: `claim-${kind}`,
    text: CLAIM_SQL[kind],
    values: [
      claim.refs.map((ref) => ref.uuid),
      claim.refs.map((ref) => ref.epoch),
      claim.leaseMs,
      claim.refs.map(newUuid),
    ],
  });
}
