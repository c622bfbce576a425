import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Gateway, operator, startGateway } from '../support/gateway.ts';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';

// A short lease, so that what a killed worker held is taken over in the time of a test.
const LEASE = { LEASE_MS: '3000' };
let gateway: Gateway;
const started: RunningApp[] = [];

beforeAll(async () => {
  gateway = await startGateway(testServers(), LEASE);
});
afterAll(async () => {
  await expectInvariants(gateway);
  await Promise.all(started.map((app) => app.stop()));
  await gateway.stop();
});

test('an order whose worker is killed in the middle of the call ends paid, charged once', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const { body } = await shop.pay(mode, 'c1', {
    sandbox: 'chargeThenHang',
    headers: { prefer: 'respond-async' },
  });
  const { tractionNo, uuid } = body.data;
  const linesOf = async () =>
    (await readLedger(gateway)).filter((l) => l.tractionNo === tractionNo);
  await eventually(linesOf, (lines) => lines.some((line) => line.event === 'charged'));
  gateway.worker.signal('SIGKILL');
  await gateway.worker.exited;
  started.push(await spawnApp('worker', gateway.env));
  const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
  const order = await eventually(read, (found) => found.status !== 'paying', 25_000);
  expect(order.status).toBe('payed');
  expect((await linesOf()).filter((line) => line.event === 'charged')).toHaveLength(1);
  const records = await shop.client.get(`/payOrders/${uuid}/tradeRecords`);
  const events = records.body.items.map((record: { event: string }) => record.event);
  expect(events).toEqual(['accept', 'attemptLost', 'succeed']);
});

test('money that comes after its order was given up is sent back by itself, and an operator sees it', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.openOwn({ isAsyncNotify: 1 });
  const { body } = await shop.pay(mode, 'c1', {
    sandbox: 'runThenNotice:5000',
    headers: { prefer: 'respond-async' },
  });
  const { tractionNo: payTractionNo } = body.data;
  // Before the connector has it, nobody could pay late.
  await eventually(
    async () => (await readLedger(gateway)).filter((line) => line.tractionNo === payTractionNo),
    (seen) => seen.length > 0,
  );
  const admin = await operator(gateway);
  const path = `/payOrders/${body.data.uuid}`;
  expect(
    (await shop.client.post(`${path}/settle`, { outcome: 'failed', reason: 'x' })).status,
  ).toBe(403);
  const given = await admin.post(`${path}/settle`, {
    outcome: 'failed',
    reason: 'the customer left',
  });
  expect(given.body.status).toBe('payFailed');
  const again = await admin.post(`${path}/settle`, { outcome: 'succeeded', reason: 'too late' });
  expect([again.status, again.body.code]).toEqual([409, 9007]);

  const list = async () =>
    (await admin.get(`/exceptions?payOrderUUID=${body.data.uuid}`)).body.items;
  const [exception] = await eventually(list, (items) => items[0]?.status === 'resolved');
  expect(exception).toMatchObject({
    reason: 'lateSuccess',
    policy: 'reverse',
    resolution: 'reversed',
    amount: 500,
  });
  expect((await shop.client.get(path)).body.status).toBe('payFailed');
  const lines = await readLedger(gateway);
  const { tractionNo } = (await admin.get(new URL(exception.reversal.href).pathname)).body;
  expect(lines.filter((l) => l.tractionNo === tractionNo && l.event === 'refunded')).toHaveLength(
    1,
  );
  // Its shop sees it too, and may not touch it.
  const seen = (await shop.client.get('/exceptions')).body.items;
  expect(seen).toMatchObject([{ uuid: exception.uuid }]);
  const resolved = await shop.client.post(`/exceptions/${exception.uuid}/resolve`, { reason: 'x' });
  expect(resolved.body.code).toBe(9403);
});
