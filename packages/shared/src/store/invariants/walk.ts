import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';

/** Rows of one page: `after < id <= upTo`. */
export interface IdPage {
  readonly after: bigint;
  readonly upTo: bigint;
  readonly rows: number;
}

/** Tables whose rows are numbered as they are written and never deleted. */
export type NumberedTable = 'PayOrder' | 'RefundOrder' | 'TradeRecord';

const PAGE_ROWS = 500;

/** Walks over a whole table in the order of its ids; memory stays that of one page. */
export async function* walkIds(db: Database, table: NumberedTable): AsyncGenerator<IdPage> {
  for (let after = 0n; ; ) {
    const [page] = await queryRows<{ last: string | null; rows: number }>(db, {
      name: `walk-${table}`,
      text: `SELECT max(id)::text AS last, count(*)::int AS rows FROM (
        SELECT id FROM "${table}" WHERE id > $1 ORDER BY id LIMIT ${PAGE_ROWS}) t`,
      values: [after],
    });
    if (page === undefined || page.last === null) return;
    const upTo = BigInt(page.last);
    yield { after, upTo, rows: page.rows };
    after = upTo;
  }
}
