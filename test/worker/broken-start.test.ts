import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';

/** What BullMQ asks before it uses a database; each queue asks once. */
const FIRST_QUESTION = 'server_version_num';
const QUEUES = 4;

test('a worker whose database fails while its queues start serves each of them all the same, and ends on SIGTERM', {
  timeout: 120_000,
}, async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(gateway.stop);
  await gateway.worker.stop();
  const wire = await startTcpProxy(gateway.databaseUrl);
  onTestFinished(wire.close);
  const broken = Promise.all(
    Array.from({ length: QUEUES }, async () => (await wire.loseAnswerTo(FIRST_QUESTION))()),
  );
  const worker = await spawnApp('worker', { ...gateway.env, DATABASE_URL: wire.url });
  onTestFinished(worker.stop);

  const shop = await newShop(gateway);
  const modes = [
    await shop.open('onAccount'),
    await shop.open('wechat'),
    await shop.open('alipay'),
    await shop.openOwn(),
  ];
  const paid = modes.map(
    async (mode, at) => await shop.payByQueue(mode, `c${at}`, { headers: { prefer: 'wait=30' } }),
  );
  // A queue starts with its first payment.
  await broken;
  expect(await Promise.all(paid)).toEqual(modes.map(() => 'payed'));
  worker.signal('SIGTERM');
  expect(await worker.exited, worker.output()).toBe(0);
  await expectInvariants(gateway);
});

/** What a worker asks first of its database: which connectors there are. */
const DISCOVERY = 'find-connector-sources';

test('a worker whose database fails while it reads the connectors says so once, goes on, and pays', {
  timeout: 120_000,
}, async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(gateway.stop);
  await gateway.worker.stop();
  const wire = await startTcpProxy(gateway.databaseUrl);
  onTestFinished(wire.close);
  const broken = (async () => (await wire.loseAnswerTo(DISCOVERY))())();
  const worker = await spawnApp('worker', { ...gateway.env, DATABASE_URL: wire.url });
  onTestFinished(worker.stop);
  await broken;
  expect(worker.output()).toMatch(/the connectors cannot be read yet; retrying/);
  const shop = await newShop(gateway);
  const mode = await shop.open('wechat');
  const { body } = await shop.pay(mode, 'c1', { headers: { prefer: 'wait=30' } });
  expect(body.data?.status).toBe('payed');
});
