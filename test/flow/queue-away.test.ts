import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

/** From now on jobs are queued without an error, and lost. */
const LOSE_JOBS = `
  CREATE FUNCTION bullmq.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER lose BEFORE INSERT ON bullmq.job FOR EACH ROW EXECUTE FUNCTION bullmq.lose()`;

test('an order whose wake-up cannot be queued, or is lost again and again, is paid by the sweep, in a queue that was never used', {
  timeout: 60_000,
}, async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(async () => await gateway.stop());
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const { redis } = gateway;
  if (redis === null) await runSql(gateway.databaseUrl, LOSE_JOBS);
  else await redis.stop();
  const { status, body } = await shop.pay(mode, 'c1', { headers: { prefer: 'respond-async' } });
  expect(status).toBe(200);
  const read = async () => (await shop.client.get(`/payOrders/${body.data.uuid}`)).body;
  expect((await eventually(read, (order) => order.status !== 'paying')).status).toBe('payed');
  if (redis === null) await runSql(gateway.databaseUrl, 'DROP TRIGGER lose ON bullmq.job');
  else {
    const back = await startRedis(redis.port);
    onTestFinished(async () => await back.stop());
  }
  // Once the queue works it is as fast as ever: the sweep lets more time pass.
  await eventually(
    async () => (await shop.pay(mode, `c${(number += 1)}`, FAST)).body.data.status,
    (paid) => paid === 'payed',
  );
  await expectInvariants(gateway);
});

let number = 1;
const FAST = { headers: { prefer: 'wait=2' } };
