import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';

/** At SIGWINCH its clock is set back by an hour. */
const CLOCK = new URL('../support/clock-set-back.mjs', import.meta.url).href;

let gateway: Gateway;
beforeAll(async () => {
  const settings = { LEASE_MS: '2000', CIRCUIT_FAILURES: '2', CIRCUIT_OPEN_MS: '500' };
  gateway = await startGateway(testServers(), settings, async (name, env) => {
    const main = `apps/${name}/dist/main.js`;
    return await spawnApp(name, env, [`--import=${CLOCK}`, main]);
  });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await gateway.stop();
});

test('a lease lasts as long as its call, however short it is, also when the clock is set back meanwhile', async () => {
  const held: (() => void)[] = [];
  const connector = await startRawConnector((call, response) => {
    held.push(() => response.end(JSON.stringify(succeed(call))));
  });
  const { shop, pay } = await openConnectorShop(gateway, connector, () => ({ timeoutMs: 120_000 }));
  const { uuid } = (await pay('c1', { headers: { prefer: 'respond-async' } })).body.data;
  const lease = async () => {
    const rows = await runSql<{ leaseUntil: Date | null }>(
      gateway.databaseUrl,
      'SELECT "leaseUntil" FROM "PayOrder" WHERE uuid = $1',
      [uuid],
    );
    return rows[0]?.leaseUntil?.getTime() ?? 0;
  };
  const first = await eventually(lease, (until) => until > 0);
  await eventually(lease, (until) => until > first + 2_000);
  gateway.worker.signal('SIGWINCH');
  await eventually(lease, (until) => until > first + 6_000);
  expect(connector.calls).toHaveLength(1);
  for (const answer of held) answer();
  const read = async () => (await shop.client.get(`/payOrders/${uuid}?expand=tradeRecords`)).body;
  const order = await eventually(read, ({ status }) => status !== 'paying');
  const events = order.tradeRecords.items.map(({ event }: { event: string }) => event);
  expect(events).toEqual(['accept', 'succeed']);
});

test('a circuit that is open when the clock is set back closes again after its time', async () => {
  let isAlive = false;
  const connector = await startRawConnector((call, response) => {
    if (isAlive) response.end(JSON.stringify(succeed(call)));
    else response.destroy();
  });
  const { shop, pay } = await openConnectorShop(gateway, connector);
  const uuids = await Promise.all(
    ['c1', 'c2'].map(
      async (number) =>
        (await pay(number, { headers: { prefer: 'respond-async' } })).body.data.uuid as string,
    ),
  );
  await eventually(
    async () => gateway.worker.output(),
    (log) => log.includes('circuit opened'),
  );
  gateway.worker.signal('SIGWINCH');
  isAlive = true;
  for (const uuid of uuids) {
    const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
    expect((await eventually(read, ({ status }) => status !== 'paying')).status).toBe('payed');
  }
});
