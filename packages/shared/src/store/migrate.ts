import { DatabaseError, Pool } from 'pg';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import type { Logger } from '../runtime/logger.ts';
import { connectionOptions } from '../runtime/postgres-client.ts';
import { isDatabaseUnavailable } from './database-unavailable.ts';
import {
  appliedMigrations,
  MIGRATIONS_DIR,
  type MigrationFile,
  migrationState,
  newerSchema,
  readMigration,
} from './migration-state.ts';
import { NO_RIGHT } from './write-watch.ts';

/** Any number of bytes that no other program is likely to lock: "PaySvr" in ASCII. */
const MIGRATION_LOCK = 0x506179537672;

/** A migration, or the history that the database keeps of them, cannot be used: `message` is one line for a person. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/**
 * Applies the migrations that the database does not have yet, in order, and returns their names. Each
 * one runs in a transaction of its own together with its row in `_prisma_migrations` (Prisma's table, so
 * `prisma migrate deploy` stays usable): a process killed in the middle leaves nothing half done, and the
 * next start goes on. Two starters never apply the same one: they queue up on an advisory lock, for at
 * most a minute. Takes one query when nothing is pending.
 *
 * @throws {MigrationError} what is wrong with a migration or with the history in the database
 * @throws {DatabaseError} when the database cannot be reached or refuses
 */
export async function migrateDatabase(
  { databaseUrl, migrationsDir = MIGRATIONS_DIR }: { databaseUrl: string; migrationsDir?: string },
  log: Pick<Logger, 'info'>,
): Promise<string[]> {
  const pool = openSingleConnection(databaseUrl);
  const applied: string[] = [];
  try {
    await createSchema(pool, readDatabaseUrl(databaseUrl).schema);
    const { pending, unknown } = await migrationState(pool, migrationsDir);
    if (unknown.length > 0) throw newerSchema(databaseUrl, unknown);
    for (const name of pending) {
      const startedAt = performance.now();
      const done = await applyInTransaction(pool, await readMigration(migrationsDir, name));
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
 * False when another starter applied it while this one waited for the lock.
 *
 * @param pool of one connection
 */
async function applyInTransaction(pool: Pool, migration: MigrationFile): Promise<boolean> {
  await pool.query('BEGIN');
  try {
    await pool.query(`SET LOCAL lock_timeout = '60s'`);
    await pool.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await createHistory(pool);
    await refuseFailed(pool);
    const isPending = !(await appliedMigrations(pool)).has(migration.name);
    if (isPending) await apply(pool, migration);
    await pool.query('COMMIT');
    return isPending;
  } catch (error) {
    await pool.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** Prisma's own table, in its own words. */
const HISTORY_SQL = `CREATE TABLE "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0)`;

interface Found {
  readonly hasHistory: boolean;
  readonly table: string | null;
}

/** Makes the table of what was applied where there is none, and no other but an extension's: it would be another program's. */
async function createHistory(pool: Pool): Promise<void> {
  const { rows } = await pool.query<Found>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "hasHistory",
       (SELECT min(relname) FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
          AND oid NOT IN (SELECT objid FROM pg_depend WHERE deptype = 'e')) AS "table"`,
  );
  const { hasHistory = false, table = null } = rows[0] ?? {};
  if (hasHistory) return;
  if (table !== null) {
    throw new MigrationError(
      `it holds tables of another program (${table}): take an empty database, or a schema of its own (?schema=name)`,
    );
  }
  await pool.query(HISTORY_SQL);
}

/** Only Prisma's own commands leave one behind: what it did to the tables is for a person to see. */
async function refuseFailed(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT migration_name AS name FROM "_prisma_migrations"
     WHERE finished_at IS NULL AND rolled_back_at IS NULL LIMIT 1`,
  );
  const [failed] = rows;
  if (failed === undefined) return;
  throw new MigrationError(
    `${failed.name} was started and did not finish: mend what it left, then say so with \`prisma migrate resolve\``,
  );
}

async function apply(pool: Pool, { name, sql, checksum }: MigrationFile): Promise<void> {
  // Sent whole: PostgreSQL itself finds the ends of its statements, also in a trigger's body.
  await pool.query(sql).catch((error: unknown) => {
    throw explain(error, name);
  });
  await pool.query(
    `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES (gen_random_uuid(), $1, $2, now(), clock_timestamp(), 1)`,
    [checksum, name],
  );
}

/** What the server cannot do now, or not for this user, is no fault of the migration. */
function explain(error: unknown, name: string): unknown {
  if (!(error instanceof DatabaseError) || isDatabaseUnavailable(error)) return error;
  if (error.code === NO_RIGHT) return error;
  const detail = error.detail === undefined ? '' : ` (${error.detail})`;
  return new MigrationError(`${name} failed: ${error.message}${detail}`, { cause: error });
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
