import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import { migrateDatabase, openSingleConnection } from '@payserver/shared/store/migrate';
import { MIGRATIONS_DIR } from '@payserver/shared/store/migration-state';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { FILTER, listMigrations, withSchemaEngine } from './schema-engine/engine.ts';

const SCHEMA = fileURLToPath(new URL('../prisma/schema.prisma', import.meta.url));
const QUIET = { info: () => {}, warn: () => {} };

/**
 * The SQL that leads from all migrations, applied for real to an empty scratch database, to
 * schema.prisma; undefined when they say the same. The scratch database lives on the server of
 * DATABASE_URL, or on an embedded one that is thrown away, and is dropped in the end.
 *
 * @throws {SchemaEngineError} a migration that cannot be applied, or a schema that is wrong
 */
export async function schemaDifference(): Promise<string | undefined> {
  return await withServer((url) => withScratchDatabase(url, compare));
}

async function compare(databaseUrl: string): Promise<string | undefined> {
  await migrateDatabase({ databaseUrl }, QUIET);
  const files = [{ path: SCHEMA, content: await readFile(SCHEMA, 'utf8') }];
  const pool = openSingleConnection(databaseUrl);
  try {
    const { exitCode, stdout } = await withSchemaEngine(pool, async (engine) => {
      await expectKnownHistory(engine);
      return await engine.diff({
        from: { tag: 'schemaDatasource', files, configDir: '' },
        to: { tag: 'schemaDatamodel', files },
        script: true,
        exitCode: true,
        filters: FILTER,
      });
    });
    // The engine answers 0 for "the same" and 2 for "different"; silence must never pass for "the same".
    if (exitCode === 0) return undefined;
    if (exitCode === 2 && stdout) return stdout;
    throw new Error(`the schema engine answered ${exitCode} and said: ${stdout ?? 'nothing'}`);
  } finally {
    await pool.end();
  }
}

/** Prisma's own commands must find the history that we write as they would have written it. */
async function expectKnownHistory(engine: SchemaEngine): Promise<void> {
  const migrationsList = await listMigrations(MIGRATIONS_DIR);
  const { history, hasMigrationsTable, editedMigrationNames, failedMigrationNames } =
    await engine.diagnoseMigrationHistory({
      migrationsList,
      optInToShadowDatabase: false,
      filters: FILTER,
    });
  const odd = [...editedMigrationNames, ...failedMigrationNames];
  if (hasMigrationsTable && history === null && odd.length === 0) return;
  throw new Error(
    `Prisma reads another history than was written: ${JSON.stringify({ hasMigrationsTable, history, odd })}`,
  );
}

async function withServer<T>(use: (url: string) => Promise<T>): Promise<T> {
  const given = process.env['DATABASE_URL'];
  if (given) return await use(given);
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-schema-'));
  try {
    const settings = { fsync: 'off' };
    const server = await startEmbeddedPostgres({ dataDir, port: 0, settings }, QUIET);
    try {
      return await use(server.url);
    } finally {
      await server.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function withScratchDatabase<T>(
  serverUrl: string,
  use: (url: string) => Promise<T>,
): Promise<T> {
  const name = `payserver_scratch_${randomUUID().slice(0, 8)}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const pool = openSingleConnection(serverUrl);
  try {
    await pool.query(`CREATE DATABASE "${name}"`);
    return await use(url.href);
  } finally {
    await pool.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    await pool.end();
  }
}
