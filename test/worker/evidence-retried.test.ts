import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

// A connector's answer comes while the worker's database is unavailable. Nobody may send again, there is
// nobody to ask, and no notice will come: what the worker holds is all that will ever be known.
const HOLDS = 'the outcome of a call cannot be written yet';
let gateway: Gateway;
let wire: TcpProxy;
let worker: RunningApp;

beforeAll(async () => {
  gateway = await startGateway(testServers());
  wire = await startTcpProxy(gateway.databaseUrl);
  await gateway.worker.stop();
  worker = await spawnApp('worker', { ...gateway.env, DATABASE_URL: wire.url });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await worker.stop();
  await gateway.stop();
  await wire.close();
});

test.each([
  ['success', 'payed', ['accept', 'succeed']],
  ['failed', 'payFailed', ['accept', 'fail']],
])(
  'an answer (%s) that cannot be written yet is written once the database is back',
  async (ret, status, history) => {
    const connector = await startRawConnector(async (call, response) => {
      await wire.cut();
      response.end(JSON.stringify({ ...(succeed(call) as object), ret }));
    });
    const { shop, pay } = await openConnectorShop(gateway, connector, () => ({ isIdempotent: 0 }));
    const seen = worker.output().length;
    const { uuid } = (await pay('c1', { headers: { prefer: 'respond-async' } })).body.data;
    await eventually(async () => worker.output().slice(seen).includes(HOLDS), Boolean);
    await wire.mend();
    const read = async () => (await shop.client.get(`/payOrders/${uuid}?expand=tradeRecords`)).body;
    const order = await eventually(read, (found) => found.status !== 'paying');
    expect(order.status).toBe(status);
    const events = order.tradeRecords.items.map(({ event }: { event: string }) => event);
    expect(events).toEqual(history);
    expect(connector.calls).toHaveLength(1);
  },
);

test('a worker that holds such an answer still ends in time', async () => {
  const connector = await startRawConnector(async (call, response) => {
    await wire.cut();
    response.end(JSON.stringify(succeed(call)));
  });
  const { pay } = await openConnectorShop(gateway, connector, () => ({ isIdempotent: 0 }));
  const seen = worker.output().length;
  await pay('c1', { headers: { prefer: 'respond-async' } });
  await eventually(async () => worker.output().slice(seen).includes(HOLDS), Boolean);
  worker.signal('SIGTERM');
  // Another code than 0 would say that it took longer than the 10 s it has.
  expect(await worker.exited, worker.output()).toBe(0);
});
