import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';

test('an order accepted while Redis is away, in a queue that was never used, is paid once it is back', {
  timeout: 60_000,
}, async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(async () => await gateway.stop());
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  // The PostgreSQL engine is never away without the database; there the order simply gets paid.
  const { redis } = gateway;
  await redis?.stop();
  const { status, body } = await shop.pay(mode, 'c1', { headers: { prefer: 'respond-async' } });
  expect(status).toBe(200);
  const log = () => `${gateway.api.output()}${gateway.worker.output()}`;
  if (redis !== null) {
    // Both the API's own wake-up and the worker's sweep must have met the missing server first.
    await eventually(
      async () => log().split('wake-up not queued').length,
      (times) => times > 2,
    );
    const back = await startRedis(redis.port);
    onTestFinished(async () => await back.stop());
  }
  const read = async () => (await shop.client.get(`/payOrders/${body.data.uuid}`)).body;
  expect((await eventually(read, (order) => order.status !== 'paying')).status).toBe('payed');
  // The next one does not depend on the sweep any more.
  expect((await shop.pay(mode, 'c2')).body.data.status).toBe('payed');
  await expectInvariants(gateway);
});
