import { DELIVERY_DAYS } from '../notify/partitions.ts';
import { typeOfRecordSql } from '../notify/record-type.ts';

const MAX_BREACHES = 1_000;

/** Younger than its partition, and written when the endpoint was there as it is now. */
const IS_OWED = `r."createdAt" > now() - interval '${DELIVERY_DAYS - 1} days'
      AND r."createdAt" > greatest(e."createdAt", e."modifiedAt") + interval '1 second'`;

/** What must hold for the notifications of the records with `$1 < id <= $2`; each is shown with its payment. */
const RULES: Readonly<Record<string, string>> = {
  'every event before the cursor has a delivery at each endpoint that wants it': `
    SELECT r.uuid, r."payOrderUUID", r."tractionNo", concat('none at endpoint ', e.uuid)
    FROM records r JOIN "NotifyEndpoint" e ON e."merchantUUID" = r."merchantUUID" AND e.kind = 'fixed'
    WHERE r.is_passed AND r.type IS NOT NULL AND ${IS_OWED}
      AND (cardinality(e.types) = 0 OR r.type = ANY(e.types))
      AND (cardinality(e."payModeUUIDs") = 0 OR r."payModeUUID" = ANY(e."payModeUUIDs"))
      AND (cardinality(e."payTemplateIds") = 0 OR r."payTemplateId" = ANY(e."payTemplateIds"))
      AND NOT EXISTS (SELECT FROM "NotifyDelivery" d WHERE d."recordId" = r.id AND d."endpointId" = e.id)`,
  'an event is fanned out once to an endpoint': `
    SELECT r.uuid, r."payOrderUUID", r."tractionNo", concat(count(*), ' deliveries at endpoint ', d."endpointId")
    FROM records r JOIN "NotifyDelivery" d ON d."recordId" = r.id AND d."replayId" IS NULL
    GROUP BY r.uuid, r."payOrderUUID", r."tractionNo", d."endpointId" HAVING count(*) > 1`,
  'a delivery belongs to an endpoint of its own merchant': `
    SELECT r.uuid, r."payOrderUUID", r."tractionNo", concat('of ', r."merchantUUID", ', delivered to ', e."merchantUUID")
    FROM records r JOIN "NotifyDelivery" d ON d."recordId" = r.id JOIN "NotifyEndpoint" e ON e.id = d."endpointId"
    WHERE e."merchantUUID" <> r."merchantUUID"`,
  'a delivery that has ended has an attempt that explains it': `
    SELECT r.uuid, r."payOrderUUID", r."tractionNo", concat(d.status, ' after ', d.attempts, ' attempts')
    FROM records r JOIN "NotifyDelivery" d ON d."recordId" = r.id
    WHERE d.status IN ('ok', 'failed') AND NOT EXISTS (
      SELECT FROM "NotifyAttempt" a
      WHERE a."deliveryId" = d.id AND a.no = d.attempts AND (a.phase = 'ok') = (d.status = 'ok'))`,
};

/** All of these rules over the records with `$1 < id <= $2`, in one statement: they see one moment. */
export const NOTIFY_SQL = `
WITH records AS MATERIALIZED (
  SELECT r.*, ${typeOfRecordSql('r')} AS type,
         (r.xact, r.id) <= (SELECT c.xact, c."recordId" FROM "NotifyCursor" c) AS is_passed
  FROM "TradeRecord" r WHERE r.id > $1 AND r.id <= $2
)
${Object.entries(RULES)
  .map(
    ([rule, sql]) =>
      `SELECT '${rule}' AS rule, b.* FROM (${sql}) AS b(uuid, "payOrderUUID", "tractionNo", detail)`,
  )
  .join('\nUNION ALL\n')}
LIMIT ${MAX_BREACHES}`;

/** The cursor stands behind every transaction that may still write. */
export const CURSOR_SQL = `
SELECT 'the cursor is never ahead of what may still be written' AS rule, '' AS uuid, '' AS "payOrderUUID",
       '' AS "tractionNo", concat('at ', c.xact, ', oldest open transaction ', pg_snapshot_xmin(pg_current_snapshot())) AS detail
FROM "NotifyCursor" c WHERE c.xact > pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;
