import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import { migrateQueue } from '@payserver/shared/queue/migrate';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import {
  adminQuery,
  createDatabase,
  databaseUrl,
  TEMPLATE_DATABASE,
} from '../test/support/servers.ts';

/** The one PostgreSQL that everything in a run is measured on: fsync and synchronous commit are on. */
export interface BenchPostgres {
  readonly adminUrl: string;
  readonly pid: number;
  /** Makes an empty, migrated database and answers its URL. */
  newDatabase(): Promise<string>;
  /** Makes an empty one that `migrate` brings to another state, and answers its URL. */
  newDatabaseBy(migrate: (url: string) => Promise<void>): Promise<string>;
  dropDatabase(url: string): Promise<void>;
  readLog(): Promise<string>;
  stop(): Promise<void>;
}

const SILENT = { info: () => {}, warn: () => {} };

/** Starts it with the settings that the gateway's embedded default has, and these. */
export async function startBenchPostgres(
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-bench-'));
  const server = await startEmbeddedPostgres({ dataDir, port: 0, settings }, SILENT);
  const template = databaseUrl(server.url, TEMPLATE_DATABASE);
  await adminQuery(server.url, `CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await migrateDatabase({ databaseUrl: template }, SILENT);
  await migrateQueue(template);
  return {
    adminUrl: server.url,
    pid: server.pid,
    newDatabase: async () => await createDatabase({ engine: 'postgres', adminUrl: server.url }),
    newDatabaseBy: async (migrate) => {
      const name = `payserver_bench_${randomBytes(6).toString('hex')}`;
      await adminQuery(server.url, `CREATE DATABASE ${name}`);
      await migrate(databaseUrl(server.url, name));
      return databaseUrl(server.url, name);
    },
    dropDatabase: async (url) =>
      await adminQuery(server.url, `DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`),
    readLog: async () => await readFile(join(dataDir, 'postgres.log'), 'utf8'),
    stop: async () => {
      await server.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
