import { createPayServerClient, type PayOrder, type PayServerClient } from '@payserver/client';
import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
const BASE_URL = `${gateway.url}/api/v1.0.0`;

/** A payment of this shop, through the client. */
async function payWith(api: PayServerClient, shop: Shop, pay: Parameters<typeof payBody>[1]) {
  const { data, error } = await api.POST('/pay', { body: payBody(shop.merchantUUID, pay) });
  expect(error).toBeUndefined();
  return data?.data as PayOrder;
}

test('the client opens, pays, asks, refunds and reads the history, each with its types', async () => {
  const shop = await newShop(gateway);
  const { api } = shop.client;
  const opened = await api.POST('/payModes', {
    body: { payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962', isOpened: 1 },
  });
  expect(opened.response.status).toBe(201);
  const payModeUUID = opened.data?.uuid ?? '';
  const paid = await payWith(api, shop, { payModeUUID, clientPayNo: 'c1' });
  expect(paid.status).toBe('payed');
  const body = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  const refunded = await api.POST('/refund', { body });
  expect(refunded.data?.data).toMatchObject({ status: 'refunded', refundAmount: 200 });
  const found = await api.GET('/payOrders', { params: { query: { clientPayNo: 'c1' } } });
  expect(found.data?.items.map(({ status }) => status)).toEqual(['partRefunded']);
  const path = { uuid: paid.uuid };
  const history = await api.GET('/payOrders/{uuid}/tradeRecords', { params: { path } });
  // Two of the payment, two of its refund, and what the refund made of the payment.
  expect(history.data?.items.map(({ event }) => event)).toContain('refundPart');
  expect(history.data?.size).toBe(5);
});

test('the client says how long to wait, and polls what is still paying', async () => {
  const shop = await newShop(gateway);
  const pay = { payModeUUID: await shop.open('wechat'), clientPayNo: 'c1', sandbox: 'slow:500' };
  const { data, response } = await shop.client.api.POST('/pay', {
    params: { header: { Prefer: 'respond-async' } },
    body: payBody(shop.merchantUUID, pay),
  });
  expect(response.headers.get('preference-applied')).toBe('respond-async');
  expect(data?.data.status).toBe('paying');
  const query = { clientPayNo: 'c1' };
  const ask = async () => (await shop.client.api.GET('/payOrders', { params: { query } })).data;
  const done = await eventually(ask, (list) => list?.items[0]?.status !== 'paying');
  expect(done?.items[0]?.status).toBe('payed');
});

test('what the gateway refuses is an error with its code, and nothing is thrown', async () => {
  const shop = await newShop(gateway);
  const pay = payBody(shop.merchantUUID, { payModeUUID: 'nowhere', clientPayNo: 'c1' });
  const { data, error, response } = await shop.client.api.POST('/pay', { body: pay });
  expect([data, response.status]).toEqual([undefined, 404]);
  expect(error).toMatchObject({ code: 9003, statusCode: 404, stack: '' });
});

test('the token may come from a function, which is asked before each call', async () => {
  const shop = await newShop(gateway);
  let asked = 0;
  const token = async () => {
    asked += 1;
    return await merchantToken(shop.merchantUUID);
  };
  const api = createPayServerClient({ baseUrl: `${BASE_URL}/`, token });
  for (const calls of [1, 2]) {
    expect((await api.GET('/listAllPayModes')).response.status).toBe(200);
    expect(asked).toBe(calls);
  }
  const nobody = createPayServerClient({ baseUrl: BASE_URL, token: null });
  expect((await nobody.GET('/listAllPayModes')).error).toMatchObject({ code: 9401 });
});

test('a call without an answer in timeoutMs throws, and the same call again answers the same payment', async () => {
  const shop = await newShop(gateway);
  const token = await merchantToken(shop.merchantUUID);
  const impatient = createPayServerClient({ baseUrl: BASE_URL, token, timeoutMs: 300 });
  const pay = { payModeUUID: await shop.open('wechat'), clientPayNo: 'c1', sandbox: 'slow:3000' };
  const body = payBody(shop.merchantUUID, pay);
  await expect(impatient.POST('/pay', { body })).rejects.toThrow(/timeout/);
  const again = await shop.client.api.POST('/pay', { body });
  expect(again.data?.data.status).toBe('payed');
  const { data } = await shop.client.api.GET('/payOrders');
  expect(data?.items.map(({ clientPayNo }) => clientPayNo)).toEqual(['c1']);
});
