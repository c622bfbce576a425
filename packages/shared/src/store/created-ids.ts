import type { Database } from './database.ts';
import type { GrowingTable } from './owned-ids.ts';
import type { CreatedRange } from './page.ts';
import { queryRows } from './sql.ts';

/** A condition on `id` for Prisma; empty when there is no bound. */
export interface IdRange {
  readonly gte?: bigint;
  readonly lt?: bigint;
}

/**
 * Rows are numbered as they are written, so time can be looked up like a word in a dictionary: some forty
 * probes of the primary key, and no further index to be written with every order. Transactions overlap, so
 * two rows may be in the other order for as long as one of them took; the margin is far more than that.
 */
const MARGIN_MS = 5 * 60_000;

function firstIdSql(table: GrowingTable): string {
  return `
WITH RECURSIVE search AS (
  SELECT coalesce(min(id), 0) AS lo, coalesce(max(id), 0) + 1 AS hi FROM "${table}"
  UNION ALL
  SELECT CASE WHEN probe."createdAt" < $1 THEN probe.id + 1 ELSE s.lo END,
         CASE WHEN probe."createdAt" < $1 THEN s.hi ELSE (s.lo + s.hi) / 2 END
  FROM search s LEFT JOIN LATERAL (
    SELECT id, "createdAt" FROM "${table}"
    WHERE id >= (s.lo + s.hi) / 2 AND id < s.hi ORDER BY id LIMIT 1) probe ON true
  WHERE s.lo < s.hi
)
SELECT lo AS id FROM search WHERE lo >= hi LIMIT 1`;
}

/**
 * Ids that hold all rows created within these bounds, and few others: without them a page of an old day
 * is found by reading everything since. The condition on `createdAt` is still needed.
 */
export async function idsWithin(
  db: Database,
  table: GrowingTable,
  { createdFrom, createdBefore }: CreatedRange,
): Promise<IdRange> {
  const [gte, lt] = await Promise.all([
    createdFrom && firstIdSince(db, table, createdFrom.getTime() - MARGIN_MS),
    createdBefore && firstIdSince(db, table, createdBefore.getTime() + MARGIN_MS),
  ]);
  return { ...(gte && { gte }), ...(lt && { lt }) };
}

async function firstIdSince(db: Database, table: GrowingTable, ms: number): Promise<bigint | null> {
  const [row] = await queryRows<{ id: bigint }>(db, {
    name: `first-id-since-${table}`,
    text: firstIdSql(table),
    values: [new Date(ms)],
  });
  return row?.id ?? null;
}
