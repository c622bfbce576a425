import { tendPartitions } from '@payserver/shared/store/notify/partitions';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { storeOf } from '../support/notify.ts';
import { created, nextMessage, openOffice } from '../support/notify-office.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

const gateway = sharedGateway();

/** A day whose messages are not stored any more. */
const DAY = '2026-01-02';
const CHILD = `"NotifyDelivery_${DAY.replaceAll('-', '')}"`;

/** Lets the messages of a merchant be of that day, as if its partition had not been dropped yet. */
async function makeOld(merchantUUID: string): Promise<void> {
  const { databaseUrl } = gateway;
  await runSql(databaseUrl, `CREATE TABLE ${CHILD} (LIKE "NotifyDelivery" INCLUDING ALL)`);
  await runSql(
    databaseUrl,
    `ALTER TABLE "NotifyDelivery" ATTACH PARTITION ${CHILD} FOR VALUES FROM ('${DAY} 00:00:00+00') TO ('${DAY} 23:59:59+00')`,
  );
  await runSql(
    databaseUrl,
    `UPDATE "NotifyDelivery" SET "createdAt" = '${DAY} 12:00:00+00'
     WHERE "endpointId" = (SELECT id FROM "NotifyEndpoint" WHERE "merchantUUID" = $1)`,
    [merchantUUID],
  );
}

test('an event whose message is not stored any more is missing, and a replay sends it', async () => {
  const db = storeOf(gateway);
  onTestFinished(async () => await db.close());
  const office = await openOffice(gateway, {});
  const { shop, path, receiver } = office;
  const first = await nextMessage(office, 'c1');
  const deliveries = async () => (await shop.client.get('/notifyDeliveries')).body.items;
  await eventually(deliveries, (items) => items[0]?.status === 'ok');
  const missing = async () => {
    const wish = { from: '2026-01-01 00:00:00', only: 'missing', dryRun: 1 };
    return created(await shop.client.post(`${path}/replays`, wish)).body.willSend;
  };
  expect(await missing()).toBe(0);
  await makeOld(shop.merchantUUID);
  // Readers of the table may be in its way for a moment.
  await eventually(
    async () => await tendPartitions(db).catch(() => 0),
    (changes) => changes > 0,
  );
  expect(await deliveries()).toEqual([]);
  expect(await missing()).toBe(1);
  created(
    await shop.client.post(`${path}/replays`, { from: '2026-01-01 00:00:00', only: 'missing' }),
  );
  const [, again] = await eventually(
    async () => receiver.received,
    (all) => all.length > 1,
  );
  expect(again).toMatchObject({
    body: first.body,
    headers: { 'webhook-id': first.headers['webhook-id'], 'payserver-replay': '1' },
  });
  await eventually(missing, (count) => count === 0);
});
