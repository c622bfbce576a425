import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnswerCall, startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

// Opens soon, and stays open for long enough to see what waits.
const CIRCUIT = { CIRCUIT_FAILURES: '3', CIRCUIT_OPEN_MS: '6000' };
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway(testServers(), CIRCUIT);
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await gateway.stop();
});

const ASYNC = { prefer: 'respond-async' };
const logged = (text: string, payTemplateId: string) => {
  const key = `"connector":"t-${payTemplateId}"`;
  const lines = gateway.worker.output().split('\n');
  return lines.filter((line) => line.includes(text) && line.includes(key)).length;
};

/** A shop whose connector breaks every call until it may answer, and whose circuit is open. */
async function openBroken() {
  let isAlive = false;
  const connector = await startRawConnector((call, response) => {
    if (isAlive) response.end(JSON.stringify(succeed(call)));
    else response.destroy();
  });
  const opened = await openConnectorShop(gateway, connector);
  for (const number of ['b1', 'b2', 'b3']) await opened.pay(number, { headers: ASYNC });
  await eventually(
    async () => logged('circuit opened', opened.payTemplateId),
    (times) => times > 0,
  );
  const orderOf = async (number: string) =>
    (await opened.shop.client.get(`/payOrders?clientPayNo=${number}&expand=tradeRecords`)).body
      .items[0];
  const revive = () => {
    isAlive = true;
  };
  return { ...opened, orderOf, revive };
}

test('while a circuit is open its orders wait, without an attempt; then all of them are paid', async () => {
  const { pay, orderOf, revive, connector, payTemplateId } = await openBroken();
  const callsBefore = connector.calls.length;
  await pay('c1', { headers: ASYNC });
  const waiting = await eventually(
    async () => await orderOf('c1'),
    ({ pending }) => pending.lastOutcome !== null,
  );
  expect(waiting.pending).toMatchObject({ lastOutcome: 'circuitOpen', attempts: 0 });
  const events = waiting.tradeRecords.items.map(
    ({ event, attempt }: { event: string; attempt: number }) => [event, attempt],
  );
  expect(events).toEqual([
    ['accept', 0],
    ['circuitOpen', 0],
  ]);
  expect(connector.calls).toHaveLength(callsBefore);
  // Its next attempt is in the queue, which refuses a fraction of a millisecond.
  expect(gateway.worker.output()).not.toContain('22P02');
  // Nobody else waits.
  const other = await openConnectorShop(gateway, succeed);
  expect((await other.pay('c1', { headers: { prefer: 'wait=20' } })).body.data.status).toBe(
    'payed',
  );

  revive();
  for (const number of ['b1', 'b2', 'b3', 'c1']) {
    const order = await eventually(
      async () => await orderOf(number),
      ({ status }) => status !== 'paying',
      25_000,
    );
    expect(order.status).toBe('payed');
  }
  expect(logged('circuit closed', payTemplateId)).toBe(1);
  const [row] = await runSql<{ epoch: number }>(
    gateway.databaseUrl,
    `SELECT max(epoch) AS epoch FROM "PayOrder" WHERE "payTemplateId" = $1`,
    [payTemplateId],
  );
  // A few attempts each: an order that waits does not spin.
  expect(row?.epoch).toBeLessThan(20);
});

test('a payment that expires before it was sent is closed, open circuit or not', async () => {
  const { pay, orderOf } = await openBroken();
  const { uuid } = (await pay('c1', { headers: ASYNC })).body.data;
  const late = `"orderExpiredAt" = now(), "dueAt" = now()`;
  await runSql(gateway.databaseUrl, `UPDATE "PayOrder" SET ${late} WHERE uuid = $1`, [uuid]);
  const order = await eventually(
    async () => await orderOf('c1'),
    ({ status }) => status !== 'paying',
  );
  expect(order.status).toBe('unpay');
});

test.each([
  ['failed', ({ body }) => ({ tractionNo: body.tractionNo, ret: 'failed' })],
  ['running', ({ body }) => ({ tractionNo: body.tractionNo, ret: 'running' })],
  ['about another order', () => ({ tractionNo: '1', ret: 'success' })],
] satisfies [string, AnswerCall][])(
  'a connector that answers is alive, whatever it says: %s',
  async (_, answer) => {
    let isWell = false;
    const opened = await openConnectorShop(gateway, (call) =>
      isWell ? succeed(call) : answer(call),
    );
    for (const number of ['b1', 'b2', 'b3', 'b4', 'b5'])
      await opened.pay(number, { headers: ASYNC });
    await eventually(
      async () => opened.connector.calls.length,
      (calls) => calls >= 5,
    );
    isWell = true;
    const paid = await opened.pay('c1', { headers: { prefer: 'wait=20' } });
    expect(paid.body.data.status).toBe('payed');
    expect(logged('circuit opened', opened.payTemplateId)).toBe(0);
  },
);
