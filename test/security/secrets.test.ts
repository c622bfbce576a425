import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type ReceivedCall,
  startConnector,
  succeed,
  type TestConnector,
} from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

const BARCODE = '134853566181206476';
const CARD = '6222029988776655';
const payParams = { payBarCode: BARCODE, card: { cardNo: CARD }, memberUUID: 'M1' };
const masked = { payBarCode: '***6476', card: { cardNo: '***6655' }, memberUUID: 'M1' };

// Of its own: this connector keeps no ledger, and the shared gateway is compared with one.
let gateway: Gateway;
let connector: TestConnector;
/** what the connector answers; a test changes it for its own payments */
const answers = new Map<string, (call: ReceivedCall) => unknown>();
beforeAll(async () => {
  gateway = await startGateway(testServers());
  connector = await startConnector((call) =>
    (answers.get(call.body.clientRefundNo ?? call.body.clientPayNo) ?? succeed)(call),
  );
});
afterAll(async () => {
  await connector.close();
  await gateway.stop();
});

async function payOnline(clientPayNo: string, mode: Record<string, unknown> = {}) {
  const shop = await newShop(gateway);
  const payModeUUID = await shop.openOwn({
    payUrl: `${connector.url}/pay`,
    refundUrl: `${connector.url}/refund`,
    secretParams: ['cardNo'],
    ...mode,
  });
  const body = { ...payBody(shop.merchantUUID, { payModeUUID, clientPayNo }), payParams };
  const answer = await shop.client.post('/pay', body, { prefer: 'respond-async' });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return { shop, body, answer };
}

/** Everything that the database holds of this order, as text. */
async function rowsOf(clientPayNo: string): Promise<string> {
  const rows = await runSql<{ row: string }>(
    gateway.databaseUrl,
    `SELECT o::text AS row FROM "PayOrder" o WHERE "clientPayNo" = $1
     UNION ALL SELECT r::text FROM "TradeRecord" r JOIN "PayOrder" o ON o.uuid = r."payOrderUUID"
     WHERE o."clientPayNo" = $1`,
    [clientPayNo],
  );
  expect(rows.length).toBeGreaterThan(1);
  return rows.map(({ row }) => row).join('\n');
}

test('the connector receives what the cashier sent, everybody else the last four digits', async () => {
  const clientPayNo = newMerchant();
  const { shop, answer } = await payOnline(clientPayNo);
  expect(answer.body.data.payParams).toEqual(masked);
  const settled = await eventually(
    async () => await shop.client.get(`/payOrders?clientPayNo=${clientPayNo}`),
    ({ body }) => body.items[0]?.status === 'payed',
  );
  expect(settled.body.items[0].payParams).toEqual(masked);
  const call = connector.calls.find(({ body }) => body.clientPayNo === clientPayNo);
  expect(call?.body.payParams).toEqual(payParams);
});

test('an order forgets its secrets the moment it is final, and is still the same request', async () => {
  const clientPayNo = newMerchant();
  answers.set(clientPayNo, ({ body }) => ({ tractionNo: body.tractionNo, ret: 'running' }));
  const { shop, body } = await payOnline(clientPayNo);
  await eventually(
    async () => connector.calls.filter((call) => call.body.clientPayNo === clientPayNo),
    (calls) => calls.length > 0,
  );
  expect(await rowsOf(clientPayNo), 'the connector may have to receive it again').toContain(
    BARCODE,
  );
  answers.set(clientPayNo, ({ body: call }) => ({
    tractionNo: call.tractionNo,
    ret: 'failed',
    thirdErrorReason: 'no money',
  }));
  await eventually(
    async () => await shop.client.get(`/payOrders?clientPayNo=${clientPayNo}`),
    (list) => list.body.items[0]?.status === 'payFailed',
  );
  const rows = await rowsOf(clientPayNo);
  expect(rows).not.toContain(BARCODE);
  expect(rows).not.toContain(CARD);
  const again = await shop.client.post('/pay', body);
  expect(again.body.data).toMatchObject({ status: 'payFailed', payParams: masked });
  const other = { ...body, payParams: { ...payParams, payBarCode: '134853566181209999' } };
  expect((await shop.client.post('/pay', other)).body.code).toBe(9005);
});

test('an offline payment never keeps a secret', async () => {
  const shop = await newShop(gateway);
  const payModeUUID = await shop.open('cash');
  const clientPayNo = newMerchant();
  const body = { ...payBody(shop.merchantUUID, { payModeUUID, clientPayNo }), payParams };
  expect((await shop.client.post('/pay', body)).body.data.status).toBe('payed');
  expect(await rowsOf(clientPayNo)).not.toContain(BARCODE);
});

test('the database refuses a final order that still holds secrets', async () => {
  const clientPayNo = newMerchant();
  const { shop } = await payOnline(clientPayNo);
  await eventually(
    async () => await shop.client.get(`/payOrders?clientPayNo=${clientPayNo}`),
    ({ body }) => body.items[0]?.status === 'payed',
  );
  const keep = runSql(
    gateway.databaseUrl,
    `UPDATE "PayOrder" SET "paySecrets" = '{}' WHERE "clientPayNo" = $1`,
    [clientPayNo],
  );
  await expect(keep).rejects.toThrow('paySecrets_only_while_paying');
});

test('what a connector quotes of the secrets is masked, also when the order has forgotten them', async () => {
  const clientPayNo = newMerchant();
  const thirdErrorReason = `card ${CARD} of ${BARCODE}`;
  answers.set(clientPayNo, ({ body }) => ({
    tractionNo: body.tractionNo,
    ret: 'success',
    tradeFinishedAt: `with ${CARD}`,
  }));
  const { shop, answer } = await payOnline(clientPayNo);
  const payTractionNo = String(answer.body.data.tractionNo);
  const payOrderUUID = String(answer.body.data.uuid);
  await eventually(
    async () => await shop.client.get(`/payOrders?clientPayNo=${clientPayNo}`),
    ({ body }) => body.items[0]?.status === 'payed',
  );
  answers.set(`refund-${clientPayNo}`, ({ body }) => ({
    tractionNo: body.tractionNo,
    ret: 'failed',
    thirdErrorReason,
  }));
  const refund = await shop.client.post('/refund', {
    payTractionNo,
    clientRefundNo: `refund-${clientPayNo}`,
  });
  expect(refund.body.data).toMatchObject({
    status: 'refundFailed',
    resultCode: 'card ***6655 of ***6476',
  });
  const history = await shop.client.get(`/payOrders/${payOrderUUID}/tradeRecords`);
  const texts = JSON.stringify(history.body);
  expect(texts).toContain('"tradeFinishedAt":"with ***6655"');
  expect(texts).toContain('card ***6655 of ***6476');
  expect(texts).not.toContain(CARD);
});
