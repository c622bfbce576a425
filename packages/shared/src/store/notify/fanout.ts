import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { typeOfRecordSql } from './record-type.ts';

/** Records of one statement, at most. */
const FAN_OUT_RECORDS = 1_000;
/** Transactions of one statement, at most: a tail that is far behind reads its part of the table and no more. */
const SPAN = 20_000;
/** Open deliveries of one endpoint; more are skipped, and a replay sends them. */
export const MOST_OPEN = 1_000_000;

/** Scheme, host and port of a URL that `new URL` has written. */
const ORIGIN_SQL = `substring(o."notifyUrl" FROM '^[a-z]+://[^/?#]+')`;

/** A column of ms would round it up, and what is due now would be due later. */
const NOW = `date_trunc('milliseconds', now())`;

const MATCHED = 'w.id, w.xact, e.id AS endpoint, e.version, e.status, e.backlog';

function ofCallsSql(kind: 'pay' | 'refund'): string {
  const [table, uuid] =
    kind === 'pay' ? ['"PayOrder"', '"payOrderUUID"'] : ['"RefundOrder"', '"refundOrderUUID"'];
  return `
  SELECT ${MATCHED} FROM events w
  JOIN ${table} o ON o.uuid = w.${uuid} AND o."notifyUrl" IS NOT NULL
  JOIN "NotifyEndpoint" e ON e."merchantUUID" = w."merchantUUID" AND e.kind = 'adhoc' AND e.origin = ${ORIGIN_SQL}
  WHERE w.kind = '${kind}'`;
}

/** All is read, and whoever may have drawn the id that is asked about has ended. */
const IS_SEEN = 'n.records < $1::int AND edge.upto = edge.xmin AND edge.xmin >= $3::bigint';

/**
 * Reads records in the order (transaction, id) up to the oldest transaction that still writes: a lower id that commits
 * later belongs to a later transaction, or to one that is not passed. Cursor, deliveries and endpoints change in one
 * statement. Endpoints are written in the order of their ids, as everybody does who writes several.
 */
const FAN_OUT_SQL = `
WITH cursor AS MATERIALIZED (
  SELECT xact, "recordId", "floorId", "seenId" FROM "NotifyCursor" WHERE id = 1 FOR UPDATE SKIP LOCKED
), edge AS MATERIALIZED (
  SELECT c.*, s.xmin, s.xmax, least(s.xmin, c.xact + ${SPAN}) AS upto
  FROM cursor c, (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin,
                         pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax) s
), records AS MATERIALIZED (
  SELECT r.* FROM edge CROSS JOIN LATERAL (
    SELECT r.id, r.xact, r."merchantUUID", r."payOrderUUID", r."refundOrderUUID", r."payModeUUID", r."payTemplateId",
           r.kind, r."createdAt", ${typeOfRecordSql('r')} AS type
    FROM "TradeRecord" r
    WHERE r.xact >= edge.xact AND r.xact < edge.upto AND (r.xact > edge.xact OR r.id > edge."recordId")
      AND r.id > edge."floorId"
    ORDER BY r.xact, r.id LIMIT $1::int) r
), events AS MATERIALIZED (
  SELECT * FROM records WHERE type IS NOT NULL
), matched AS MATERIALIZED (
  SELECT ${MATCHED} FROM events w
  JOIN "NotifyEndpoint" e ON e."merchantUUID" = w."merchantUUID" AND e.kind = 'fixed'
    AND (cardinality(e.types) = 0 OR w.type = ANY(e.types))
    AND (cardinality(e."payModeUUIDs") = 0 OR w."payModeUUID" = ANY(e."payModeUUIDs"))
    AND (cardinality(e."payTemplateIds") = 0 OR w."payTemplateId" = ANY(e."payTemplateIds"))
  UNION ALL ${ofCallsSql('pay')}
  UNION ALL ${ofCallsSql('refund')}
), judged AS MATERIALIZED (
  SELECT m.*, CASE WHEN status = 'off' THEN 'off' WHEN backlog >= ${MOST_OPEN} THEN 'backlog' END AS skipped FROM matched m
), written AS (
  INSERT INTO "NotifyDelivery" ("endpointId", "recordId", xact, version, status, reason, "nextAt")
  SELECT endpoint, id, xact, version, CASE WHEN skipped IS NULL THEN 'open' ELSE 'skipped' END, skipped,
         CASE WHEN skipped IS NULL THEN ${NOW} END
  FROM judged ORDER BY xact, id
), due AS (
  UPDATE "NotifyEndpoint" e SET backlog = e.backlog + c.deliveries,
    "dueAt" = least(e."dueAt", greatest(${NOW}, e."notBefore"))
  FROM (SELECT endpoint, count(*)::int AS deliveries FROM judged WHERE skipped IS NULL
        GROUP BY endpoint ORDER BY endpoint) c
  WHERE e.id = c.endpoint
  RETURNING e.id, e.status = 'on' AND e."dueAt" <= now() AS is_due
), counts AS MATERIALIZED (
  SELECT count(*)::int AS records, max(xact) AS xact, extract(epoch FROM now() - min("createdAt"))::float8 * 1000 AS "oldestMs"
  FROM records
), moved AS (
  UPDATE "NotifyCursor" c SET at = now(),
    xact = CASE WHEN n.records < $1::int THEN edge.upto ELSE n.xact END,
    "recordId" = CASE WHEN n.records < $1::int THEN 0 ELSE (SELECT max(id) FROM records r WHERE r.xact = n.xact) END,
    "seenId" = CASE WHEN ${IS_SEEN} THEN greatest(c."seenId", $2::bigint) ELSE c."seenId" END
  FROM edge, counts n WHERE c.id = 1 AND edge.upto > edge.xact
    -- At rest nothing is written.
    AND (n.records > 0 OR edge.upto - edge.xact >= ${SPAN} OR ${IS_SEEN} AND $2::bigint > c."seenId")
  RETURNING c."seenId"
)
SELECT n.records, (SELECT count(*)::int FROM events) AS events, n."oldestMs", (SELECT count(*)::int FROM judged) AS deliveries,
       (SELECT count(*)::int FROM judged WHERE skipped IS NOT NULL) AS skipped,
       (SELECT count(*)::int FROM due WHERE is_due) AS due,
       n.records = $1::int OR edge.upto < edge.xmin AS "hasMore",
       (SELECT last_value FROM "TradeRecord_id_seq")::text AS "lastId", edge.xmax::text AS horizon,
       $2::bigint <= greatest(edge."seenId", (SELECT "seenId" FROM moved)) AS "isSeen"
FROM edge, counts n`;

/** What one statement has done. */
export interface FannedOut {
  readonly records: number;
  /** of them: something that a merchant may want to know */
  readonly events: number;
  readonly deliveries: number;
  /** of them */
  readonly skipped: number;
  /** endpoints that have something to send now */
  readonly due: number;
  /** since the oldest of the records was written, ms; null without any */
  readonly oldestMs: number | null;
  /** there is more to read at once */
  readonly hasMore: boolean;
  /** the newest id of a record that was drawn by then */
  readonly lastId: string;
  /** the first transaction that had not started when it was read */
  readonly horizon: string;
  /** every record up to the id that was asked about has been read, or will never be there */
  readonly isSeen: boolean;
}

/** An id of a record, and a transaction that started after it had been drawn; null: none is known yet. */
export interface DrawnId {
  readonly id: string;
  readonly horizon: string | null;
}

const NEVER = (2n ** 63n - 1n).toString();

/**
 * Makes the deliveries of up to 1,000 trade records and moves the cursor past them, in one statement: each record is
 * fanned out exactly once, whoever dies when, and none is passed over. Adds what an endpoint that is off misses as
 * `skipped`.
 *
 * @param drawn whether all up to this id is read: asked, so that a gateway at rest need not ask again
 * @returns null while another process does it
 */
export async function fanOut(db: Database, drawn: DrawnId): Promise<FannedOut | null> {
  const [done] = await queryRows<FannedOut>(db, {
    name: 'notify-fan-out',
    text: FAN_OUT_SQL,
    values: [FAN_OUT_RECORDS, drawn.id, drawn.horizon ?? NEVER],
  });
  return done ?? null;
}

/** SQL: whether there may be records that are not fanned out, from two rows only. */
export const MAY_HAVE_RECORDS = `SELECT FROM "NotifyCursor" c
  WHERE c."seenId" < (SELECT last_value FROM "TradeRecord_id_seq")`;
