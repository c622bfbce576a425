import { createBatcher } from '../runtime/batcher.ts';
import { crashPoint } from '../runtime/crash-points.ts';
import type { Database } from './database.ts';
import { isDatabaseUnavailable } from './database-unavailable.ts';

/** A statement over arrays. */
export interface BatchedStatement<Item, Row> {
  /** what the crash points call it */
  readonly name: string;
  /** tells items apart: two with the same key never run in one statement */
  readonly keyOf: (item: Item) => string;
  /** the key of the item that this row answers */
  readonly rowKeyOf: (row: Row) => string;
  /** All that it needs to know of a caller stands in the items: those of many callers come together. */
  readonly run: (db: Database, items: readonly Item[]) => Promise<Row[]>;
  /** changes nothing: items with the same key may share one answer */
  readonly areReads?: boolean;
}

/** Runs a statement for these items and answers their rows. */
export type Batched<Item, Row> = (db: Database, items: readonly Item[]) => Promise<Row[]>;

/** Two batches met in another order of rows: each member alone cannot. SQLSTATE */
const DEADLOCK = '40P01';

/**
 * The statement as a function that batches its callers: no items ask nothing, many run at once as they are, a single
 * one runs together with the others that this process asks for in the same moment, in one commit. A row that the
 * database refuses fails its own caller and nobody else.
 *
 * Call it at module level, where there is no caller to close over. Callers are batched by the function that it
 * answers and by the database, never by the name: one that is made elsewhere batches with nobody else's.
 */
export function batched<Item, Row>(statement: BatchedStatement<Item, Row>): Batched<Item, Row> {
  const batchers = new WeakMap<Database, (item: Item) => Promise<Row | undefined>>();
  return async (db, items) => {
    const [only] = items;
    if (only === undefined) return [];
    if (items.length > 1) return await statement.run(db, items);
    const batcher = batchers.get(db) ?? batcherOf(db, statement);
    batchers.set(db, batcher);
    const row = await batcher(only);
    return row === undefined ? [] : [row];
  };
}

function batcherOf<Item, Row>(
  db: Database,
  { name, keyOf, rowKeyOf, run, areReads = false }: BatchedStatement<Item, Row>,
): (item: Item) => Promise<Row | undefined> {
  return createBatcher<Item, Row>({
    keyOf,
    mayShare: areReads,
    run: async (items) => {
      const isCommit = items.length > 1 && !areReads;
      if (isCommit) crashPoint('group.beforeStatement', name);
      const rows = await run(db, items);
      if (isCommit) crashPoint('group.afterCommit', name);
      return new Map(rows.map((row) => [rowKeyOf(row), row]));
    },
    failsWholeBatch: (error) => isDatabaseUnavailable(error) && !isDeadlock(error),
  });
}

function isDeadlock(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DEADLOCK;
}
