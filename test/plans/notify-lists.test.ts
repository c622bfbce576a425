import { type Database, openDatabase } from '@payserver/shared/store/database';
import { findNotifyEndpoint } from '@payserver/shared/store/notify/endpoints';
import { placeOf, readEventsAfter } from '@payserver/shared/store/notify/events';
import { findNotifyDelivery, listNotifyDeliveries } from '@payserver/shared/store/notify/lists';
import { writeReplayPage } from '@payserver/shared/store/notify/replay-run';
import { forecastReplay, insertNotifyReplay } from '@payserver/shared/store/notify/replays';
import { expect, onTestFinished, test } from 'vitest';
import { addEndpoint } from '../support/notify-receiver.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { COUNTING, explainedIn } from '../support/plans.ts';
import { runSql } from '../support/sql.ts';

const NAME = 'notify-lists';
const RECORDS = 20_000;
const MERCHANT = 'busy';
/** A page of a list, of events or of a replay. */
const MOST_BLOCKS = 6_000;

/** Records of two merchants, as many of each, one after the other. */
const FILL_RECORDS = `
INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "tractionNo", kind, event, actor, "toStatus", amount, detail)
SELECT 'record' || n, CASE n % 2 WHEN 0 THEN '${MERCHANT}' ELSE 'other' END, 'pay' || n, 'mode', n::text, 'pay', 'succeed',
       'connector', 'payed', 500, '{}'
FROM generate_series(1, ${2 * RECORDS}) n`;
/** Of each of its records a message; a hundredth failed, a hundredth is open. */
const FILL_DELIVERIES = `
INSERT INTO "NotifyDelivery" ("endpointId", "recordId", status, "nextAt")
SELECT $1, id, CASE id % 200 WHEN 0 THEN 'failed' WHEN 100 THEN 'open' ELSE 'ok' END, CASE id % 200 WHEN 100 THEN now() END
FROM "TradeRecord" WHERE "merchantUUID" = '${MERCHANT}' ORDER BY id`;

const EVERYTHING = { createdFrom: null, createdBefore: null } as const;
const page = {
  limit: 25,
  offset: 0,
  after: null,
  order: { by: 'createdAt', direction: 'desc' },
} as const;

/** Each list that a merchant or an operator may ask for, the first page and one behind it. */
async function readLists(db: Database, notifyEndpointUUID: string): Promise<void> {
  const filters = [
    { merchantUUID: MERCHANT },
    { merchantUUID: null },
    { merchantUUID: MERCHANT, notifyEndpointUUID },
    { merchantUUID: MERCHANT, payOrderUUID: 'pay200' },
    ...['open', 'failed', 'ok'].map((status) => ({
      merchantUUID: MERCHANT,
      notifyEndpointUUID,
      status,
    })),
  ];
  for (const filter of filters) {
    const { rows } = await listNotifyDeliveries(db, { ...EVERYTHING, ...filter }, page);
    expect(rows.length, JSON.stringify(filter)).toBeGreaterThan(0);
    const id = String(rows.at(-1)?.id);
    const after = { ...page, after: { id, uiOrder: null } };
    await listNotifyDeliveries(db, { ...EVERYTHING, ...filter }, after);
    expect((await findNotifyDelivery(db, id, MERCHANT))?.uuid).toBe(id);
  }
}

test('lists of messages, events and the pages of a replay read what they show and little else', {
  timeout: 300_000,
}, async () => {
  const postgres = await startOwnPostgres(COUNTING);
  onTestFinished(async () => await postgres.stop());
  const { url } = postgres;
  const { id, uuid } = await addEndpoint(url, {
    merchantUUID: MERCHANT,
    url: 'https://shop.example/',
  });
  await runSql(url, FILL_RECORDS);
  await runSql(url, FILL_DELIVERIES, [id]);
  await runSql(url, 'VACUUM (ANALYZE) "TradeRecord", "NotifyDelivery"');
  await runSql(
    url,
    `UPDATE "NotifyCursor" SET xact = pg_snapshot_xmin(pg_current_snapshot())::text::bigint`,
  );
  const db = openDatabase({ url, max: 2, name: NAME, onlyLooksUp: true, onError: () => {} });
  onTestFinished(async () => await db.close());
  await readLists(db, uuid);
  const place = await placeOf(db, new Date(0));
  const events = await readEventsAfter(db, { merchantUUID: MERCHANT, place, limit: 100 });
  expect(events?.more).toBe(true);

  const endpoint = await findNotifyEndpoint(db, uuid, MERCHANT);
  if (endpoint === null) throw new Error('there is no endpoint');
  const scope = { from: new Date(0), before: new Date(Date.now() + 60_000), types: [] };
  const wish = { ...scope, state: 'asOfThen' } as const;
  const forecast = async (only: 'failed' | 'missing' | 'all') =>
    (await forecastReplay(db, endpoint, { ...wish, only })).total;
  expect(await forecast('failed')).toBe(RECORDS / 100);
  expect(await forecast('missing')).toBe(RECORDS / 100);
  expect(await forecast('all')).toBe(RECORDS);
  await insertNotifyReplay(db, endpoint, { ...wish, only: 'failed', total: 1, createdBy: 'test' });
  expect(await writeReplayPage(db)).toBe(true);

  const explained = explainedIn(await postgres.readLog()).filter(({ by }) => by === NAME);
  expect(explained.length).toBeGreaterThan(20);
  const slow = explained.flatMap(({ scans }) =>
    scans.filter(
      ({ how, table }) =>
        how === 'Seq Scan' && /^(?:TradeRecord|Notify(?:Delivery|Attempt))/.test(table),
    ),
  );
  expect(slow).toEqual([]);
  // A dry run reads a merchant's whole time.
  const pages = explained.filter(({ text }) => !/^\s*SELECT type, count/.test(text));
  const most = pages.toSorted((a, b) => b.blocks - a.blocks)[0];
  expect(most?.blocks, most?.text).toBeLessThan(MOST_BLOCKS);
});
