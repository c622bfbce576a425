import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@payserver/shared/platform/embedded-postgres';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import { migrateDatabase, openSingleConnection } from '@payserver/shared/store/migrate';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { checkServer } from '@payserver/shared/store/server-check';
import { queryRows } from '@payserver/shared/store/sql';

const QUIET = { info: () => {}, warn: () => {} };

/** What a database may say, one at a time. */
const SETTINGS: ReadonlyArray<readonly [string, string]> = [
  ...['Asia/Shanghai', 'America/St_Johns'].map((zone) => ['timezone', zone] as const),
  ...['German', 'SQL, DMY', 'Postgres, MDY'].map((style) => ['datestyle', style] as const),
  ['intervalstyle', 'iso_8601'],
  ['bytea_output', 'escape'],
  ['extra_float_digits', '-15'],
  ['client_encoding', 'LATIN1'],
  ['standard_conforming_strings', 'off'],
  ['escape_string_warning', 'off'],
  ['backslash_quote', 'on'],
  ['array_nulls', 'off'],
  ['transform_null_equals', 'on'],
  ['quote_all_identifiers', 'on'],
  ['search_path', 'nowhere'],
  ['synchronous_commit', 'off'],
  ['synchronous_commit', 'local'],
  ['synchronous_commit', 'remote_apply'],
  ['default_transaction_isolation', 'serializable'],
  ['default_transaction_isolation', 'repeatable read'],
  ['default_transaction_deferrable', 'on'],
  ['default_transaction_read_only', 'on'],
  ['statement_timeout', '1'],
  ['lock_timeout', '1'],
  ['idle_in_transaction_session_timeout', '1'],
  ['idle_session_timeout', '1'],
  ['client_min_messages', 'debug5'],
  ['enable_indexscan', 'off'],
  ['enable_seqscan', 'off'],
  ['jit_above_cost', '0'],
  ['plan_cache_mode', 'force_custom_plan'],
  ['work_mem', '64kB'],
  ['temp_buffers', '100'],
  ['synchronize_seqscans', 'off'],
  ['row_security', 'off'],
  ['xmlbinary', 'hex'],
  ['lc_numeric', 'C'],
  ['default_statistics_target', '1'],
];

/** One row of the table: the setting, what our connections then have, and whether they read and write as ever. */
export async function postgresRows(): Promise<string[][]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-settings-'));
  const options = { dataDir, port: 0, settings: { fsync: 'off' } };
  const server = await startEmbeddedPostgres(options, QUIET);
  try {
    await migrateDatabase({ databaseUrl: server.url }, QUIET);
    await seedTemplates(server.url, null);
    const rows: string[][] = [];
    for (const [name, value] of SETTINGS) rows.push(await tryOne(server.url, name, value));
    return rows;
  } finally {
    await server.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function tryOne(url: string, name: string, value: string): Promise<string[]> {
  const database = new URL(url).pathname.slice(1);
  const admin = openSingleConnection(url);
  await admin.query(`ALTER DATABASE ${database} SET ${name} = '${value}'`);
  const db = openDatabase({ url, max: 2, name: 'check', onError: () => {}, onlyLooksUp: true });
  try {
    const has = await db.pool.query<{ has: string }>('SELECT current_setting($1) AS has', [name]);
    return [`${name} = ${value}`, has.rows[0]?.has ?? '', await seen(db, url)];
  } catch (error) {
    return [`${name} = ${value}`, '', error instanceof Error ? error.message : String(error)];
  } finally {
    await db.close();
    await admin.query('SET default_transaction_read_only = off');
    await admin.query(`ALTER DATABASE ${database} RESET ${name}`);
    await admin.end();
  }
}

/** A time written, and read in both ways that the gateway has; `ok` when all three are one moment. */
async function seen(db: Database, url: string): Promise<string> {
  await checkServer({ url, acceptsLoss: true, log: QUIET });
  const at = new Date();
  try {
    await db.prisma.payModeTemplate.updateMany({ data: { modifiedAt: at } });
  } catch {
    return 'no writes: 9503, not ready';
  }
  const text = 'SELECT "modifiedAt" AS at FROM "PayModeTemplate" LIMIT 1';
  const [row] = await queryRows<{ at: Date }>(db, { name: 'seen', text, values: [] });
  const again = await db.prisma.payModeTemplate.findFirst();
  const isSame = [row?.at, again?.modifiedAt].every((time) => time?.getTime() === at.getTime());
  return isSame ? 'ok' : `times differ: ${String(row?.at)}`;
}
