import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { Page, PageKey, PageOrder, PageQuery } from '@payserver/shared/store/page';

/** A list as an export walks it. */
export interface ExportedList<Row> {
  readonly read: (page: PageQuery) => Promise<Result<Page<Row>>>;
  readonly order: PageOrder;
  readonly keyOf: (row: Row) => PageKey;
}

/** A spreadsheet takes no more. */
const MOST_ROWS = 1_000_000;
const PAGE_ROWS = 1_000;

/**
 * All rows of a list, in pages of a thousand, of which only one is in memory: each begins behind the last row of the one
 * before, so that the last costs what the first does. Rows that are added meanwhile may be among them.
 *
 * Refusals: those of the list, 9413 more rows than an export may have: that is found out before the first page.
 */
export async function exportRows<Row>(
  list: ExportedList<Row>,
): Promise<Result<AsyncGenerator<readonly Row[], void>>> {
  const { read, order } = list;
  const beyond = await read({ limit: 1, offset: MOST_ROWS, order, after: null });
  if (!beyond.ok) return beyond;
  if (beyond.value.rows.length > 0) return TOO_MANY;
  const first = await read({ limit: PAGE_ROWS, offset: 0, order, after: null });
  return first.ok ? done(walk(list, first.value)) : first;
}

const TOO_MANY = refused(9413, `more than ${MOST_ROWS} rows match: narrow the export`);

async function* walk<Row>(
  { read, order, keyOf }: ExportedList<Row>,
  first: Page<Row>,
): AsyncGenerator<readonly Row[], void> {
  let page = first;
  for (;;) {
    yield page.rows;
    const last = page.rows.at(-1);
    if (!page.more || last === undefined) return;
    const next = await read({ limit: PAGE_ROWS, offset: 0, order, after: keyOf(last) });
    // Whoever was allowed the first page is allowed them all.
    if (!next.ok) throw new Error(next.refusal.message);
    page = next.value;
  }
}
