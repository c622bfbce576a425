import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askRedis } from '../test/support/soak/ask-redis.ts';
import { type Levels, readLevels, type Watched } from '../test/support/soak/levels.ts';
import { runSql } from '../test/support/sql.ts';
import { memoryOf } from './process-cost.ts';

/** What is held at a moment of a soak. Memory and disk in MiB. */
export interface SoakSample extends Levels {
  /** seconds since the load began */
  readonly atS: number;
  readonly apiRss: number;
  readonly workerRss: number;
  /** after the last full collection; NaN until there was one */
  readonly apiHeap: number;
  readonly workerHeap: number;
  /** of Redis in memory, or of BullMQ's tables with their indexes on disk */
  readonly queueSize: number;
  /** dead row versions, for a thousand live ones */
  readonly deadOrders: number;
  readonly deadRecords: number;
  /** of BullMQ's tables together, not for a thousand: these tables do not grow */
  readonly deadQueueRows: number;
  /** payments in the database */
  readonly orders: number;
}

export interface SoakTarget extends Watched {
  /** where heap.mjs writes */
  readonly heapIn: string;
}

const MIB = 1_048_576;

/** Measures everything once. */
export async function takeSample(target: SoakTarget, atS: number): Promise<SoakSample> {
  const { databaseUrl, redisPort, pids, heapIn } = target;
  const { api: apiRss = 0, worker: workerRss = 0 } = memoryOf(pids);
  const { queueBytes, ...rows } = await readRows(databaseUrl);
  const queueSize = redisPort === null ? queueBytes : (await askRedis(redisPort)).usedMemory;
  return {
    ...(await readLevels(target)),
    ...rows,
    atS: Math.round(atS),
    apiRss,
    workerRss,
    apiHeap: heapOf(heapIn, pids.api),
    workerHeap: heapOf(heapIn, pids.worker),
    queueSize: Math.round(queueSize / MIB),
  };
}

type Rows = Pick<SoakSample, 'deadOrders' | 'deadRecords' | 'deadQueueRows' | 'orders'> & {
  readonly queueBytes: number;
};

const perThousand = (table: string) => `(
  SELECT (1000 * n_dead_tup / greatest(n_live_tup, 1))::int FROM pg_stat_user_tables
  WHERE schemaname = 'public' AND relname = '${table}')`;
const ROWS_SQL = `
SELECT ${perThousand('PayOrder')} AS "deadOrders", ${perThousand('TradeRecord')} AS "deadRecords",
  (SELECT coalesce(sum(n_dead_tup), 0)::int FROM pg_stat_user_tables WHERE schemaname = 'bullmq') AS "deadQueueRows",
  (SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::float8 FROM pg_stat_user_tables
   WHERE schemaname = 'bullmq') AS "queueBytes",
  (SELECT coalesce(max(id), 0)::int FROM "PayOrder") AS orders`;

async function readRows(databaseUrl: string): Promise<Rows> {
  const [rows] = await runSql<Rows>(databaseUrl, ROWS_SQL);
  if (rows === undefined) throw new Error('the database answers nothing');
  return rows;
}

function heapOf(folder: string, pid: number): number {
  try {
    const text = readFileSync(join(folder, `${pid}.json`), 'utf8');
    const { afterCollection } = JSON.parse(text) as { afterCollection: number };
    return afterCollection === 0 ? Number.NaN : Math.round(afterCollection / MIB);
  } catch {
    // Not written yet, or just being written.
    return Number.NaN;
  }
}
