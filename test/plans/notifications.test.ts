import { type Database, openDatabase } from '@payserver/shared/store/database';
import { claimEndpoints } from '@payserver/shared/store/notify/claim';
import { createDueReader } from '@payserver/shared/store/notify/due';
import { createRelease } from '@payserver/shared/store/notify/endpoint-state';
import { fanOut } from '@payserver/shared/store/notify/fanout';
import { MOST_COUNTED, readNotifyFigures } from '@payserver/shared/store/notify/figures';
import { summariseTail, tendPartitions } from '@payserver/shared/store/notify/partitions';
import { createResultWriter } from '@payserver/shared/store/notify/results';
import { skipWhereOff } from '@payserver/shared/store/notify/skip-off';
import { expect, onTestFinished, test } from 'vitest';
import { fillOrders } from '../support/fill/fill-orders.ts';
import { addEndpoint } from '../support/notify-receiver.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { COUNTING, type ExplainedStatement, explainedIn } from '../support/plans.ts';
import { runSql } from '../support/sql.ts';

const SHOPS = 20;
const NAME = 'notify-plans';
/** Open deliveries of one endpoint: none of them may cost the others anything. */
const BACKLOG = 50_000;
const ROUNDS = 12;

/** The cursor as if notifications had been there from the first payment on. */
const FROM_THE_FIRST = `UPDATE "NotifyCursor" SET xact = 0`;
const FILL_BACKLOG = `INSERT INTO "NotifyDelivery" ("endpointId", "recordId", "nextAt")
  SELECT $1, n, now() + make_interval(secs => n % 7200 - 60) FROM generate_series(1, ${BACKLOG}) n`;

async function fanOutAll(db: Database): Promise<number> {
  let deliveries = 0;
  for (;;) {
    const done = await fanOut(db, { id: '0', horizon: null });
    if (done === null) throw new Error('another process has the cursor');
    deliveries += done.deliveries;
    if (!done.hasMore) return deliveries;
  }
}

/** One endpoint after the other: claim, read, write, give back. */
async function takeTurns(db: Database): Promise<void> {
  const [readDue, write, release] = [
    createDueReader(db),
    createResultWriter(db),
    createRelease(db),
  ];
  const claimed = await claimEndpoints(db, { lane: 'fast', limit: 8 });
  for (const row of claimed) {
    const due = await readDue({ endpointId: row.id, limit: 8 });
    for (const { id, createdAt, attempts } of due) {
      const delivery = { deliveryId: id, createdAt, endpointId: row.id, no: attempts + 1 };
      const answered = { httpStatus: 200, durationMs: 5, address: '127.0.0.1', bodyHead: null };
      const ok = { phase: 'ok', error: null, status: 'ok', delayMs: 0 } as const;
      expect(await write({ ...delivery, ...answered, ...ok })).toBe(true);
    }
    const { id, epoch, leaseUntil } = row;
    const turn = { id, epoch, leaseUntil, health: row, ended: due.length, off: null };
    expect(await release(turn)).toBe(true);
  }
}

test('fan-out and delivery read what they change and little else, whatever the backlog', {
  timeout: 300_000,
}, async () => {
  const postgres = await startOwnPostgres(COUNTING);
  onTestFinished(async () => await postgres.stop());
  await fillOrders(postgres.url, { orders: 4_000, shops: SHOPS, open: 20 });
  const { url } = postgres;
  const endpoints = [];
  for (let shop = 0; shop < SHOPS; shop += 1) {
    const merchantUUID = `shop${String(shop).padStart(4, '0')}`;
    endpoints.push(await addEndpoint(url, { merchantUUID, url: 'https://shop.example/' }));
  }
  const db = openDatabase({ url, max: 2, name: NAME, onlyLooksUp: true, onError: () => {} });
  onTestFinished(async () => await db.close());
  await runSql(url, FROM_THE_FIRST);
  await summariseTail(db);
  expect(await tendPartitions(db)).toBe(0);
  const deliveries = await fanOutAll(db);
  const [wanted] = await runSql<{ count: number }>(
    url,
    `SELECT count(*)::int AS count FROM "TradeRecord" WHERE event IN
      ('acceptOffline', 'succeed', 'acceptLate', 'fail', 'close', 'closeUnsent', 'refundPart', 'refundAll',
       'lateSuccess', 'lateFailure', 'reversalFailed', 'resolve')`,
  );
  // Every shop has an endpoint that wants everything.
  expect(deliveries).toBe(wanted?.count);
  await runSql(url, FILL_BACKLOG, [endpoints[0]?.id]);
  await runSql(url, 'VACUUM (ANALYZE) "NotifyDelivery", "NotifyEndpoint"');
  // It ends where there are so many, whatever comes behind.
  expect(await readNotifyFigures(db)).toMatchObject({ open: MOST_COUNTED, endpoints: SHOPS });
  for (let round = 0; round < ROUNDS; round += 1) await takeTurns(db);
  await readNotifyFigures(db);
  const open = await switchOff(url, endpoints.at(-1)?.id ?? 0);
  expect(open).toBeGreaterThan(0);
  expect(await skipWhereOff(db)).toBe(open);

  const explained = explainedIn(await postgres.readLog()).filter(({ by }) => by === NAME);
  const of = (pattern: RegExp) => explained.filter(({ text }) => pattern.test(text));
  const kinds = {
    fanOut: of(/^\s*WITH cursor AS/),
    claim: of(/^\s*WITH due AS/),
    due: of(/"replayId" IS NOT NULL AS "isReplay"/),
    results: of(/INSERT INTO "NotifyAttempt"/),
    figures: of(/AS "lagMs", d\.open/),
    release: of(/UPDATE "NotifyEndpoint" e SET "leaseUntil" = NULL/),
    skip: of(/SET status = 'skipped', reason = 'off'/),
  };
  for (const [kind, statements] of Object.entries(kinds)) {
    expect([kind, statements.length > 0]).toEqual([kind, true]);
    expect([kind, seqScansOf(statements)]).toEqual([kind, []]);
  }
  const most = (statements: readonly ExplainedStatement[]) =>
    Math.max(...statements.map(({ blocks }) => blocks));
  // A thousand records, each with its delivery in four indexes.
  expect(most(kinds.fanOut)).toBeLessThan(60_000);
  expect(most(kinds.claim)).toBeLessThan(1_000);
  expect(most(kinds.due)).toBeLessThan(1_000);
  expect(most(kinds.results)).toBeLessThan(500);
  // An index of the open ones, and what was ended since it was vacuumed.
  expect(most(kinds.figures)).toBeLessThan(2_000);
  expect(most(kinds.release)).toBeLessThan(1_000);
  // Each message that is ended is another row in the indexes of its day.
  expect(most(kinds.skip)).toBeLessThan(2_000 + 40 * open);
});

/** Switches an endpoint off; answers how many messages wait for it. */
async function switchOff(url: string, id: number): Promise<number> {
  await runSql(url, `UPDATE "NotifyEndpoint" SET status = 'off' WHERE id = $1`, [id]);
  const [waiting] = await runSql<{ count: number }>(
    url,
    `SELECT count(*)::int AS count FROM "NotifyDelivery" WHERE "endpointId" = $1 AND "nextAt" IS NOT NULL`,
    [id],
  );
  return waiting?.count ?? 0;
}

const GROWING = /^(?:PayOrder|RefundOrder|TradeRecord|NotifyDelivery\w*|NotifyAttempt\w*)$/;

function seqScansOf(statements: readonly ExplainedStatement[]): string[] {
  const scans = statements.flatMap((one) => one.scans);
  const slow = scans.filter(({ how, table }) => how === 'Seq Scan' && GROWING.test(table));
  return [...new Set(slow.map(({ table }) => table))];
}
