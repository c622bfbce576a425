import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, QUEUED_AT_ONCE, type Shop } from '../support/shop.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

// The connection breaks after PostgreSQL has committed and before the API has heard of it.
let gateway: Gateway;
let wire: TcpProxy;
let api: RunningApp;
let shop: Shop;
let mode = '';

beforeAll(async () => {
  gateway = await startGateway(testServers());
  wire = await startTcpProxy(gateway.databaseUrl);
  await gateway.api.stop();
  api = await spawnApp('api', { ...gateway.env, DATABASE_URL: wire.url });
  shop = await newShop(gateway);
  mode = await shop.openOwn();
});
afterAll(async () => {
  await expectInvariants(gateway);
  await api.stop();
  await gateway.stop();
  await wire.close();
});

const NOW = { prefer: 'respond-async' };
const newPay = (clientPayNo: string) =>
  payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo });
const written = async (table: string, numbers: readonly string[]) => {
  const column = table === 'PayOrder' ? 'clientPayNo' : 'clientRefundNo';
  return await runSql<{ tractionNo: string }>(
    gateway.databaseUrl,
    `SELECT "tractionNo" FROM "${table}" WHERE "${column}" = ANY($1::text[]) ORDER BY "${column}"`,
    [numbers],
  );
};

/** Sends a request whose commit is done and whose answer to the API is lost; answers what a till hears. */
async function sendAndLose(
  text: string,
  send: () => Promise<Answer>,
  isWritten: () => Promise<boolean>,
): Promise<Answer> {
  const lost = wire.loseAnswerTo(text);
  const answering = send();
  const end = await lost;
  await eventually(isWritten, Boolean);
  end();
  return await answering;
}

async function paid(clientPayNo: string): Promise<string> {
  const { body } = await shop.pay(mode, clientPayNo);
  expect(body.data.status).toBe('payed');
  return body.data.tractionNo;
}

test.each([
  ['p1', NOW],
  ['p2', { prefer: 'wait=5' }],
])(
  'a payment that was written and whose commit said nothing is answered, not refused (%s, %j)',
  async (number, headers) => {
    const answer = await sendAndLose(
      'insert-pay-orders',
      async () => await shop.client.post('/pay', newPay(number), headers),
      async () => (await written('PayOrder', [number])).length === 1,
    );
    const [row] = await written('PayOrder', [number]);
    expect([answer.status, answer.body.data?.tractionNo]).toEqual([200, row?.tractionNo]);
    const path = `/payOrders?clientPayNo=${number}`;
    const read = async () => (await shop.client.get(path)).body.items[0];
    expect((await eventually(read, ({ status }) => status !== 'paying')).status).toBe('payed');
  },
);

test('so is a batch, each element with its own order', async () => {
  const numbers = Array.from({ length: QUEUED_AT_ONCE }, (_, at) => `b${at}`);
  const answer = await sendAndLose(
    'insert-pay-orders',
    async () => await shop.client.post('/batchPay', { batchPayData: numbers.map(newPay) }, NOW),
    async () => (await written('PayOrder', numbers)).length === numbers.length,
  );
  expect(answer.status).toBe(200);
  const results = answer.body.batchPayResult as { body: { data: { tractionNo: string } } }[];
  const rows = await written('PayOrder', numbers);
  expect(results.map(({ body }) => body.data.tractionNo)).toEqual(
    rows.map(({ tractionNo }) => tractionNo),
  );
});

test('so is a refund, its amount reserved once', async () => {
  const payTractionNo = await paid('r0');
  const body = { payTractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  const answer = await sendAndLose(
    'COMMIT',
    async () => await shop.client.post('/refund', body, NOW),
    async () => (await written('RefundOrder', ['r1'])).length === 1,
  );
  const [row] = await written('RefundOrder', ['r1']);
  expect([answer.status, answer.body.data?.tractionNo]).toEqual([200, row?.tractionNo]);
  const read = async () => (await shop.client.get('/refundOrders?clientRefundNo=r1')).body.items[0];
  expect((await eventually(read, ({ status }) => status !== 'refunding')).status).toBe('refunded');
});

test('a statement that never reached the database is refused with 503, and nothing is written', async () => {
  const payTractionNo = await paid('n0');
  const refund = { payTractionNo, clientRefundNo: 'n1', refundAmount: 200 };
  for (const [path, body] of [
    ['/pay', newPay('n1')],
    ['/refund', refund],
  ] as const) {
    await wire.cut();
    const { status, body: said, headers } = await shop.client.post(path, body);
    expect([status, said.code, headers.get('retry-after')]).toEqual([503, 9503, '1']);
    await wire.mend();
  }
  expect(await written('PayOrder', ['n1'])).toEqual([]);
  expect(await written('RefundOrder', ['n1'])).toEqual([]);
  // The same again is all that a till has to do.
  const { body } = await eventually(
    async () => await shop.client.post('/refund', refund),
    ({ status }) => status === 200,
  );
  expect(body.data.status).toBe('refunded');
});
