import { BooksMigrationError, migrateBooks } from '@payserver/accounts/books/migrate';
import { MIGRATIONS } from '@payserver/accounts/books/migrations/all';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBooksServer } from '../support/books.ts';
import { runSql } from '../support/sql.ts';

let server: { url: string; stop: () => Promise<void> };

beforeAll(async () => {
  server = await startBooksServer();
});
afterAll(async () => await server.stop());

const names = MIGRATIONS.map(({ name }) => name);
const place = (schema: string) => ({ databaseUrl: server.url, schema });

test('starters at the same time apply each migration once, and the next start none', async () => {
  const applied = await Promise.all([1, 2, 3].map(async () => await migrateBooks(place('books'))));
  expect(applied.flat()).toEqual(names);
  expect(await migrateBooks(place('books'))).toEqual([]);
});

test('one that fails leaves nothing of those before it', async () => {
  const broken = [...MIGRATIONS.slice(0, 2), { name: '900_broken', sql: 'SELECT nothing' }];
  await expect(migrateBooks(place('half'), broken)).rejects.toThrow(/column "nothing"/);
  expect(await runSql(server.url, `SELECT FROM pg_namespace WHERE nspname = 'half'`)).toEqual([]);
});

test('a migration that changed, and a schema of a newer version, are refused', async () => {
  await migrateBooks(place('changed'));
  const changed = MIGRATIONS.map((step) => ({ ...step, sql: `${step.sql} ` }));
  await expect(migrateBooks(place('changed'), changed)).rejects.toBeInstanceOf(BooksMigrationError);
  const older = MIGRATIONS.slice(0, -1);
  await expect(migrateBooks(place('changed'), older)).rejects.toBeInstanceOf(BooksMigrationError);
});
