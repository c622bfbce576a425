import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { expectInvariants } from '../support/invariants.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';

const gateway = sharedGateway();
afterAll(async () => await expectInvariants(gateway));

async function paid(shop: Shop, template: 'cash' | 'onAccount' | 'wechat') {
  const { body } = await shop.pay(await shop.open(template), 'p');
  expect(body.data.status).toBe('payed');
  return body.data as { uuid: string; tractionNo: string };
}
const refund = async (shop: Shop, body: object) => await shop.client.post('/refund', body);
const orderOf = async (shop: Shop, uuid: string) =>
  (await shop.client.get(`/payOrders/${uuid}`)).body;

test('a payment is refunded in parts until nothing is left', async () => {
  const shop = await newShop(gateway);
  const pay = await paid(shop, 'onAccount');
  const part = { payTractionNo: pay.tractionNo, refundAmount: 200 };
  expect((await refund(shop, { ...part, clientRefundNo: 'r1' })).body.data.status).toBe('refunded');
  expect((await orderOf(shop, pay.uuid)).status).toBe('partRefunded');
  await refund(shop, { payTractionNo: pay.tractionNo, clientRefundNo: 'r2' });
  expect(await orderOf(shop, pay.uuid)).toMatchObject({ status: 'refunded', refundAmount: 500 });
  const more = await refund(shop, { ...part, clientRefundNo: 'r3' });
  expect([more.status, more.body.code]).toEqual([409, 9007]);
});

test('more than is left is refused with 9006, a number used before with other content with 9005', async () => {
  const shop = await newShop(gateway);
  const pay = await paid(shop, 'cash');
  const first = { payTractionNo: pay.tractionNo, clientRefundNo: 'r1', refundAmount: 400 };
  expect((await refund(shop, first)).body.businessRet).toBe('offlineRefund');
  const over = await refund(shop, { ...first, clientRefundNo: 'r2' });
  expect([over.status, over.body.code]).toEqual([409, 9006]);
  expect((await refund(shop, { ...first, refundAmount: 1 })).body.code).toBe(9005);
  expect((await refund(shop, first)).body.data.status).toBe('refunded');
});

test('a refund that fails gives its reservation back', async () => {
  const shop = await newShop(gateway);
  const pay = await paid(shop, 'wechat');
  const all = { payTractionNo: pay.tractionNo, clientRefundNo: 'r1' };
  const failed = await refund(shop, { ...all, clientExtraParams: { sandbox: 'fail' } });
  expect(failed.body.data.status).toBe('refundFailed');
  const again = await refund(shop, { ...all, clientRefundNo: 'r2' });
  expect(again.body.data).toMatchObject({ status: 'refunded', refundAmount: 500 });
});

test("another merchant's payment cannot be refunded, nor can one that was not paid", async () => {
  const [owner, thief] = [await newShop(gateway), await newShop(gateway)];
  const pay = await paid(owner, 'cash');
  const theft = await refund(thief, { payTractionNo: pay.tractionNo, clientRefundNo: 'r' });
  expect([theft.status, theft.body.code]).toEqual([404, 9003]);
  const declined = await owner.pay(await owner.open('onAccount'), 'd', { sandbox: 'fail' });
  const none = { payTractionNo: declined.body.data.tractionNo, clientRefundNo: 'r' };
  expect((await refund(owner, none)).body.code).toBe(9007);
});

test('two hundred refunds of one payment at once never give back more than came in', async () => {
  const shop = await newShop(gateway);
  const pay = await paid(shop, 'onAccount');
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) =>
      refund(shop, { payTractionNo: pay.tractionNo, clientRefundNo: `r${i}`, refundAmount: 50 }),
    ),
  );
  expect(answers.filter((a) => a.status === 200)).toHaveLength(10);
  const order = await eventually(
    () => orderOf(shop, pay.uuid),
    (o) => o.status === 'refunded',
  );
  expect(order.refundAmount).toBe(500);
});
