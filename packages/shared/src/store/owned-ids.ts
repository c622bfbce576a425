import type { Database } from './database.ts';
import { type PageQuery, takeOf } from './page.ts';
import { queryRows } from './sql.ts';

/** Tables that grow with every payment; each has an index on (owner, id). */
export type GrowingTable = 'PayOrder' | 'RefundOrder' | 'TradeRecord';

/** Whose rows, by the column that says so. */
export interface Owner {
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
export async function ownedIds(
  db: Database,
  { table, column, uuid }: Owner,
  page: PageQuery,
): Promise<bigint[]> {
  const { after, order, offset } = page;
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
    values: [uuid, takeOf(page), offset, ...(after === null ? [] : [after.id])],
  });
  return rows.map(({ id }) => id);
}
