import { type CustomTypesConfig, type PoolClient, type QueryResultRow, types } from 'pg';
import type { Database } from './database.ts';

/** A statement with its values; `name` must stand for this very text in the whole program. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: unknown[];
}

/**
 * How values are read: as Prisma does, whose `id` is a bigint. For each statement and not for the whole
 * pool, because Prisma shares the pool and reads for itself.
 */
export const ROW_TYPES: CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === types.builtins.INT8
      ? BigInt
      : (types.getTypeParser(oid, format) as (value: string) => unknown),
};

/**
 * An array parameter whose length the planner does not see. It would plan anew for each call as long as a plan made
 * for this very length looks cheaper than one for any, which costs more than a statement of one row takes to run.
 */
export function ofUnseenLength(parameter: string): string {
  return `(SELECT ${parameter})`;
}

/**
 * Whether the row `o` is among those that a CTE answered, in one look at each of them. A join would compare each with
 * each where the planner may not hash it (see database.ts), and a batch has a thousand.
 */
export function isAmong(cte: string): string {
  return `(o.uuid IN (SELECT uuid FROM ${cte})) IS TRUE`;
}

/**
 * Runs one prepared statement and answers its rows, with `id` as the bigint that Prisma gives too. The
 * name makes PostgreSQL parse and plan it once per connection, which halves its cost.
 */
export async function queryRows<Row>(db: Database, statement: Statement): Promise<Row[]> {
  const query = { ...statement, types: ROW_TYPES };
  const result = await db.pool.query<QueryResultRow>(query);
  return result.rows as Row[];
}

/**
 * Runs `work` in one transaction on one connection and answers what it answers; what it throws has
 * undone everything. Throws also when the commit's answer was lost: then nobody knows whether it was done.
 */
export async function inTransaction<Result>(
  db: Database,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await db.pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}
