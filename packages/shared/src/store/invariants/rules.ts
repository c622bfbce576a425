import {
  PAY_EDGES,
  PAY_OPEN,
  REFUND_DONE,
  REFUND_EDGES,
  REFUND_OPEN,
  targetOf,
} from '../../domain/statuses.ts';
import { literals } from '../sql.ts';

const EDGES = [
  ...PAY_EDGES.map((edge) => ({ kind: 'pay', ...edge })),
  ...REFUND_EDGES.map((edge) => ({ kind: 'refund', ...edge })),
];
const LEGAL_EDGES = EDGES.map(
  ({ kind, from, event, to }) =>
    `('${kind}', ${from === null ? 'NULL' : `'${from}'`}, '${event}', '${to}')`,
).join(', ');

/** Events of records without a change of status: what an attempt or late evidence showed. */
const NOTES = `('running', 'unknown', 'notSent', 'notFound', 'circuitOpen', 'attemptLost', 'lateSuccess', 'lateFailure',
  'resolve', 'reversalFailed', 'closeAsked', 'askNow')`;

/** Statuses of what was never sent. */
const UNSENT = literals([
  targetOf(PAY_EDGES, 'closeUnsent'),
  targetOf(REFUND_EDGES, 'closeUnsent'),
]);

/** How long an order may be overdue before it counts as stuck. */
const STUCK_AFTER = '60 seconds';

/** Payments with `$1 < id <= $2`, of the merchant `$3` unless it is null, and all that belongs to them, as every rule below sees them. */
const SCOPE = `
WITH pays AS (SELECT * FROM "PayOrder" WHERE id > $1 AND id <= $2
  AND ($3::text IS NULL OR "merchantUUID" = $3)),
refunds AS (SELECT r.* FROM "RefundOrder" r JOIN pays p ON p.uuid = r."payOrderUUID"),
orders AS (
  SELECT 'pay' AS kind, uuid, uuid AS pay, "tractionNo", status::text, status = '${PAY_OPEN}' AS open,
         "dueAt", "leaseUntil", "sentAt", "sentTo", "payAmount" AS amount, "payFinishAt" AS finish,
         coalesce('t-' || "payTemplateId", 'm-' || "payModeUUID") AS owner FROM pays
  UNION ALL
  SELECT 'refund', uuid, "payOrderUUID", "tractionNo", status::text, status = '${REFUND_OPEN}',
         "dueAt", "leaseUntil", "sentAt", "sentTo", "refundAmount", "refundFinishAt",
         coalesce('t-' || "payTemplateId", 'm-' || "payModeUUID") FROM refunds),
records AS (
  SELECT *, lag("toStatus") OVER (PARTITION BY kind, owner ORDER BY id) AS before,
         row_number() OVER (PARTITION BY kind, owner ORDER BY id) AS place,
         row_number() OVER (PARTITION BY kind, owner ORDER BY id DESC) AS place_from_end
  FROM (SELECT t.*, CASE kind WHEN 'pay' THEN "payOrderUUID" ELSE "refundOrderUUID" END AS owner
        FROM "TradeRecord" t JOIN pays p ON p.uuid = t."payOrderUUID") t)`;

/**
 * What must hold for every payment and its refunds (design, section 9). Each answers what breaks it, as
 * `uuid` (of the payment or the refund), `pay` (of the payment), `tractionNo` and `detail`.
 */
const RULES: Readonly<Record<string, string>> = {
  'an open order is attempted in time': `
    SELECT uuid, pay, "tractionNo", concat('due at ', coalesce("dueAt"::text, 'no time')) AS detail FROM orders
    WHERE open AND ("dueAt" IS NULL OR "dueAt" < now() - interval '${STUCK_AFTER}')`,
  'a final order has no next attempt': `
    SELECT uuid, pay, "tractionNo", concat(status, ', due at ', "dueAt", ', lease ', "leaseUntil") FROM orders
    WHERE NOT open AND ("dueAt" IS NOT NULL OR "leaseUntil" IS NOT NULL)`,
  'an order says when it ended, and only then': `
    SELECT uuid, pay, "tractionNo", concat(status, ', ended at ', coalesce(finish::text, 'no time')) FROM orders
    WHERE open <> (finish IS NULL)`,
  'every change is one legal edge': `
    SELECT owner, "payOrderUUID", "tractionNo",
           concat(kind, ': ', coalesce("fromStatus", '(none)'), ' -', event, '-> ', "toStatus") FROM records r
    WHERE NOT ("fromStatus" IS NOT DISTINCT FROM "toStatus" AND event IN ${NOTES}) AND NOT EXISTS (
      SELECT 1 FROM (VALUES ${LEGAL_EDGES}) AS e(kind, from_status, event, to_status)
      WHERE e.kind = r.kind AND e.from_status IS NOT DISTINCT FROM r."fromStatus"
        AND e.event = r.event AND e.to_status = r."toStatus")`,
  'each record begins where the one before it ended': `
    SELECT owner, "payOrderUUID", "tractionNo",
           concat('record ', id, ' begins at ', "fromStatus", ' after ', before) FROM records
    WHERE "fromStatus" IS DISTINCT FROM before`,
  'replaying the records gives the status': `
    SELECT o.uuid, o.pay, o."tractionNo",
           concat('row is ', o.status, ', records say ', coalesce(r."toStatus", 'nothing'))
    FROM orders o LEFT JOIN records r ON r.kind = o.kind AND r.owner = o.uuid AND r.place_from_end = 1
    WHERE r."toStatus" IS DISTINCT FROM o.status`,
  'replaying the records gives the amount': `
    SELECT o.uuid, o.pay, o."tractionNo", concat('row is ', o.amount, ', first record says ', r.amount)
    FROM orders o JOIN records r ON r.kind = o.kind AND r.owner = o.uuid AND r.place = 1
    WHERE r.amount <> o.amount`,
  'replaying the records gives the refunded amount': `
    SELECT p.uuid, p.uuid, p."tractionNo", concat('row is ', p."refundAmount", ', records say ', coalesce(r.amount, 0))
    FROM pays p LEFT JOIN (SELECT owner, sum(amount) AS amount FROM records
      WHERE kind = 'pay' AND event IN ('refundPart', 'refundAll') GROUP BY 1) r ON r.owner = p.uuid
    WHERE p."refundAmount" <> coalesce(r.amount, 0)`,
  'an end rests on evidence': `
    SELECT owner, "payOrderUUID", "tractionNo", concat(event, ' by ', actor) FROM records
    WHERE event IN ('succeed', 'fail', 'close', 'acceptLate')
      AND actor NOT IN ('connector', 'notice', 'query', 'operator')`,
  'only what was never sent ends unsent': `
    SELECT uuid, pay, "tractionNo", concat(status, ', sent at ', "sentAt") FROM orders
    WHERE status IN (${UNSENT}) AND "sentAt" IS NOT NULL`,
  // Those that were sent before there were versions of connectors name none.
  'an order whose bytes may have left names its connector': `
    SELECT uuid, pay, "tractionNo", concat('sent at ', coalesce("sentAt"::text, 'no time'), ', to ', coalesce("sentTo"::text, 'nobody'))
    FROM orders o
    WHERE CASE WHEN "sentTo" IS NULL
      THEN "sentAt" >= (SELECT min("createdAt") FROM "ConnectorVersion" v WHERE v.owner = o.owner)
      ELSE "sentAt" IS NULL OR NOT EXISTS (SELECT 1 FROM "ConnectorVersion" v WHERE v.id = "sentTo" AND v.owner = o.owner) END`,
  'a refund goes to the connector that took the money': `
    SELECT r.uuid, p.uuid, r."tractionNo", concat('paid at ', pv.identity, ', refunded at ', rv.identity)
    FROM refunds r JOIN pays p ON p.uuid = r."payOrderUUID"
    JOIN "ConnectorVersion" pv ON pv.id = p."sentTo" JOIN "ConnectorVersion" rv ON rv.id = r."sentTo"
    WHERE rv.identity IS DISTINCT FROM pv.identity`,
  "a payment's refunded sums are those of its refunds": `
    SELECT p.uuid, p.uuid, p."tractionNo", concat('refunded ', p."refundAmount", ' and refunding ',
             p."refundingAmount", ', its refunds say ', coalesce(r.refunded, 0), ' and ', coalesce(r.refunding, 0))
    FROM pays p LEFT JOIN (
      SELECT "payOrderUUID", sum("refundAmount") FILTER (WHERE status = '${REFUND_DONE}') AS refunded,
             sum("refundAmount") FILTER (WHERE status = '${REFUND_OPEN}') AS refunding
      FROM refunds WHERE "isReversal" = 0 GROUP BY 1) r ON r."payOrderUUID" = p.uuid
    WHERE p."refundAmount" <> coalesce(r.refunded, 0) OR p."refundingAmount" <> coalesce(r.refunding, 0)`,
  'no more goes back than came in': `
    SELECT uuid, uuid, "tractionNo", concat("refundAmount", ' + ', "refundingAmount", ' of ', "payAmount") FROM pays
    WHERE "refundAmount"::bigint + "refundingAmount" > "payAmount"`,
  'no more was ever reserved than came in': `
    SELECT DISTINCT ON (p.uuid) p.uuid, p.uuid, p."tractionNo",
           concat(s.reserved, ' of ', p."payAmount", ' at record ', s.id)
    FROM pays p JOIN (
      SELECT t.id, t."payOrderUUID", sum(CASE WHEN t.event IN ('accept', 'acceptOffline') THEN t.amount
               WHEN t.event IN ('fail', 'closeUnsent') THEN -t.amount ELSE 0 END)
             OVER (PARTITION BY t."payOrderUUID" ORDER BY t.id) AS reserved
      FROM records t JOIN refunds r ON r.uuid = t.owner AND r."isReversal" = 0
      WHERE t.kind = 'refund') s ON s."payOrderUUID" = p.uuid
    WHERE s.reserved > p."payAmount"`,
  'evidence against an end opens an exception': `
    SELECT owner, "payOrderUUID", "tractionNo", event FROM records r
    WHERE event IN ('lateSuccess', 'lateFailure') AND NOT EXISTS (
      SELECT 1 FROM "TradeException" e WHERE e."tractionNo" = r."tractionNo" AND e.reason = r.event)`,
  'a refund of the gateway itself belongs to an exception': `
    SELECT uuid, "payOrderUUID", "tractionNo", 'nobody asked for it' FROM refunds r
    WHERE "isReversal" = 1 AND NOT EXISTS (
      SELECT 1 FROM "TradeException" e WHERE e."reversalUUID" = r.uuid)`,
};

const MAX_BREACHES = 1_000;

/** All rules over the payments with `$1 < id <= $2`, in one statement: they see one moment. */
export const PAGE_SQL = `${SCOPE}
${Object.entries(RULES)
  .map(
    ([rule, sql]) => `SELECT '${rule.replaceAll("'", "''")}' AS rule, b.* FROM (${sql}
  ) AS b(uuid, "payOrderUUID", "tractionNo", detail)`,
  )
  .join('\nUNION ALL\n')}
LIMIT ${MAX_BREACHES}`;

/** Rows that belong to nothing. They are read by their own pages: no payment leads to them. */
export const ORPHANS_SQL = {
  RefundOrder: `
    SELECT 'a refund has its payment' AS rule, uuid, "payOrderUUID", "tractionNo", 'no such payment' AS detail
    FROM "RefundOrder" r WHERE id > $1 AND id <= $2
      AND NOT EXISTS (SELECT 1 FROM "PayOrder" p WHERE p.uuid = r."payOrderUUID") LIMIT ${MAX_BREACHES}`,
  TradeRecord: `
    SELECT 'a record has its order' AS rule, coalesce("refundOrderUUID", "payOrderUUID") AS uuid,
           "payOrderUUID", "tractionNo", concat('record ', id, ', ', event) AS detail
    FROM "TradeRecord" t WHERE id > $1 AND id <= $2 AND (
      NOT EXISTS (SELECT 1 FROM "PayOrder" p WHERE p.uuid = t."payOrderUUID")
      OR kind = 'refund' AND NOT EXISTS (SELECT 1 FROM "RefundOrder" r WHERE r.uuid = t."refundOrderUUID"))
    LIMIT ${MAX_BREACHES}`,
} as const;

/** Between two keys of tags. */
export const TAGS_SQL = `
  SELECT 'a tag names an order of its merchant' AS rule, coalesce(p.uuid, '') AS uuid, coalesce(p.uuid, '') AS "payOrderUUID",
         coalesce(p."tractionNo", '') AS "tractionNo", concat('of ', t."merchantUUID", ', order ', t."orderId") AS detail
  FROM "OrderTag" t LEFT JOIN "PayOrder" p ON p.id = t."orderId"
  WHERE (t.value, t."merchantUUID", t."orderId") > ($1, $2, $3::bigint)
    AND (t.value, t."merchantUUID", t."orderId") <= ($4, $5, $6::bigint)
    AND p."merchantUUID" IS DISTINCT FROM t."merchantUUID" LIMIT ${MAX_BREACHES}`;

/**
 * Keys that PostgreSQL itself must keep unique: an idempotency key without its index is a promise only.
 * Columns are in the order of the alphabet; that of an index makes no difference here.
 */
export const KEYS_SQL = `
SELECT 'numbers are unique' AS rule, '' AS uuid, '' AS "payOrderUUID", '' AS "tractionNo",
       concat('no valid unique index on ', k.name, ' ', k.columns) AS detail
FROM (VALUES ('PayOrder', '{clientPayNo,merchantUUID}'), ('RefundOrder', '{clientRefundNo,merchantUUID}'),
             ('PayOrder', '{tractionNo}'), ('RefundOrder', '{tractionNo}'),
             ('TradeException', '{reason,tractionNo}')) AS k(name, columns)
WHERE NOT EXISTS (
  SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.oid = to_regclass(quote_ident(k.name)) AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
    AND k.columns::text[] = ARRAY(
      SELECT a.attname::text FROM unnest(i.indkey) AS n(attnum)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = n.attnum ORDER BY a.attname))`;
