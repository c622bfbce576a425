import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Admin, adminOf } from '@payserver/accounts/books/admin';
import { type Books, openBooks } from '@payserver/accounts/books/books';
import { migrateBooks } from '@payserver/accounts/books/migrate';
import { verifyBooks } from '@payserver/accounts/books/verify';
import { startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import { runSql } from './sql.ts';

const SILENT = { info: () => {}, warn: () => {} };
const ZONE = 'Asia/Shanghai';

/** Migrated books on a PostgreSQL of a test's own. */
export interface TestBooks {
  readonly url: string;
  readonly schema: string;
  readonly books: Books;
  readonly admin: Admin;
  /** Statements in the books' schema, past every function. */
  sql<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** From now on the books' clock stands at this wall-clock time in {@link ZONE}; null: it goes again. */
  setClock(wallClock: string | null): Promise<void>;
  stop(): Promise<void>;
}

/** Fails with the rules that rows of these books break. */
export async function expectSound({ books }: Pick<TestBooks, 'books'>): Promise<void> {
  const breaches = await verifyBooks(books.connection);
  if (breaches.length > 0) throw new Error(JSON.stringify(breaches, null, 2));
}

/** A PostgreSQL for books, without fsync: it outlives no machine. */
export async function startBooksServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-books-'));
  const server = await startEmbeddedPostgres(
    { dataDir, port: 0, settings: { fsync: 'off' } },
    SILENT,
  );
  const stop = async () => {
    await server.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}

/** Books on a server of their own, which ends with them. */
export async function startTestBooks(): Promise<TestBooks> {
  const server = await startBooksServer();
  const books = await openTestBooks(server.url);
  const stop = async () => {
    await books.stop();
    await server.stop();
  };
  return { ...books, stop };
}

/** Books in a schema of their own on this server. */
export async function openTestBooks(url: string, schema = 'accounts'): Promise<TestBooks> {
  await migrateBooks({ databaseUrl: url, schema });
  const clock = `CREATE TABLE IF NOT EXISTS test_clock AS SELECT NULL::timestamp AS stands_at;
    CREATE OR REPLACE FUNCTION books_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
      SELECT coalesce(stands_at AT TIME ZONE '${ZONE}', clock_timestamp()) FROM test_clock $$`;
  await runSql(within(url, schema), clock);
  const books = openBooks({ databaseUrl: url, schema, timeZone: ZONE });
  const sql: TestBooks['sql'] = async (text, values = []) =>
    await runSql(within(url, schema), text, values);
  return {
    url,
    schema,
    books,
    admin: adminOf(books.connection),
    sql,
    setClock: async (wallClock) => {
      await books.connection.rows('UPDATE test_clock SET stands_at = $1', [wallClock]);
    },
    stop: async () => await books.close(),
  };
}

function within(url: string, schema: string): string {
  const inSchema = new URL(url);
  inSchema.searchParams.set('options', `-c search_path=${schema}`);
  return inSchema.href;
}
