import { setTimeout as sleep } from 'node:timers/promises';
import { runSql } from '../test/support/sql.ts';
import type { BenchGateway } from './gateway.ts';
import { startHelper } from './helper-process.ts';
import type { LoadOrder, LoadReport } from './load-messages.ts';
import { costPer, cpuOf, memoryOf } from './process-cost.ts';

/** The load of one case. */
export type Load = Pick<LoadOrder, 'batch' | 'clients' | 'ratePerSecond'>;

/** What one case came to. */
export interface Measured {
  /** payments that became payed in the database, per second */
  readonly settledPerSecond: number;
  /** ms until the caller had its answer */
  readonly answer: Percentiles;
  /** ms from the order's first moment to its last, by its row */
  readonly settle: Percentiles;
  /** CPU ms for each settled payment, by process */
  readonly cpuMs: Readonly<Record<string, number>>;
  /** MiB at the end, by process */
  readonly memory: Readonly<Record<string, number>>;
  readonly errors: number;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
}

const WARM_UP_MS = 10_000;
/** Only what is new: on a filled database the others take seconds to count. */
const SETTLED = `
SELECT count(*)::int AS n, now() AS at FROM "PayOrder" WHERE id > $1 AND status = 'payed'`;
const LAST = 'SELECT coalesce(max(id), 0)::text AS id FROM "PayOrder"';
const SETTLE_TIMES = `
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS p50, percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS p99
FROM (SELECT 1000 * extract(epoch FROM "payFinishAt" - "orderStartAt") AS ms FROM "PayOrder"
      WHERE id > $2 AND status = 'payed' AND "payFinishAt" >= $1) times`;

/** Puts this load on the gateway and measures for so many seconds after a warm-up. */
export async function measure(
  gateway: BenchGateway,
  load: Load,
  seconds: number,
): Promise<Measured> {
  const till = await startHelper<LoadReport>('load.ts');
  const pids = { ...gateway.pids, load: till.pid };
  const { url, path, tills, databaseUrl } = gateway;
  const [last = { id: '0' }] = await runSql<{ id: string }>(databaseUrl, LAST);
  const settledNow = async () => await settled(databaseUrl, last.id);
  try {
    till.tell({ type: 'run', url, path, tills, ...load } satisfies LoadOrder);
    await sleep(WARM_UP_MS / 2);
    // As a database that has been in use for a while: plans for an empty table are others.
    await runSql(databaseUrl, 'ANALYZE');
    await sleep(WARM_UP_MS / 2);
    till.tell({ type: 'measure' });
    const [before, cpuBefore] = [await settledNow(), cpuOf(pids)];
    await sleep(seconds * 1_000);
    const [after, cpuAfter] = [await settledNow(), cpuOf(pids)];
    const memory = memoryOf(pids);
    const reported = till.next();
    till.tell({ type: 'stop' });
    const report = await reported;
    if (report.errors > 0) console.error(`${report.errors} calls failed: ${report.firstError}`);
    const [settle] = await runSql<Percentiles>(databaseUrl, SETTLE_TIMES, [before.at, last.id]);
    const count = after.n - before.n;
    return {
      settledPerSecond: (count * 1_000) / (after.at.getTime() - before.at.getTime()),
      answer: percentiles(report.latencies),
      settle: { p50: settle?.p50 ?? Number.NaN, p99: settle?.p99 ?? Number.NaN },
      cpuMs: costPer(cpuBefore, cpuAfter, count),
      memory,
      errors: report.errors,
    };
  } finally {
    await till.stop();
  }
}

async function settled(databaseUrl: string, after: string): Promise<{ n: number; at: Date }> {
  const [row] = await runSql<{ n: number; at: Date }>(databaseUrl, SETTLED, [after]);
  return row ?? { n: 0, at: new Date() };
}

/** Of these values. */
export function percentiles(values: readonly number[]): Percentiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
