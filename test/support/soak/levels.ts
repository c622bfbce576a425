import { readdirSync } from 'node:fs';
import { runSql } from '../sql.ts';
import { askRedis } from './ask-redis.ts';

/** Where things pile up when something is not given back. */
export interface Watched {
  readonly databaseUrl: string;
  /** null on the PostgreSQL engine */
  readonly redisPort: number | null;
  readonly pids: { readonly api: number; readonly worker: number };
}

/** What is held at a moment; with no work all of it is as low as it was before there was any. */
export interface Levels {
  /** open files and sockets of the process */
  readonly apiHandles: number;
  readonly workerHandles: number;
  /** of everybody but the one who asks, in this database */
  readonly connections: number;
  /** rows of BullMQ's tables without its log of events, which it cuts at some thousands; or keys of its Redis */
  readonly queued: number;
  /** payments and refunds that are not final */
  readonly openOrders: number;
}

/** Reads them all, one after the other. */
export async function readLevels({ databaseUrl, redisPort, pids }: Watched): Promise<Levels> {
  const [row] = await runSql<{ connections: number; openOrders: number }>(databaseUrl, LEVELS_SQL);
  return {
    apiHandles: readdirSync(`/proc/${pids.api}/fd`).length,
    workerHandles: readdirSync(`/proc/${pids.worker}/fd`).length,
    connections: row?.connections ?? 0,
    queued: redisPort === null ? await queueRows(databaseUrl) : (await askRedis(redisPort)).keys,
    openOrders: row?.openOrders ?? 0,
  };
}

const LEVELS_SQL = `
SELECT (SELECT count(*)::int FROM pg_stat_activity
        WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()) AS connections,
       (SELECT count(*)::int FROM "PayOrder" WHERE "dueAt" IS NOT NULL)
       + (SELECT count(*)::int FROM "RefundOrder" WHERE "dueAt" IS NOT NULL) AS "openOrders"`;

async function queueRows(databaseUrl: string): Promise<number> {
  const tables = await runSql<{ name: string }>(
    databaseUrl,
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'bullmq' AND tablename <> 'event'`,
  );
  const counts = tables.map(({ name }) => `SELECT count(*) AS n FROM bullmq.${name}`);
  const sql = `SELECT sum(n)::int AS rows FROM (${counts.join(' UNION ALL ')}) t`;
  const [sum] = await runSql<{ rows: number }>(databaseUrl, sql);
  return sum?.rows ?? 0;
}
