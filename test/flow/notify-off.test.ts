import { openDatabase } from '@payserver/shared/store/database';
import { skipWhereOff } from '@payserver/shared/store/notify/skip-off';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { addEndpoint, type ReceiverAnswer, startReceiver } from '../support/notify-receiver.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

const gateway = sharedGateway();
const { databaseUrl } = gateway;

async function openScene(answers: readonly ReceiverAnswer[]) {
  const shop = await newShop(gateway);
  const receiver = await startReceiver((before) => answers[before] ?? {});
  onTestFinished(async () => await receiver.stop());
  const { merchantUUID } = shop;
  const endpoint = await addEndpoint(databaseUrl, { merchantUUID, url: receiver.url });
  return { shop, mode: await shop.open('wechat'), receiver, endpoint };
}

async function deliveriesOf(endpointId: number) {
  return await runSql<{ status: string; reason: string | null; attempts: number }>(
    databaseUrl,
    `SELECT status, reason, attempts::int FROM "NotifyDelivery" WHERE "endpointId" = $1 ORDER BY id`,
    [endpointId],
  );
}

test('what waits for an endpoint that is switched off is skipped, and a replay finds it', async () => {
  const scene = await openScene([
    { status: 503, headers: { 'retry-after': '6' } },
    { status: 410 },
  ]);
  const { shop, mode, endpoint } = scene;
  await shop.pay(mode, 'c1');
  await eventually(
    async () => await deliveriesOf(endpoint.id),
    (all) => all[0]?.attempts === 1,
  );
  await shop.pay(mode, 'c2');
  const all = await eventually(
    async () => await deliveriesOf(endpoint.id),
    (found) => found.length === 2 && found.every(({ status }) => status !== 'open'),
  );
  expect(all).toEqual([
    { status: 'skipped', reason: 'off', attempts: 1 },
    { status: 'failed', reason: null, attempts: 1 },
  ]);
  const path = `/notifyEndpoints/${endpoint.uuid}`;
  const { body: off } = await shop.client.get(path);
  expect(off).toMatchObject({ status: 'off', waiting: 0 });
  await shop.client.post(path, { status: 'on' });
  const wish = { from: '2026-01-01 00:00:00', only: 'failed', dryRun: 1 };
  expect((await shop.client.post(`${path}/replays`, wish)).body).toMatchObject({ willSend: 2 });
});

test('an endpoint that is paused or on loses nothing of what waits for it', async () => {
  const db = openDatabase({ url: databaseUrl, max: 1, name: 'test', onError: () => {} });
  onTestFinished(async () => await db.close());
  const { shop, mode, endpoint } = await openScene([]);
  await shop.client.post(`/notifyEndpoints/${endpoint.uuid}`, { status: 'paused' });
  await shop.pay(mode, 'c1');
  await eventually(
    async () => await deliveriesOf(endpoint.id),
    (all) => all.length === 1,
  );
  await skipWhereOff(db);
  expect(await deliveriesOf(endpoint.id)).toEqual([{ status: 'open', reason: null, attempts: 0 }]);
});
