import { typeOfRecordSql } from './record-type.ts';

/** Which events a replay sends: those that failed and were never taken, all that were never taken, or every one. */
export type ReplayOnly = 'failed' | 'missing' | 'all';

const delivery = (statuses: string) =>
  `SELECT 1 FROM "NotifyDelivery" d WHERE d."recordId" = r.id AND d."endpointId" = e.id AND d.status IN (${statuses})`;

/** A message that is on its way may still arrive: it is neither failed nor missing. */
const NOT_TAKEN = `NOT EXISTS (${delivery(`'ok', 'open'`)})`;

const CONDITIONS: Readonly<Record<ReplayOnly, string>> = {
  failed: `AND EXISTS (${delivery(`'failed', 'skipped'`)}) AND ${NOT_TAKEN}`,
  missing: `AND ${NOT_TAKEN}`,
  all: '',
};

/** Of an order whose call names the endpoint's origin. */
const IS_NAMED = `EXISTS (
    SELECT 1 FROM "PayOrder" o WHERE r.kind = 'pay' AND o.uuid = r."payOrderUUID"
      AND substring(o."notifyUrl" FROM '^[a-z]+://[^/?#]+') = e.origin
    UNION ALL
    SELECT 1 FROM "RefundOrder" o WHERE r.kind = 'refund' AND o.uuid = r."refundOrderUUID"
      AND substring(o."notifyUrl" FROM '^[a-z]+://[^/?#]+') = e.origin)`;

/**
 * SQL of the trade records of a replay as (id, xact, type): events of the endpoint's merchant, types and modes within a
 * time, that the fan-out has passed. Parameters: $1 the endpoint's id, $2 and $3 ids above and up to which records are
 * read, $4 and $5 the time, its end exclusive, $6 the types that are wanted (none: all).
 */
export function replayedRecordsSql(only: ReplayOnly): string {
  return `
  SELECT r.id, r.xact, r.type FROM "NotifyEndpoint" e CROSS JOIN LATERAL (
    SELECT t.*, ${typeOfRecordSql('t')} AS type FROM "TradeRecord" t
    WHERE t."merchantUUID" = e."merchantUUID" AND t.id > $2::bigint AND t.id <= $3::bigint
      AND t."createdAt" >= $4::timestamptz AND t."createdAt" < $5::timestamptz
      AND (t.xact IS NULL OR t.xact < (SELECT c.xact FROM "NotifyCursor" c WHERE c.id = 1))) r
  WHERE e.id = $1::int AND r.type IS NOT NULL
    AND (cardinality($6::text[]) = 0 OR r.type = ANY($6::text[]))
    AND (cardinality(e."payModeUUIDs") = 0 OR r."payModeUUID" = ANY(e."payModeUUIDs"))
    AND (cardinality(e."payTemplateIds") = 0 OR r."payTemplateId" = ANY(e."payTemplateIds"))
    AND CASE WHEN e.kind = 'adhoc' THEN ${IS_NAMED}
        ELSE cardinality(e.types) = 0 OR r.type = ANY(e.types) END
    ${CONDITIONS[only]}`;
}
