import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway(testServers(), { LEASE_MS: '1000' });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await gateway.stop();
});

test('a lease lasts as long as its call, however short it is: nobody else looks at the order', async () => {
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
  await eventually(lease, (until) => until > first + 3_000);
  expect(connector.calls).toHaveLength(1);
  for (const answer of held) answer();
  const read = async () => (await shop.client.get(`/payOrders/${uuid}?expand=tradeRecords`)).body;
  const order = await eventually(read, ({ status }) => status !== 'paying');
  const events = order.tradeRecords.items.map(({ event }: { event: string }) => event);
  expect(events).toEqual(['accept', 'succeed']);
});
