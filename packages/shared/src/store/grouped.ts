import { crashPoint } from '../runtime/crash-points.ts';
import { createGrouping } from '../runtime/grouping.ts';
import type { Database } from './database.ts';
import { isDatabaseAway } from './database-away.ts';

/** A statement over arrays. */
export interface GroupedStatement<Item, Row> {
  /** stands for this very statement, with all that its items do not say */
  readonly name: string;
  readonly keyOf: (item: Item) => string;
  readonly rowKeyOf: (row: Row) => string;
  readonly run: (items: readonly Item[]) => Promise<Row[]>;
  /** changes nothing: items with the same key may share one answer */
  readonly areReads?: boolean;
}

type Grouping = (item: never) => Promise<unknown>;
const groupings = new WeakMap<Database, Map<string, Grouping>>();

/** Two groups met in another order of rows: each member alone cannot. SQLSTATE */
const DEADLOCK = '40P01';

/**
 * Runs the statement for these items: none ask nothing, many at once as they are, a single one together with the others
 * that this process asks for in the same moment, in one commit. A row that the database refuses fails
 * its own caller and nobody else. Answers the rows of these items.
 */
export async function runGrouped<Item, Row>(
  db: Database,
  statement: GroupedStatement<Item, Row>,
  items: readonly Item[],
): Promise<Row[]> {
  const [only] = items;
  if (only === undefined) return [];
  if (items.length > 1) return await statement.run(items);
  const row = await groupingOf(db, statement)(only);
  return row === undefined ? [] : [row];
}

function groupingOf<Item, Row>(
  db: Database,
  { name, keyOf, rowKeyOf, run, areReads = false }: GroupedStatement<Item, Row>,
): (item: Item) => Promise<Row | undefined> {
  const known = groupings.get(db) ?? new Map<string, Grouping>();
  groupings.set(db, known);
  const grouping =
    known.get(name) ??
    createGrouping<Item, Row>({
      keyOf,
      mayShare: areReads,
      run: async (items) => {
        const isCommit = items.length > 1 && !areReads;
        if (isCommit) crashPoint('group.beforeStatement', name);
        const rows = await run(items);
        if (isCommit) crashPoint('group.afterCommit', name);
        return new Map(rows.map((row) => [rowKeyOf(row), row]));
      },
      isEverybodys: (error) => isDatabaseAway(error) && !isDeadlock(error),
    });
  known.set(name, grouping);
  return grouping as (item: Item) => Promise<Row | undefined>;
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}
