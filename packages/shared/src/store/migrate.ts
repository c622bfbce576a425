import { join } from 'node:path';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { DatabaseError, Pool } from 'pg';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import type { Logger } from '../runtime/logger.ts';
import { connectionOptions } from '../runtime/postgres-client.ts';
import { PROGRAM_ROOT } from '../runtime/program-root.ts';
import { StartError } from '../runtime/start-error.ts';
import { nameOf } from './explain-database.ts';
import { migrationNames, NO_FILTER, readMigrations, withSchemaEngine } from './schema-engine.ts';

/** The migrations that belong to this version of the code: prisma/migrations of the repository. */
export const MIGRATIONS_DIR = join(PROGRAM_ROOT, 'prisma/migrations');

/** Any number of bytes that no other program is likely to lock: "PaySvr" in ASCII. */
const MIGRATION_LOCK = 0x506179537672;

type Queryable = Pick<Pool, 'query'>;

interface Target {
  /** of one connection */
  readonly pool: Pool;
  readonly schema: string;
}

/**
 * Applies the migrations that the database does not have yet, in order, and returns their names. Each
 * one runs in a transaction of its own together with its row in `_prisma_migrations` (Prisma's table, so
 * `prisma migrate deploy` stays usable): a process killed in the middle leaves nothing half done, and the
 * next start goes on. Two starters never apply the same one: they queue up on an advisory lock, for at
 * most a minute. Takes one query when nothing is pending.
 *
 * @throws {SchemaEngineError} what is wrong with a migration or with the history in the database
 * @throws {DatabaseError} when the database cannot be reached or refuses
 */
export async function migrateDatabase(
  { databaseUrl, migrationsDir = MIGRATIONS_DIR }: { databaseUrl: string; migrationsDir?: string },
  log: Pick<Logger, 'info'>,
): Promise<string[]> {
  const pool = openSingleConnection(databaseUrl);
  const { schema } = readDatabaseUrl(databaseUrl);
  const applied: string[] = [];
  try {
    await createSchema(pool, schema);
    const { pending, unknown } = await migrationState(pool, migrationsDir);
    if (unknown.length > 0) throw newerSchema(databaseUrl, unknown);
    for (const name of pending) {
      const startedAt = performance.now();
      const done = await applyInTransaction({ pool, schema }, migrationsDir, name);
      if (!done) continue;
      log.info(
        { migration: name, ms: Math.round(performance.now() - startedAt) },
        'migration applied',
      );
      applied.push(name);
    }
  } finally {
    await pool.end();
  }
  return applied;
}

/**
 * The names of the migrations in the directory that have not been applied with success, in order. One
 * query and no schema engine, so a readiness check may call it.
 */
export async function pendingMigrations(
  database: Queryable,
  migrationsDir: string = MIGRATIONS_DIR,
): Promise<string[]> {
  return (await migrationState(database, migrationsDir)).pending;
}

/** What has been applied, what of this version has not, and what no migration of this version is. */
export async function migrationState(
  database: Queryable,
  migrationsDir: string = MIGRATIONS_DIR,
): Promise<{ applied: Set<string>; pending: string[]; unknown: string[] }> {
  const [names, applied] = await Promise.all([
    migrationNames(migrationsDir),
    appliedMigrations(database),
  ]);
  const pending = names.filter((name) => !applied.has(name));
  const unknown = [...applied].filter((name) => !names.includes(name)).sort();
  return { applied, pending, unknown };
}

/** What a program says that is older than its tables: it does not know what they need. */
export function newerSchema(databaseUrl: string, unknown: readonly string[]): StartError {
  return new StartError(
    `${nameOf(databaseUrl)} was migrated by a newer version (${unknown.at(-1)}): start that version, ` +
      'or restore a backup from before it',
  );
}

const UNDEFINED_TABLE = '42P01';

async function appliedMigrations(database: Queryable): Promise<Set<string>> {
  try {
    const { rows } = await database.query<{ migration_name: string }>(
      'SELECT migration_name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
    );
    return new Set(rows.map((row) => row.migration_name));
  } catch (error) {
    if (error instanceof DatabaseError && error.code === UNDEFINED_TABLE) return new Set();
    throw error;
  }
}

/** False when another starter applied it while this one waited for the lock. */
async function applyInTransaction(
  { pool, schema }: Target,
  migrationsDir: string,
  name: string,
): Promise<boolean> {
  await pool.query('BEGIN');
  try {
    await pool.query(`SET LOCAL lock_timeout = '60s'`);
    await pool.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const isPending = !(await appliedInTransaction(pool)).has(name);
    if (isPending) await applyUpTo({ pool, schema }, migrationsDir, name);
    await pool.query('COMMIT');
    return isPending;
  } catch (error) {
    await pool.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** A failed query would end the transaction, so the table's absence is asked for and not provoked. */
async function appliedInTransaction(pool: Pool): Promise<Set<string>> {
  const { rows } = await pool.query<{ oid: string | null }>(
    `SELECT to_regclass('"_prisma_migrations"')::text AS oid`,
  );
  return rows[0]?.oid === null ? new Set() : await appliedMigrations(pool);
}

async function applyUpTo(
  { pool, schema }: Target,
  migrationsDir: string,
  name: string,
): Promise<void> {
  const migrationsList = await readMigrations(migrationsDir, name);
  const apply = async (engine: SchemaEngine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTER });
  await withSchemaEngine(pool, apply, schema);
}

/** Asked for first: creating one needs a right that creating tables does not. */
async function createSchema(pool: Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<{ oid: string | null }>(
    `SELECT to_regnamespace('${schema}')::text AS oid`,
  );
  if (rows[0]?.oid === null) await pool.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
}

/**
 * A pool of exactly one connection, which is never dropped for being idle: what a session holds (a
 * transaction, a lock) is still there at the next statement.
 */
export function openSingleConnection(databaseUrl: string): Pool {
  const pool = new Pool({
    ...connectionOptions(databaseUrl, { name: 'payserver-migrate' }),
    max: 1,
    idleTimeoutMillis: 0,
  });
  // Without a listener a lost connection would end the process; the next statement reports it.
  pool.on('error', () => {});
  return pool;
}
