import type { TradeKind } from '../domain/ids.ts';
import type { Database } from './database.ts';
import { ORDER_TABLES } from './orders/table.ts';
import { queryRows } from './sql.ts';

const STUCK_AFTER = '60 seconds';

/** SQL: whether the open order `o` waits for longer than an order should, or for a person. */
export function isStuck(kind: TradeKind): string {
  return `(${ORDER_TABLES[kind].startAt} < now() - interval '${STUCK_AFTER}' OR o."reviewReason" IS NOT NULL)`;
}

/** Stuck orders of one connector that wait for the same. */
export interface StuckGroup {
  readonly kind: TradeKind;
  readonly payModeUUID: string;
  /** null: the mode is not there */
  readonly payModeName: string | null;
  readonly payTemplateId: string | null;
  readonly connectorKey: string;
  readonly lastOutcome: string | null;
  readonly reviewReason: string | null;
  readonly count: number;
  readonly oldestAt: Date;
  /** fen */
  readonly amount: bigint;
}

/** Groups of stuck orders, the largest first, and whether there may be more than were read. */
export interface StuckOrders {
  readonly groups: readonly StuckGroup[];
  readonly isCapped: boolean;
}

/** Open orders of each kind that are read for an answer: in a long outage there are hundreds of thousands. */
const MOST_READ = 10_000;
/** The same for one merchant: those of all others are passed over. */
const MOST_PASSED_OVER = 50_000;
const MOST_GROUPS = 500;

function readSql(kind: TradeKind): string {
  const { name, amount, startAt } = ORDER_TABLES[kind];
  return `SELECT '${kind}' AS kind, o."payModeUUID", o."payTemplateId", o."connectorKey", o."lastOutcome",
      o."reviewReason", ${amount} AS amount, ${startAt} AS "startAt",
      ($1::text IS NULL OR o."merchantUUID" = $1) AND ${isStuck(kind)} AS counts
    FROM (SELECT * FROM ${name} WHERE "dueAt" IS NOT NULL ORDER BY "dueAt" LIMIT $2::int) o`;
}

const GROUPS_SQL = `
WITH open AS MATERIALIZED (
  (${readSql('pay')}) UNION ALL (${readSql('refund')})
), groups AS (
  SELECT kind, "payModeUUID", "payTemplateId", "connectorKey", "lastOutcome", "reviewReason",
         count(*)::int AS count, min("startAt") AS "oldestAt", sum(amount)::bigint AS amount
  FROM open WHERE counts GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY count(*) DESC, min("startAt") LIMIT ${MOST_GROUPS}
), read AS (
  SELECT coalesce(bool_or(n >= $2::int), false) AS "isCapped" FROM (SELECT count(*) AS n FROM open GROUP BY kind) k
)
SELECT g.*, m.name AS "payModeName", read."isCapped" FROM read
LEFT JOIN groups g ON true LEFT JOIN "PayMode" m ON m.uuid = g."payModeUUID"
ORDER BY g.count DESC, g."oldestAt"`;

/**
 * What the open orders that are stuck wait for, in groups: those of a minute or more, and those that need a person. Read
 * from the small index of open orders, those first that are due first, and a bounded number of them.
 *
 * @param merchantUUID null: of every merchant
 */
export async function findStuckOrders(
  db: Database,
  merchantUUID: string | null,
): Promise<StuckOrders> {
  const most = merchantUUID === null ? MOST_READ : MOST_PASSED_OVER;
  const rows = await queryRows<(StuckGroup | { kind: null }) & { readonly isCapped: boolean }>(db, {
    name: 'find-stuck-orders',
    text: GROUPS_SQL,
    values: [merchantUUID, most],
  });
  return {
    groups: rows.filter((row): row is StuckGroup & { isCapped: boolean } => row.kind !== null),
    isCapped: rows[0]?.isCapped ?? false,
  };
}
