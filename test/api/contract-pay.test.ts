import { expect, test } from 'vitest';
import { expectDocumented } from '../support/document-shape.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { SAMPLES } from './document-samples.ts';

const gateway = sharedGateway();
const { payParams, clientExtraParams } = SAMPLES;

/** The document's request, at this shop and with what the mode needs. */
const requestOf = (shop: Shop, payModeUUID: string, params: object) => ({
  payModeUUID,
  payer: 'A',
  payee: `http://192.168.7.188:6004/api/v1.0.0/shops/${shop.merchantUUID}`,
  payAmount: 50,
  clientPayNo: '201807120130',
  payParams: params,
  clientExtraParams,
});

async function openTemplate(shop: Shop, payTemplateId: string): Promise<string> {
  const { body } = await shop.client.post('/payModes', { payTemplateId, isOpened: 1 });
  return body.uuid;
}

/** Every built-in way to pay, with the parameters that the document shows for it. */
const WAYS = [
  { name: '现金', id: 'C924182F-581B-4990-944A-ABCAB8E552B3', ret: 'offlinePay', params: {} },
  { name: '银联', id: '4CE44A21-68DA-4ADA-B7EE-371187327F75', ret: 'offlinePay', params: {} },
  {
    name: '挂账',
    id: '382CF8DF-017F-4009-928F-D5B008095962',
    ret: 'syncOnlinePay',
    params: payParams.onAccount,
  },
  {
    name: '微信扫码枪',
    id: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
    ret: 'syncOnlinePay',
    params: payParams.barCode,
  },
  {
    name: '支付宝扫码枪',
    id: '3BEAF650-A067-11E8-A545-87065760276A',
    ret: 'syncOnlinePay',
    params: payParams.barCode,
  },
  {
    name: '会员储值',
    id: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5',
    ret: 'syncOnlinePay',
    params: payParams.storedValue,
  },
  {
    name: '会员储次',
    id: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C',
    ret: 'syncOnlinePay',
    params: payParams.countCard,
  },
] as const;

test.each(WAYS)(
  "Pay 1: the document's request for $name is payed and answers every field",
  async ({ name, id, ret, params }) => {
    const shop = await newShop(gateway);
    const payModeUUID = await openTemplate(shop, id);
    const { payParams: sent, ...request } = requestOf(shop, payModeUUID, params);
    const answer = await shop.client.post('/pay', { ...request, payParams: sent });
    expect(answer.status).toBe(200);
    expectDocumented(answer.body, SAMPLES.payAnswer);
    expect(answer.body).toMatchObject({ ret: 'success', businessRet: ret });
    const { data } = answer.body;
    expect(data).toMatchObject({ ...request, status: 'payed' });
    expect(data).toMatchObject({ payModeName: name, payTemplateId: id });
    expect(data).toMatchObject({ refundAmount: 0, lastRefundAt: null });
    expect(data.payFinishAt).not.toBeNull();
    expect(data.tractionNo).toMatch(/^1\d{1,19}$/);
    const { payBarCode, ...others } = data.payParams;
    expect({ payBarCode, ...others }).toEqual({
      ...sent,
      payBarCode: 'payBarCode' in sent ? '***6476' : undefined,
    });
  },
);

test.each(['/api/v1.0.0', '/api/v1'])(
  'Pay 1 and 2: what %s/pay answered is what %s/payOrders finds by clientPayNo, with every field',
  async (base) => {
    const shop = await newShop(gateway);
    const request = requestOf(shop, await shop.open('onAccount'), payParams.onAccount);
    const paid = await shop.client.post(`${base}/pay`, request);
    const { status, body } = await shop.client.get(`${base}/payOrders?clientPayNo=201807120130`);
    expect(status).toBe(200);
    expectDocumented(body, SAMPLES.payOrderList);
    expect(body).toMatchObject({ offset: 0, size: 1 });
    expect(body.items).toEqual([paid.body.data]);
    const self = await shop.client.get(new URL(body.items[0].href).pathname);
    expect(self.body).toEqual(paid.body.data);
  },
);

test('Pay 2: a number that was never used finds nothing, and that is no error', async () => {
  const { client } = await newShop(gateway);
  const { status, body } = await client.get('/payOrders?clientPayNo=never');
  expect([status, body.size, body.items]).toEqual([200, 0, []]);
});

test('Pay 1: an order is valid for the hours of its mode, and times are those of the configured zone', async () => {
  const shop = await newShop(gateway);
  const { body } = await shop.client.post('/payModes', { name: 'two hours', orderValidTime: 2 });
  const { data } = (await shop.pay(body.uuid, 'c1')).body;
  const read = (time: string) => Date.parse(`${time.replace(' ', 'T')}+08:00`);
  expect(read(data.orderExpiredAt) - read(data.orderStartAt)).toBe(2 * 3_600_000);
  // Asia/Shanghai: an hour of doubt leaves room for a slow machine and none for another zone.
  expect(Math.abs(read(data.createdAt) - Date.now())).toBeLessThan(1_800_000);
});

test('Pay 1: a mode that is not opened is refused with 500 and 9002, and no order is made', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  await shop.client.post(`/payModes/${mode}`, { isOpened: 0 });
  const refused = await shop.client.post('/pay', requestOf(shop, mode, payParams.onAccount));
  expectRefusal(refused, 9002);
  expectDocumented(refused.body, SAMPLES.notOpenedError);
  expect(refused.status).toBe(500);
  expect((await shop.client.get('/payOrders')).body.items).toEqual([]);
});

test('Pay 1: the payee must be the shop itself, the mode must be there and have a connector', async () => {
  const shop = await newShop(gateway);
  const good = requestOf(shop, await shop.open('cash'), {});
  const post = async (change: object) => await shop.client.post('/pay', { ...good, ...change });
  expectRefusal(await post({ payee: 'http://192.168.7.188:6004/shops/other' }), 9403);
  expectRefusal(await post({ payModeUUID: 'nowhere' }), 9003, 'payModeUUID:');
  const noConnector = await shop.client.post('/payModes', { name: 'no connector', isOnline: 1 });
  expectRefusal(await post({ payModeUUID: noConnector.body.uuid }), 9008);
  expect((await shop.client.get('/payOrders')).body.items).toEqual([]);
});

test('Pay 1: the same number again answers the same order, with other content 9005', async () => {
  const shop = await newShop(gateway);
  const request = requestOf(shop, await shop.open('cash'), {});
  const first = await shop.client.post('/pay', request);
  expect(await shop.client.post('/pay', request)).toMatchObject({ status: 200, body: first.body });
  expectRefusal(await shop.client.post('/pay', { ...request, payAmount: 51 }), 9005);
});
