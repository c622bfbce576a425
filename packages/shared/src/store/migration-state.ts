import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError, type Pool } from 'pg';
import { nameOf } from '../runtime/explain-database.ts';
import { PROGRAM_ROOT } from '../runtime/program-root.ts';
import { StartError } from '../runtime/start-error.ts';

/** The migrations that belong to this version of the code: prisma/migrations of the repository. */
export const MIGRATIONS_DIR = join(PROGRAM_ROOT, 'prisma/migrations');

/** One folder of prisma/migrations. */
export interface MigrationFile {
  readonly name: string;
  readonly sql: string;
  /** as Prisma writes it down: SHA-256 of the file, in hex */
  readonly checksum: string;
}

/** The names of the migrations in the directory; their first 14 digits put them in order. */
export async function migrationNames(migrationsDir: string): Promise<string[]> {
  const entries = await readdir(migrationsDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return names.sort();
}

/** Reads one of them. */
export async function readMigration(migrationsDir: string, name: string): Promise<MigrationFile> {
  const sql = await readFile(join(migrationsDir, name, 'migration.sql'), 'utf8');
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
}

type Queryable = Pick<Pool, 'query'>;

/**
 * The names of the migrations in the directory that have not been applied with success, in order. One
 * query, so a readiness check may call it.
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

/** The names of those that were applied with success; none in a database without tables. */
export async function appliedMigrations(database: Queryable): Promise<Set<string>> {
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
