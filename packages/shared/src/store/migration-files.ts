import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

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
