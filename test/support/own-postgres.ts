import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import { migrateQueue } from '@payserver/shared/queue/migrate';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.mjs';
import { runSql } from './sql.ts';

/** A migrated PostgreSQL of a test's own, which it may kill. */
export interface OwnPostgres {
  readonly url: string;
  /** What the server itself wrote so far. */
  readLog(): Promise<string>;
  /** SIGKILL to the server; answers once it is gone. */
  kill(): Promise<void>;
  /** Starts it again where it was; answers when it lets callers in. */
  restart(): Promise<void>;
  /** Starts it again as a hot standby: it answers reads and takes no writes until it is promoted. */
  becomeStandby(): Promise<void>;
  /** Ends the standby: it takes writes again, its connections stay. */
  promote(): Promise<void>;
  /** Lets it read its settings again; answers once this says that they count. */
  reload(counts: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

const SILENT = { info: () => {}, warn: () => {} };

/**
 * Starts one; what it has committed survives its death, though not the machine's.
 *
 * @param extra settings of postgresql.conf
 */
export async function startOwnPostgres(
  extra: Readonly<Record<string, string>> = {},
): Promise<OwnPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-pg-'));
  const settings = { fsync: 'off', ...extra };
  let server: EmbeddedPostgres = await startEmbeddedPostgres(
    { dataDir, port: await freePort(), settings },
    SILENT,
  );
  const { url, port } = server;
  await migrateDatabase({ databaseUrl: url }, SILENT);
  await migrateQueue(url);
  return {
    url,
    readLog: async () => await readFile(join(dataDir, 'postgres.log'), 'utf8'),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL');
      await server.ended;
    },
    restart: async () => {
      server = await startEmbeddedPostgres({ dataDir, port, settings }, SILENT);
    },
    becomeStandby: async () => {
      await server.stop();
      await writeFile(join(dataDir, 'postgres', 'standby.signal'), '');
      server = await startEmbeddedPostgres({ dataDir, port, settings }, SILENT);
    },
    promote: async () => {
      await runSql(url, 'SELECT pg_promote()');
    },
    reload: async (counts) => {
      process.kill(server.pid, 'SIGHUP');
      await eventually(counts, Boolean);
    },
    stop: async () => {
      await server.stop('immediate');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
