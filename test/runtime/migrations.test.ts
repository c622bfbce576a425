import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { migrateDatabase, openSingleConnection } from '@payserver/shared/store/migrate';
import { MIGRATIONS_DIR, pendingMigrations } from '@payserver/shared/store/migration-state';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { adminQuery, databaseUrl as urlOf } from '../support/servers.ts';
import { runSql } from '../support/sql.ts';

const SILENT = { info: () => {} };
let server: OwnPostgres;
beforeAll(async () => {
  server = await startOwnPostgres();
});
afterAll(async () => await server.stop());

async function createDatabase(name: string): Promise<string> {
  await adminQuery(server.url, `CREATE DATABASE ${name}`);
  return urlOf(server.url, name);
}

/** All migrations of this version, and one that comes after them. */
async function migrationsAnd(name: string, sql: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'payserver-migrations-'));
  onTestFinished(async () => await rm(dir, { recursive: true }));
  await cp(MIGRATIONS_DIR, dir, { recursive: true });
  await mkdir(join(dir, name));
  await writeFile(join(dir, name, 'migration.sql'), sql);
  return dir;
}

/** The migrations of the version that came before this one, and of none later. */
async function migrationsBefore(name: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'payserver-migrations-'));
  onTestFinished(async () => await rm(dir, { recursive: true }));
  const filter = (source: string) => !/^\d/.test(basename(source)) || basename(source) < name;
  await cp(MIGRATIONS_DIR, dir, { recursive: true, filter });
  return dir;
}

/** The migrations that this database does not have yet. */
async function pendingOf(databaseUrl: string, dir?: string): Promise<string[]> {
  const pool = openSingleConnection(databaseUrl);
  try {
    return await pendingMigrations(pool, dir);
  } finally {
    await pool.end();
  }
}

test('starters at the same moment apply each migration once, and another start applies none', async () => {
  const databaseUrl = await createDatabase('at_once');
  const starters = Array.from({ length: 4 }, async () => migrateDatabase({ databaseUrl }, SILENT));
  const applied = (await Promise.all(starters)).flat();
  expect(new Set(applied).size).toBe(applied.length);
  expect(await pendingOf(databaseUrl)).toEqual([]);
  expect(await migrateDatabase({ databaseUrl }, SILENT)).toEqual([]);
});

const LATER = '29990101000000_later';

test('a migration that fails is named, leaves nothing half done, and is applied by the next start once it is mended', async () => {
  const databaseUrl = await createDatabase('broken');
  const broken = await migrationsAnd(LATER, 'CREATE TABLE later (id int); SELECT 1 / 0;');
  await expect(migrateDatabase({ databaseUrl, migrationsDir: broken }, SILENT)).rejects.toThrow(
    `${LATER} failed: division by zero`,
  );
  expect(await pendingOf(databaseUrl, broken)).toEqual([LATER]);
  const body = `CREATE TABLE later (id int);
    -- not an end; of a statement
    CREATE FUNCTION later() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;`;
  const mended = await migrationsAnd(LATER, body);
  expect(await migrateDatabase({ databaseUrl, migrationsDir: mended }, SILENT)).toEqual([LATER]);
  expect(await runSql(databaseUrl, 'SELECT later() AS later')).toEqual([{ later: 1 }]);
});

test('one that Prisma’s own commands left unfinished is named, and nothing is done', async () => {
  const databaseUrl = await createDatabase('unfinished');
  await migrateDatabase({ databaseUrl }, SILENT);
  const dir = await migrationsAnd(LATER, 'CREATE TABLE later (id int)');
  await runSql(
    databaseUrl,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '${LATER}')`,
  );
  await expect(migrateDatabase({ databaseUrl, migrationsDir: dir }, SILENT)).rejects.toThrow(
    `${LATER} was started and did not finish: mend what it left, then say so with \`prisma migrate resolve\``,
  );
  expect(await runSql(databaseUrl, `SELECT to_regclass('later') AS later`)).toEqual([
    { later: null },
  ]);
});

test('a database that holds tables of another program is refused, and stays as it is', async () => {
  const databaseUrl = await createDatabase('of_others');
  await runSql(databaseUrl, 'CREATE TABLE their_orders (id int)');
  await expect(migrateDatabase({ databaseUrl }, SILENT)).rejects.toThrow(
    'it holds tables of another program (their_orders): take an empty database, or a schema of its own (?schema=name)',
  );
  const tables = `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;
  expect(await runSql(databaseUrl, tables)).toEqual([{ relname: 'their_orders' }]);
});

test('what leads to the sandbox in a database of before there were kinds is sandbox, and all else real or its template’s', async () => {
  const databaseUrl = await createDatabase('before_kinds');
  const migrationsDir = await migrationsBefore('20261128034413_connector_kind');
  await migrateDatabase({ databaseUrl, migrationsDir }, SILENT);
  const sandbox = 'http://127.0.0.1:6010/sandbox/wechat/pay';
  const real = 'https://pay.example/pay?sandbox';
  await runSql(
    databaseUrl,
    `INSERT INTO "PayModeTemplate" (uuid, "payTemplateId", name, "payUrl") VALUES
       ('s', 't-sandbox', 's', '${sandbox}'), ('r', 't-real', 'r', '${real}'), ('c', 't-cash', 'c', '');
     INSERT INTO "PayMode" (uuid, "merchantUUID", "merchantHref", "payTemplateId", name, "payUrl") VALUES
       ('m-s', 'm', '', NULL, 's', '${sandbox}'), ('m-r', 'm', '', NULL, 'r', '${real}'),
       ('m-t', 'm', '', 't-sandbox', 't', NULL)`,
  );
  expect(await migrateDatabase({ databaseUrl }, SILENT)).toContain('20261128034413_connector_kind');
  const kinds = `SELECT uuid, "connectorKind" FROM "PayModeTemplate"
    UNION ALL SELECT uuid, "connectorKind" FROM "PayMode"`;
  const rows = await runSql<{ uuid: string; connectorKind: string | null }>(databaseUrl, kinds);
  expect(Object.fromEntries(rows.map((row) => [row.uuid, row.connectorKind]))).toEqual({
    s: 'sandbox',
    r: 'real',
    c: 'real',
    'm-s': 'sandbox',
    'm-r': null,
    'm-t': null,
  });
});
