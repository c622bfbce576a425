import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { fanOutNow, openPaused, storeOf } from '../support/notify.ts';
import { refusalProblem } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { type Item, readAll } from '../support/walk-list.ts';

const gateway = sharedGateway();
const db = storeOf(gateway);
afterAll(async () => await db.close());

const FROM = { from: '2026-01-01 00:00:00' };

/**
 * Four payments in cash and one on account, whose messages were taken, failed, skipped and wait, in this order; the fifth
 * is older than the endpoint.
 */
async function shopWithHistory() {
  const shop = await newShop(gateway);
  const [cash, onAccount] = [await shop.open('cash'), await shop.open('onAccount')];
  await shop.pay(onAccount, 'before');
  await fanOutNow(db);
  const endpoint = await openPaused(shop);
  for (const no of ['a', 'b', 'c', 'd']) await shop.pay(cash, no);
  await fanOutNow(db);
  const messages = await readAll(shop.client, '/notifyDeliveries?orderBy=createdAt');
  expect(messages).toHaveLength(4);
  for (const [at, status] of ['ok', 'failed', 'skipped'].entries()) {
    await endDelivery(String(messages[at]?.['uuid']), status);
  }
  const path = `/notifyEndpoints/${endpoint['uuid']}`;
  const dryRun = async (wish: object) =>
    (await shop.client.post(`${path}/replays`, { ...FROM, dryRun: 1, ...wish })).body;
  return { shop, endpoint, path, messages, dryRun, onAccount };
}

/** As a worker would have ended it: with an attempt that explains it, unless nothing was sent. */
async function endDelivery(id: string, status: string): Promise<void> {
  const attempts = status === 'skipped' ? 0 : 1;
  await runSql(
    gateway.databaseUrl,
    `WITH ended AS (
       UPDATE "NotifyDelivery" SET status = $2, attempts = $3::int, "nextAt" = NULL WHERE id = $1 RETURNING *)
     INSERT INTO "NotifyAttempt" ("deliveryId", no, "endpointId", phase, "durationMs")
     SELECT id, 1, "endpointId", CASE $2 WHEN 'ok' THEN 'ok' ELSE 'status' END, 1 FROM ended WHERE attempts = 1`,
    [id, status, attempts],
  );
}

const replaysOf = (messages: readonly Item[]) =>
  messages.filter(({ isReplay }) => isReplay === 1).map(({ eventId }) => String(eventId));

test('a dry run counts what a replay then writes: failed, missing or all of a time, types and modes', async () => {
  const { shop, path, messages, dryRun, onAccount } = await shopWithHistory();
  expect(await dryRun({ only: 'failed' })).toEqual({
    willSend: 2,
    byType: { 'payment.succeeded': 2 },
  });
  // The one from before the endpoint too; not the one that may still arrive.
  expect((await dryRun({ only: 'missing' })).willSend).toBe(3);
  expect((await dryRun({ only: 'all' })).willSend).toBe(5);
  expect((await dryRun({ only: 'all', types: ['refund.failed'] })).willSend).toBe(0);
  expect((await dryRun({ only: 'all', to: '2026-01-02 00:00:00' })).willSend).toBe(0);
  await shop.client.post(path, { payModeUUIDs: [onAccount] });
  expect((await dryRun({ only: 'all' })).willSend).toBe(1);
  await shop.client.post(path, { payModeUUIDs: [] });
  const { body: replay } = await shop.client.post(`${path}/replays`, FROM);
  expect(replay).toMatchObject({ only: 'failed', state: 'asOfThen', total: 2, sent: 0 });
  // It waits as long as the endpoint does.
  await shop.client.post(path, { status: 'on' });
  const done = await eventually(
    async () => (await shop.client.get(`/notifyReplays/${replay.uuid}`)).body,
    ({ status }) => status === 'done',
  );
  expect(done).toMatchObject({ total: 2, sent: 2 });
  expect(done.endedAt).not.toBeNull();
  const now = await readAll(shop.client, '/notifyDeliveries?orderBy=createdAt');
  expect(replaysOf(now)).toEqual([messages[1]?.['eventId'], messages[2]?.['eventId']]);
  // What is on its way is not missing any more.
  expect((await dryRun({ only: 'missing' })).willSend).toBe(1);
});

test('a replay is paused, resumed and stopped, and stays so once it has ended', async () => {
  const { shop, path } = await shopWithHistory();
  const { body: replay } = await shop.client.post(`${path}/replays`, { ...FROM, only: 'all' });
  const self = `/notifyReplays/${replay.uuid}`;
  const change = async (status: string) => (await shop.client.post(self, { status })).body;
  expect(await change('paused')).toMatchObject({ status: 'paused', endedAt: null });
  expect((await shop.client.get('/notifyReplays')).body.items).toMatchObject([
    { uuid: replay.uuid, status: 'paused', sent: 0 },
  ]);
  expect(await change('running')).toMatchObject({ status: 'running' });
  expect(await change('stopped')).toMatchObject({ status: 'stopped' });
  const again = await shop.client.post(self, { status: 'running' });
  expect(refusalProblem(again, { code: 9007 })).toBeNull();
  const other = await newShop(gateway);
  for (const foreign of [
    await other.client.get(self),
    await other.client.post(self, { status: 'paused' }),
  ]) {
    expect(refusalProblem(foreign, { code: 9003 })).toBeNull();
  }
});

test('five replays of an endpoint run at once, none of one that is off, and none of an empty time', async () => {
  const { shop, path, endpoint } = await shopWithHistory();
  for (let at = 0; at < 5; at += 1) {
    expect((await shop.client.post(`${path}/replays`, FROM)).status).toBe(200);
  }
  const more = await shop.client.post(`${path}/replays`, FROM);
  expect(more).toMatchObject({ status: 400, body: { code: 9004, message: /5 replays/ } });
  const empty = { from: '2026-01-02 00:00:00', to: '2026-01-01 00:00:00' };
  const refused = await shop.client.post(`${path}/replays`, empty);
  expect(refusalProblem(refused, { code: 9004, field: 'to' })).toBeNull();
  await runSql(gateway.databaseUrl, `UPDATE "NotifyEndpoint" SET status = 'off' WHERE uuid = $1`, [
    endpoint['uuid'],
  ]);
  const off = await shop.client.post(`${path}/replays`, FROM);
  expect(refusalProblem(off, { code: 9007 })).toBeNull();
});
