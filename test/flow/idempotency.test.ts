import { afterAll, expect, test } from 'vitest';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';

const gateway = sharedGateway();
afterAll(async () => await expectInvariants(gateway));

test('the same clientPayNo a hundred times at once is one order, one charge, one answer', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('wechat');
  const answers = await Promise.all(Array.from({ length: 100 }, () => shop.pay(mode, 'same')));
  expect(new Set(answers.map((a) => a.status))).toEqual(new Set([200]));
  expect(new Set(answers.map((a) => a.body.data.uuid)).size).toBe(1);
  expect(new Set(answers.map((a) => a.body.data.status))).toEqual(new Set(['payed']));
  const { tractionNo } = answers[0]?.body.data ?? {};
  const lines = (await readLedger(gateway)).filter((l) => l.tractionNo === tractionNo);
  expect(lines.filter((l) => l.event === 'charged')).toHaveLength(1);
});

test('the same number with other content is refused and changes nothing', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await shop.pay(mode, 'n1');
  const other = await shop.pay(mode, 'n1', { amount: 501 });
  expect([other.status, other.body.code]).toEqual([409, 9005]);
  const list = await shop.client.get('/payOrders?clientPayNo=n1');
  expect(list.body.items.map((o: { payAmount: number }) => o.payAmount)).toEqual([500]);
});

test('two merchants may use the same number', async () => {
  const [one, two] = [await newShop(gateway), await newShop(gateway)];
  const first = await one.pay(await one.open('cash'), 'n1');
  const second = await two.pay(await two.open('cash'), 'n1');
  expect(second.body.data.uuid).not.toBe(first.body.data.uuid);
});

test('a batch keeps order and length, answers each element alone, and posted again changes nothing', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const good = (clientPayNo: string) =>
    payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo });
  const batchPayData = [
    good('b1'),
    { payAmount: 'x' },
    good('b2'),
    good('b1'),
    { ...good('b3'), payModeUUID: 'none' },
  ];
  const first = await shop.client.post('/batchPay', { batchPayData });
  const codes = first.body.batchPayResult.map((r: { statusCode: number }) => r.statusCode);
  expect(codes).toEqual([200, 400, 200, 200, 404]);
  const nos = first.body.batchPayResult.map((r: { clientPayNo: string }) => r.clientPayNo);
  expect(nos).toEqual(['b1', null, 'b2', 'b1', 'b3']);
  const again = await shop.client.post('/batchPay', { batchPayData });
  const uuids = (answer: typeof first) =>
    answer.body.batchPayResult.map((r: { body: { data?: { uuid: string } } }) => r.body.data?.uuid);
  expect(uuids(again)).toEqual(uuids(first));
});

test('a thousand payments in one batch are all paid, once', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const batchPayData = Array.from({ length: 1_000 }, (_, i) =>
    payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: `k${i}` }),
  );
  const { body } = await shop.client.post('/batchPay', { batchPayData }, { prefer: 'wait=25' });
  const statuses = body.batchPayResult.map(
    (r: { body: { data: { status: string } } }) => r.body.data.status,
  );
  expect(statuses).toHaveLength(1_000);
  expect(new Set(statuses)).toEqual(new Set(['payed']));
});
