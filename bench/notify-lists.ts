import { type Database, openDatabase } from '@payserver/shared/store/database';
import { claimEndpoints } from '@payserver/shared/store/notify/claim';
import { createDueReader } from '@payserver/shared/store/notify/due';
import { createRelease } from '@payserver/shared/store/notify/endpoint-state';
import { listNotifyDeliveries } from '@payserver/shared/store/notify/lists';
import { runSql } from '../test/support/sql.ts';
import { percentiles } from './measure.ts';
import { addEndpoints, type NotifyServers } from './notify-place.ts';
import type { NotifyFigure } from './notify-report.ts';

const ENDPOINTS = 1_000;
const DAYS = 30;
/** One in so many is open. */
const OPEN_EVERY = 100;
const TIMES = 200;
const WARM_UP = 20;
const GOAL = 5;
const PAGE = {
  limit: 25,
  offset: 0,
  after: null,
  order: { by: 'createdAt', direction: 'desc' },
} as const;

const PARTITIONS_SQL = `
DO $$ BEGIN
  FOR n IN 1..${DAYS - 1} LOOP
    EXECUTE format('CREATE TABLE %I PARTITION OF "NotifyDelivery" FOR VALUES FROM (%L) TO (%L)',
      'NotifyDelivery_' || to_char((now() AT TIME ZONE 'UTC')::date - n, 'YYYYMMDD'),
      ((now() AT TIME ZONE 'UTC')::date - n)::text || ' 00:00:00+00', ((now() AT TIME ZONE 'UTC')::date - n + 1)::text || ' 00:00:00+00');
  END LOOP;
END $$`;

/** Oldest first, so that ids grow with time; the busiest endpoints have most. */
const FILL_SQL = `
INSERT INTO "NotifyDelivery" ("endpointId", "recordId", status, attempts, "nextAt", "createdAt")
SELECT 1 + floor(${ENDPOINTS} * power(random(), 3))::int, n, CASE WHEN n % ${OPEN_EVERY} = 0 THEN 'open' WHEN n % 50 = 1 THEN 'failed' ELSE 'ok' END, 1,
  CASE WHEN n % ${OPEN_EVERY} = 0 THEN now() - interval '1 minute' END,
  date_trunc('day', now(), 'UTC') - (${DAYS} - 1) * interval '1 day' + ($2::bigint + n) * (interval '1 day' * ${DAYS - 1}) / $3::bigint
FROM generate_series(1, $1::bigint) n`;
const CHUNK = 500_000;

/** What an endpoint's claim and the lists of messages take beside so many messages of 30 days. */
export async function measureLists(
  { postgres }: NotifyServers,
  rows: number,
): Promise<NotifyFigure[]> {
  const url = await postgres.newDatabase();
  const db = openDatabase({ url, max: 2, name: 'bench', onlyLooksUp: true, onError: () => {} });
  try {
    await fill(url, rows);
    const statements = statementsOf(db);
    const figures: NotifyFigure[] = [];
    for (const [what, ask] of Object.entries(statements)) {
      const { p50, p99 } = percentiles(await timesOf(ask));
      const how = `${TIMES} times beside ${rows} messages; p50 ${p50.toFixed(2)} ms`;
      figures.push({
        what: `${what}, p99`,
        figure: p99,
        unit: 'ms',
        goal: GOAL,
        isLeast: false,
        how,
      });
    }
    return figures;
  } finally {
    await db.close();
    await postgres.dropDatabase(url);
  }
}

async function fill(url: string, rows: number): Promise<void> {
  const endpoints = Array.from({ length: ENDPOINTS }, (_, no) => ({
    merchantUUID: `M${no}`,
    url: `http://127.0.0.1:1/${no}`,
  }));
  await addEndpoints(url, endpoints);
  await runSql(url, PARTITIONS_SQL);
  for (let from = 0; from < rows; from += CHUNK) {
    await runSql(url, FILL_SQL, [Math.min(CHUNK, rows - from), from, rows]);
    console.error(`${Math.min(from + CHUNK, rows)} messages filled in`);
  }
  await runSql(url, 'UPDATE "NotifyEndpoint" SET "dueAt" = now()');
  await runSql(url, 'VACUUM (ANALYZE) "NotifyDelivery", "NotifyEndpoint"');
}

/** Each asks for one endpoint or one page; a claimed endpoint is given back. */
function statementsOf(db: Database): Readonly<Record<string, () => Promise<number>>> {
  const [readDue, release] = [createDueReader(db), createRelease(db)];
  let at = 0;
  const next = () => {
    at = (at % ENDPOINTS) + 1;
    return at;
  };
  const claim = async () => {
    const startedAt = performance.now();
    const [row] = await claimEndpoints(db, { lane: 'fast', limit: 1 });
    const ms = performance.now() - startedAt;
    if (row === undefined) throw new Error('no endpoint is due');
    const { id, epoch, leaseUntil } = row;
    await release({ id, epoch, leaseUntil, health: row, ended: 0, off: null });
    return ms;
  };
  const list = async (merchantUUID: string | null, status?: string) => {
    const filter = { merchantUUID, createdFrom: null, createdBefore: null };
    const asked = status === undefined ? filter : { ...filter, status };
    return await timed(async () => await listNotifyDeliveries(db, asked, PAGE));
  };
  return {
    'claim of an endpoint': claim,
    'due messages of an endpoint': async () => {
      const endpointId = next();
      return await timed(async () => await readDue({ endpointId, limit: 8 }));
    },
    "a merchant's messages": async () => await list(`M${next() - 1}`),
    "a merchant's failed messages": async () => await list(`M${next() - 1}`, 'failed'),
    "all merchants' messages": async () => await list(null),
  };
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await ask();
  return performance.now() - startedAt;
}

async function timesOf(ask: () => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (let time = -WARM_UP; time < TIMES; time += 1) {
    const ms = await ask();
    if (time >= 0) times.push(ms);
  }
  return times;
}
