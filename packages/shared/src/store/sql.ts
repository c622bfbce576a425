import { setTimeout as sleep } from 'node:timers/promises';
import { type CustomTypesConfig, type PoolClient, type QueryResultRow, types } from 'pg';
import type { Database } from './database.ts';

const PG_TIME = types.getTypeParser(types.builtins.TIMESTAMPTZ) as (text: string) => unknown;

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
  getTypeParser: (oid, format) => {
    if (oid === types.builtins.INT8) return BigInt;
    if (oid === types.builtins.TIMESTAMPTZ) return readTime;
    return types.getTypeParser(oid, format) as (value: string) => unknown;
  },
};

const ISO_TIME = /^\d{4,}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d(?::?\d\d)*$/;

/**
 * The driver reads a time that it does not understand as null. An order without its time could be taken for one that
 * was never sent, and closed: such an answer is an error instead.
 */
function readTime(text: string): Date {
  const time: unknown = ISO_TIME.test(text) ? PG_TIME(text) : null;
  if (time instanceof Date && !Number.isNaN(time.getTime())) return time;
  throw new Error(`the database writes times in another way than was set: ${JSON.stringify(text)}`);
}

/**
 * An array parameter whose length the planner does not see. It would plan anew for each call as long as a plan made
 * for this very length seems cheaper than one for any, which costs more than a statement of one row takes to run.
 */
export function ofUnseenLength(parameter: string): string {
  return `(SELECT ${parameter})`;
}

/** Texts of the program's own as the literals of a list. Never for what a caller says: that is a parameter. */
export function literals(texts: readonly string[]): string {
  return texts.map((text) => `'${text}'`).join(', ');
}

/**
 * Whether the row `o` is among those that a CTE answered, reading each of them once. A join would compare each with
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
  const result = await retryConflicts(async () => await db.pool.query<QueryResultRow>(query));
  return result.rows as Row[];
}

/** SQLSTATE: the server has undone all of it, and asks for it once more. */
const SERIALIZATION_FAILURE = '40001';
const TRIES = 5;
const PAUSE_MS = 20;

async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== SERIALIZATION_FAILURE || tried >= TRIES) throw error;
      await sleep(Math.random() * PAUSE_MS * tried);
    }
  }
}

/**
 * Runs `work` in one transaction on one connection and answers what it answers; what it throws has
 * undone everything. May run `work` again when the server asks for it. Throws also when the commit's answer was lost: then nobody knows whether it was done.
 */
export async function inTransaction<Result>(
  db: Database,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  return await retryConflicts(async () => await onceInTransaction(db, work));
}

async function onceInTransaction<Result>(
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
