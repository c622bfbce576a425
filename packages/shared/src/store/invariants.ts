import { PAY_EDGES, REFUND_EDGES } from '../domain/statuses.ts';
import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

/** Something that must never be: which rule an order breaks, and how. */
export interface Breach {
  readonly rule: string;
  readonly uuid: string;
  readonly detail: string;
}

const EDGES = [
  ...PAY_EDGES.map((edge) => ({ kind: 'pay', ...edge })),
  ...REFUND_EDGES.map((edge) => ({ kind: 'refund', ...edge })),
];
const LEGAL_EDGES = EDGES.map(
  ({ kind, from, event, to }) =>
    `('${kind}', ${from === null ? 'NULL' : `'${from}'`}, '${event}', '${to}')`,
).join(', ');

/** How long an order may be overdue before nobody can be said to look after it. */
const STUCK_AFTER = '60 seconds';

/** Each answers the orders that break its rule (design, section 9), with what is wrong. */
const RULES: Readonly<Record<string, string>> = {
  'an open order is looked after': `
    SELECT uuid, 'overdue since ' || "dueAt" AS detail FROM (
      SELECT uuid, status::text, "dueAt" FROM "PayOrder" WHERE status = 'paying'
      UNION ALL SELECT uuid, status::text, "dueAt" FROM "RefundOrder" WHERE status = 'refunding') o
    WHERE "dueAt" IS NULL OR "dueAt" < now() - interval '${STUCK_AFTER}'`,
  'a final order has no next look': `
    SELECT uuid, status || ' is due at ' || "dueAt" AS detail FROM (
      SELECT uuid, status::text, "dueAt" FROM "PayOrder" WHERE status <> 'paying'
      UNION ALL SELECT uuid, status::text, "dueAt" FROM "RefundOrder" WHERE status <> 'refunding') o
    WHERE "dueAt" IS NOT NULL`,
  'every change is one legal edge': `
    SELECT coalesce("refundOrderUUID", "payOrderUUID") AS uuid,
           concat(kind, ': ', coalesce("fromStatus", '(none)'), ' -', event, '-> ', "toStatus") AS detail
    FROM "TradeRecord" r
    WHERE "fromStatus" IS DISTINCT FROM "toStatus" AND NOT EXISTS (
      SELECT 1 FROM (VALUES ${LEGAL_EDGES}) AS e(kind, from_status, event, to_status)
      WHERE e.kind = r.kind AND e.from_status IS NOT DISTINCT FROM r."fromStatus"
        AND e.event = r.event AND e.to_status = r."toStatus")`,
  'each record begins where the one before it ended': `
    SELECT uuid, concat('record ', id, ' begins at ', "fromStatus", ' after ', before) AS detail FROM (
      SELECT id, "fromStatus", owner AS uuid,
             lag("toStatus") OVER (PARTITION BY kind, owner ORDER BY id) AS before
      FROM (SELECT *, CASE kind WHEN 'pay' THEN "payOrderUUID" ELSE "refundOrderUUID" END AS owner
            FROM "TradeRecord") t) r
    WHERE "fromStatus" IS DISTINCT FROM before`,
  'replaying the records gives the row': `
    SELECT o.uuid, concat('row is ', o.status, ', records say ', coalesce(r."toStatus", 'nothing')) AS detail
    FROM (SELECT uuid, status::text, 'pay' AS kind FROM "PayOrder"
          UNION ALL SELECT uuid, status::text, 'refund' FROM "RefundOrder") o
    LEFT JOIN LATERAL (
      SELECT "toStatus" FROM "TradeRecord" t
      WHERE t.kind = o.kind
        AND CASE o.kind WHEN 'pay' THEN t."payOrderUUID" = o.uuid ELSE t."refundOrderUUID" = o.uuid END
      ORDER BY id DESC LIMIT 1) r ON true
    WHERE r."toStatus" IS DISTINCT FROM o.status`,
  "a payment's refunded sums are those of its refunds": `
    SELECT p.uuid, concat('refunded ', p."refundAmount", ' and refunding ', p."refundingAmount",
             ', its refunds say ', coalesce(r.refunded, 0), ' and ', coalesce(r.refunding, 0)) AS detail
    FROM "PayOrder" p LEFT JOIN (
      SELECT "payOrderUUID", sum("refundAmount") FILTER (WHERE status = 'refunded') AS refunded,
             sum("refundAmount") FILTER (WHERE status = 'refunding') AS refunding
      FROM "RefundOrder" WHERE "isReversal" = 0 GROUP BY 1) r ON r."payOrderUUID" = p.uuid
    WHERE p."refundAmount" <> coalesce(r.refunded, 0) OR p."refundingAmount" <> coalesce(r.refunding, 0)`,
  'no more goes back than came in': `
    SELECT uuid, concat("refundAmount", ' + ', "refundingAmount", ' of ', "payAmount") AS detail
    FROM "PayOrder" WHERE "refundAmount"::bigint + "refundingAmount" > "payAmount"`,
};

/**
 * Checks every payment and refund in the database against the rules that must always hold, and answers
 * the breaches: none when all is well. Reads whole tables; meant for tests and for operators at night.
 */
export async function findBreaches(db: Database): Promise<Breach[]> {
  const found = await Promise.all(
    Object.entries(RULES).map(async ([rule, sql], index) => {
      const rows = await queryRows<{ uuid: string; detail: string }>(db, {
        name: `invariant-${index}`,
        text: sql,
        values: [],
      });
      return rows.map((row) => ({ rule, ...row }));
    }),
  );
  return found.flat();
}
