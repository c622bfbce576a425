import { expect, test } from 'vitest';
import { cashier } from '../support/gateway.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

test('a payment in a mode opened from a template is paid through its connector', async () => {
  const merchantUUID = newMerchant();
  const client = await cashier(sharedGateway(), merchantUUID);
  const mode = await client.post('/payModes', {
    payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
    isOpened: 1,
  });
  expect(mode.status, JSON.stringify(mode.body)).toBe(201);
  const answer = await client.post('/pay', {
    payModeUUID: mode.body.uuid,
    payer: 'A',
    payee: `http://shops.example/shops/${merchantUUID}`,
    payAmount: 50,
    clientPayNo: 'first',
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  expect(answer.body).toMatchObject({ ret: 'success', businessRet: 'syncOnlinePay' });
  expect(answer.body.data.status).toBe('payed');
});

test.each(['succeed', 'fail', 'chargeThen502'])(
  'what pay answers is what anybody reads afterwards, word for word: %s',
  async (sandbox) => {
    const shop = await newShop(sharedGateway());
    const mode = await shop.open('wechat');
    const { body } = await shop.pay(mode, 'same', { sandbox, headers: { prefer: 'wait=20' } });
    expect(body.data.status).not.toBe('paying');
    const read = await shop.client.get(`/payOrders/${body.data.uuid}`);
    expect(read.body).toEqual(body.data);
  },
);

test('what batchPay answers of each element is what anybody reads afterwards, word for word', async () => {
  const shop = await newShop(sharedGateway());
  const [wechat, cash] = [await shop.open('wechat'), await shop.open('cash')];
  const batchPayData = Array.from({ length: 20 }, (_, no) =>
    payBody(shop.merchantUUID, {
      payModeUUID: no % 2 === 0 ? wechat : cash,
      clientPayNo: `b${no}`,
      sandbox: no % 4 === 0 ? 'succeed' : 'fail',
    }),
  );
  const answer = await shop.client.post('/batchPay', { batchPayData }, { prefer: 'wait=20' });
  const read = await shop.client.get('/payOrders?limit=200');
  const byNo = new Map(
    read.body.items.map((order: { clientPayNo: string }) => [order.clientPayNo, order]),
  );
  expect(answer.body.batchPayResult).toHaveLength(batchPayData.length);
  for (const { clientPayNo, body } of answer.body.batchPayResult) {
    expect(byNo.get(clientPayNo)).toEqual(body.data);
  }
});

test.each([
  ['closed', `UPDATE "PayMode" SET "isOpened" = 0 WHERE uuid = $1`, 9002],
  [
    'given to another merchant',
    `UPDATE "PayMode" SET "merchantUUID" = 'another' WHERE uuid = $1`,
    9003,
  ],
  ['left without a connector', `UPDATE "PayMode" SET "payUrl" = NULL WHERE uuid = $1`, 9008],
])(
  'a mode that is %s takes no payment from then on, however often it was paid with before',
  async (_, change, code) => {
    const gateway = sharedGateway();
    const shop = await newShop(gateway);
    const mode = await shop.openOwn();
    for (const number of ['p1', 'p2']) {
      expect((await shop.pay(mode, number)).body.data.status).toBe('payed');
    }
    // Nobody tells the API of it.
    await runSql(gateway.databaseUrl, change, [mode]);
    const { status, body } = await shop.pay(mode, 'p3');
    expect([status, body.code]).toEqual([expect.any(Number), code]);
    // What was paid before is still answered.
    expect((await shop.pay(mode, 'p2')).body.data.status).toBe('payed');
    expect(await runSql(gateway.databaseUrl, ORDERS, [mode])).toHaveLength(2);
  },
);

test('a payment is taken as its mode is now, also by what changed since the last one', async () => {
  const gateway = sharedGateway();
  const shop = await newShop(gateway);
  const mode = await shop.openOwn();
  await shop.pay(mode, 'before');
  await runSql(gateway.databaseUrl, `UPDATE "PayMode" SET name = 'renamed' WHERE uuid = $1`, [
    mode,
  ]);
  const both = [await shop.pay(mode, 'after'), await shop.pay(mode, 'and again')];
  expect(both.map(({ body }) => body.data.payModeName)).toEqual(['renamed', 'renamed']);
});

const ORDERS = 'SELECT uuid FROM "PayOrder" WHERE "payModeUUID" = $1';
