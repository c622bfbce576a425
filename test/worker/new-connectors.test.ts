import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';

let gateway: Gateway;
let second: RunningApp;
beforeAll(async () => {
  gateway = await startGateway(testServers());
  second = await spawnApp('worker', gateway.env);
});
afterAll(async () => {
  await second.stop();
  await gateway.stop();
});

/** Every worker serves this queue before any order is in it; their own search comes once in 30 s. */
async function expectServed(queue: string): Promise<void> {
  for (const worker of [gateway.worker, second]) {
    await eventually(
      async () => worker.output(),
      (output) => output.includes(`"queue":"${queue}"`),
    );
  }
}

test('every worker serves a template as soon as it is registered', async () => {
  const { payTemplateId, pay } = await openConnectorShop(gateway, succeed);
  await expectServed(`t-${payTemplateId}`);
  expect((await pay('c1')).body.data.status).toBe('payed');
});

test("every worker serves a merchant's own connector as soon as its mode is opened", async () => {
  const connector = await startConnector();
  onTestFinished(async () => await connector.close());
  const shop = await newShop(gateway);
  const mode = await shop.openOwn({ payUrl: `${connector.url}/pay` });
  await expectServed(`o-${connector.url.replaceAll('/', '_2f_').replaceAll(':', '_3a_')}`);
  expect((await shop.pay(mode, 'c1')).body.data.status).toBe('payed');
});
