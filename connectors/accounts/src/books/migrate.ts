import { createHash } from 'node:crypto';
import { newClient } from '@payserver/shared/runtime/postgres-client';
import type { Client } from 'pg';
import { MIGRATIONS, type Migration } from './migrations/all.ts';

/** Where the books are: a database, and a schema of their own in it. */
export interface BooksPlace {
  readonly databaseUrl: string;
  /** default `accounts` */
  readonly schema?: string;
}

export const DEFAULT_SCHEMA = 'accounts';

/** "AccBks" in ASCII: no other program is likely to lock it. */
const MIGRATION_LOCK = 0x416363426b73;

/** The schema's history and this program do not fit: `message` is one line for a person. */
export class BooksMigrationError extends Error {
  override readonly name = 'BooksMigrationError';
}

/**
 * Makes the schema and applies what it does not have yet, all in one transaction: a process killed in the middle leaves
 * nothing. Two starters queue up on an advisory lock. May run again at every start; answers the names of what it applied.
 *
 * @param migrations others than the program's own only in tests
 * @throws {BooksMigrationError} an applied migration was changed, or the schema is of a newer version
 */
export async function migrateBooks(
  place: BooksPlace,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<string[]> {
  const schema = place.schema ?? DEFAULT_SCHEMA;
  const client = newClient(place.databaseUrl, { name: 'payserver-accounts-migrate', schema });
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema.replaceAll('"', '""')}"`);
    await client.query(`CREATE TABLE IF NOT EXISTS migration (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    const applied = await applyPending(client, migrations);
    await client.query('COMMIT');
    return applied;
  } finally {
    // Ends the transaction too when it was not committed.
    await client.end();
  }
}

async function applyPending(client: Client, migrations: readonly Migration[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM migration',
  );
  const known = new Map(rows.map(({ name, checksum }) => [name, checksum]));
  const newer = rows.find(({ name }) => !migrations.some((own) => own.name === name));
  if (newer !== undefined) {
    throw new BooksMigrationError(`the books have ${newer.name}, which this version does not know`);
  }
  const applied: string[] = [];
  for (const { name, sql } of migrations) {
    const checksum = createHash('sha256').update(sql).digest('hex');
    const before = known.get(name);
    if (before === checksum) continue;
    if (before !== undefined) {
      throw new BooksMigrationError(`${name} was changed after it had been applied`);
    }
    await client.query(sql);
    await client.query('INSERT INTO migration (name, checksum) VALUES ($1, $2)', [name, checksum]);
    applied.push(name);
  }
  return applied;
}
