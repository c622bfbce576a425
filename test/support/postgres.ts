import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import { migrateQueue } from '@payserver/shared/queue/migrate';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import { adminQuery, databaseUrl, TEMPLATE_DATABASE } from './servers.ts';

/** The one PostgreSQL server of a test run. */
export interface SharedPostgres {
  readonly adminUrl: string;
  /** The last one to call it stops the server. */
  release(): Promise<void>;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

const SILENT = { info: () => {}, warn: () => {} };

/**
 * Vitest loads the global set-up once for each project into the same process, each with modules of its
 * own; only the global object is common to them.
 */
const shared = globalThis as {
  payserverTestPostgres?: Promise<Server>;
  payserverTestUsers?: number;
};

/** The server of this run, started and given its template database by whoever asks first. */
export async function shareTestPostgres(): Promise<SharedPostgres> {
  shared.payserverTestUsers = (shared.payserverTestUsers ?? 0) + 1;
  const server = await (shared.payserverTestPostgres ??= openWithTemplate());
  const release = async () => {
    shared.payserverTestUsers = (shared.payserverTestUsers ?? 0) - 1;
    if (shared.payserverTestUsers === 0) await server.stop();
  };
  return { adminUrl: server.url, release };
}

async function openWithTemplate(): Promise<Server> {
  const server = await openPostgres();
  await adminQuery(server.url, `DROP DATABASE IF EXISTS ${TEMPLATE_DATABASE}`);
  await adminQuery(server.url, `CREATE DATABASE ${TEMPLATE_DATABASE}`);
  const url = databaseUrl(server.url, TEMPLATE_DATABASE);
  await migrateDatabase({ databaseUrl: url }, SILENT);
  await migrateQueue(url);
  return server;
}

async function openPostgres(): Promise<Server> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: async () => {} };
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-pg-'));
  // Test data may be lost with the machine: without fsync the suite is not bound to its disk.
  const settings = { fsync: 'off', max_connections: '500' };
  const server = await startEmbeddedPostgres({ dataDir, port: 0, settings }, SILENT);
  const stop = async () => {
    await server.stop('immediate');
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: server.url, stop };
}
