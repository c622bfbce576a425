import type { Database } from './database.ts';
import type { Prisma } from './generated/client.ts';
import { type CreatedRange, type PageQuery, ROW_TOO_MANY } from './page.ts';
import { queryRows } from './sql.ts';

/** What the lists of payments, refunds and history have in common. */
export interface OwnedFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly payModeUUID?: string;
  readonly payTemplateId?: string;
}

/** A condition on ids, which says where a page is, and the rest of what Prisma needs to read it. */
interface PageBounds {
  readonly within: { readonly id: Prisma.BigIntFilter }[];
  readonly orderBy: { readonly id: 'asc' | 'desc' };
  readonly skip: number;
  readonly take: number;
}

/**
 * Where this page of the list is. The rows of one owner are found by the index on owner and id; where more is asked
 * of them, at least the first page begins where that owner's rows do.
 */
export async function findPageBounds(
  db: Database,
  {
    table,
    filter,
    page,
  }: {
    readonly table: GrowingTable;
    readonly filter: OwnedFilter;
    readonly page: PageQuery;
  },
): Promise<PageBounds> {
  const rest = { orderBy: { id: page.order.direction }, take: page.limit + ROW_TOO_MANY };
  const owner = ownerOf(table, filter);
  if (owner !== null && isOwnerAlone(filter)) {
    const ids = await ownedIds(db, owner, page);
    return { within: [{ id: { in: ids } }], skip: 0, ...rest };
  }
  const [ids, start] = await Promise.all([idsWithin(db, table, filter), startOf(db, owner, page)]);
  return { within: [{ id: ids }, { id: start }], skip: page.offset, ...rest };
}

function ownerOf(table: GrowingTable, { merchantUUID, payModeUUID }: OwnedFilter): Owner | null {
  if (payModeUUID !== undefined) return { table, column: 'payModeUUID', uuid: payModeUUID };
  return merchantUUID === null ? null : { table, column: 'merchantUUID', uuid: merchantUUID };
}

/** Whether nothing else is asked of the rows. */
function isOwnerAlone({ merchantUUID: _merchant, payModeUUID: _mode, ...more }: OwnedFilter) {
  return Object.values(more).every((value) => value === null || value === undefined);
}

async function startOf(
  db: Database,
  owner: Owner | null,
  page: PageQuery,
): Promise<Prisma.BigIntFilter> {
  const isUp = page.order.direction === 'asc';
  if (page.after !== null) return { [isUp ? 'gt' : 'lt']: BigInt(page.after.id) };
  if (owner === null) return {};
  const [first] = await ownedIds(db, owner, { ...page, limit: 0, offset: 0 });
  return first === undefined ? { in: [] } : { [isUp ? 'gte' : 'lte']: first };
}

/** Tables that grow with every payment; each has an index on (owner, id). */
export type GrowingTable = 'PayOrder' | 'RefundOrder' | 'TradeRecord';

/** Whose rows, by the column that says so. */
interface Owner {
  readonly table: GrowingTable;
  readonly column: 'merchantUUID' | 'payModeUUID';
  readonly uuid: string;
}

/**
 * The ids of one page of the rows of this owner, read from the index on both and from nothing else.
 *
 * Said as `owner = x ORDER BY id`, the planner may go through the rows of everybody, newest first, until enough of
 * them are x's: cheap where x has many rows, unless its last one is long ago; with five million payments a page took
 * 220 ms instead of 6. It cannot do so where the order is by owner and id, and says itself that this is the same
 * where the owner is given by `=`; given by two bounds it does not.
 */
async function ownedIds(
  db: Database,
  { table, column, uuid }: Owner,
  page: PageQuery,
): Promise<bigint[]> {
  const { after, order, offset, limit } = page;
  const [direction, end, past] =
    order.direction === 'asc' ? ['ASC', '<=', '>'] : ['DESC', '>=', '<'];
  // One bound on each side: of two on the same side PostgreSQL may begin at the looser one.
  const where =
    after === null
      ? `"${column}" >= $1 AND "${column}" <= $1`
      : `"${column}" ${end} $1 AND ("${column}", id) ${past} ($1, $4::bigint)`;
  const rows = await queryRows<{ id: bigint }>(db, {
    name: `owned-ids-${table}-${column}-${direction}-${after === null ? 'first' : 'next'}`,
    text: `SELECT id FROM "${table}" WHERE ${where}
      ORDER BY "${column}" ${direction}, id ${direction} LIMIT $2 OFFSET $3`,
    values: [uuid, limit + ROW_TOO_MANY, offset, ...(after === null ? [] : [after.id])],
  });
  return rows.map(({ id }) => id);
}

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
