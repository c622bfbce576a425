import { openDatabase } from '@payserver/shared/store/database';
import { findNotifyEndpoint } from '@payserver/shared/store/notify/endpoints';
import { forecastReplay } from '@payserver/shared/store/notify/replays';
import { openPlainClient, runSql } from '../test/support/sql.ts';
import { GROUP, writeEvents } from './notify-events.ts';
import { addEndpoints, type NotifyServers } from './notify-place.ts';
import type { NotifyFigure } from './notify-report.ts';
import { median } from './report.ts';

const RECORDS = 100_000;
const GOAL_MS = 2_000;
const TIMES = 5;
const DAY_MS = 86_400_000;

/** The tail has passed all of them, and one message in ten did not arrive. */
const SENT_SQL = `
INSERT INTO "NotifyDelivery" ("endpointId", "recordId", xact, status, attempts)
SELECT e.id, r.id, r.xact, CASE WHEN r.id % 10 = 0 THEN 'failed' ELSE 'ok' END, 1 FROM "TradeRecord" r, "NotifyEndpoint" e`;
const PASSED_SQL = 'UPDATE "NotifyCursor" SET xact = (SELECT max(xact) + 1 FROM "TradeRecord")';

/** What the dry run of a replay takes that reads a hundred thousand events of a merchant. */
export async function measureReplay({ postgres }: NotifyServers): Promise<NotifyFigure[]> {
  const url = await postgres.newDatabase();
  const db = openDatabase({ url, max: 2, name: 'bench', onlyLooksUp: true, onError: () => {} });
  try {
    const endpoint = await fill(url, async (uuid) => await findNotifyEndpoint(db, uuid, null));
    const now = Date.now();
    const times = { from: new Date(now - DAY_MS), before: new Date(now + DAY_MS) };
    const figures: NotifyFigure[] = [];
    for (const only of ['failed', 'missing', 'all'] as const) {
      const scope = { ...times, types: [], only, state: 'asOfThen' } as const;
      const [taken, counts]: [number[], number[]] = [[], []];
      for (let time = 0; time < TIMES; time += 1) {
        const startedAt = performance.now();
        counts.push((await forecastReplay(db, endpoint, scope)).total);
        taken.push(performance.now() - startedAt);
      }
      const how = `median of ${TIMES}; ${counts[0]} of ${RECORDS} events, most ${Math.max(...taken).toFixed(0)} ms`;
      const bound = { unit: 'ms', goal: GOAL_MS, isLeast: false, how };
      figures.push({ what: `dry run of a replay, ${only}`, figure: median(taken), ...bound });
    }
    return figures;
  } finally {
    await db.close();
    await postgres.dropDatabase(url);
  }
}

async function fill<Row>(url: string, find: (uuid: string) => Promise<Row | null>): Promise<Row> {
  await addEndpoints(url, [{ merchantUUID: 'M0', url: 'http://127.0.0.1:1/' }]);
  const client = await openPlainClient(url);
  for (let first = 1; first <= RECORDS; first += GROUP) {
    await writeEvents(client, { first, count: GROUP, merchants: 1 });
  }
  for (const sql of [SENT_SQL, PASSED_SQL]) await client.query(sql);
  await client.query('VACUUM (ANALYZE) "PayOrder", "TradeRecord", "NotifyDelivery"');
  await client.end();
  const [row] = await runSql<{ uuid: string }>(url, 'SELECT uuid FROM "NotifyEndpoint"');
  const endpoint = await find(row?.uuid ?? '');
  if (endpoint === null) throw new Error('the endpoint is not there');
  return endpoint;
}
