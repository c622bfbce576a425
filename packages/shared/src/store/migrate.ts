import { fileURLToPath } from 'node:url';
import { DatabaseError, Pool } from 'pg';
import type { Logger } from '../platform/logger.ts';
import { migrationNames, NO_FILTER, readMigrations, withSchemaEngine } from './schema-engine.ts';

/** The migrations that belong to this version of the code: prisma/migrations of the repository. */
export const MIGRATIONS_DIR = fileURLToPath(
  new URL('../../../../prisma/migrations', import.meta.url),
);

/** Any number of bytes that no other program is likely to lock: "PaySvr" in ASCII. */
const MIGRATION_LOCK = 0x506179537672;

type Queryable = Pick<Pool, 'query'>;

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
  const applied: string[] = [];
  try {
    for (const name of await pendingMigrations(pool, migrationsDir)) {
      const startedAt = performance.now();
      const done = await applyInTransaction(pool, migrationsDir, name);
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
  const [names, applied] = await Promise.all([
    migrationNames(migrationsDir),
    appliedMigrations(database),
  ]);
  return names.filter((name) => !applied.has(name));
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
  pool: Pool,
  migrationsDir: string,
  name: string,
): Promise<boolean> {
  await pool.query('BEGIN');
  try {
    await pool.query(`SET LOCAL lock_timeout = '60s'`);
    await pool.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    const isPending = !(await appliedInTransaction(pool)).has(name);
    if (isPending) await applyUpTo(pool, migrationsDir, name);
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

async function applyUpTo(pool: Pool, migrationsDir: string, name: string): Promise<void> {
  const migrationsList = await readMigrations(migrationsDir, name);
  await withSchemaEngine(pool, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTER }),
  );
}

/**
 * A pool of exactly one connection, which is never dropped for being idle: what a session holds (a
 * transaction, a lock) is still there at the next statement.
 */
export function openSingleConnection(databaseUrl: string): Pool {
  const pool = new Pool({
    connectionString: databaseUrl,
    max: 1,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: 10_000,
    application_name: 'payserver-migrate',
  });
  // Without a listener a lost connection would end the process; the next statement reports it.
  pool.on('error', () => {});
  return pool;
}
