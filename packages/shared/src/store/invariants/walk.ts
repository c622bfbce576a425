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

/** Where a tag is among all. */
export interface TagKey {
  readonly value: string;
  readonly merchantUUID: string;
  readonly orderId: bigint;
}

/** Before every tag: none is empty. */
const NO_TAG: TagKey = { value: '', merchantUUID: '', orderId: 0n };

/** Walks over all tags in the order of their key, as {@link walkIds} does over ids. */
export async function* walkTags(db: Database): AsyncGenerator<Record<'after' | 'upTo', TagKey>> {
  for (let after = NO_TAG; ; ) {
    const [upTo] = await queryRows<TagKey>(db, {
      name: 'walk-OrderTag',
      text: `SELECT * FROM (SELECT value, "merchantUUID", "orderId" FROM "OrderTag"
          WHERE (value, "merchantUUID", "orderId") > ($1, $2, $3::bigint)
          ORDER BY value, "merchantUUID", "orderId" LIMIT ${PAGE_ROWS}) t
        ORDER BY value DESC, "merchantUUID" DESC, "orderId" DESC LIMIT 1`,
      values: [after.value, after.merchantUUID, after.orderId],
    });
    if (upTo === undefined) return;
    yield { after, upTo };
    after = upTo;
  }
}
