import { beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { answers, expire, type OwnShop, openOwnShop } from '../support/own-connector.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';
import { payBody } from '../support/shop.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});

const OF_SHOP = {
  subMerchant: '1900000109',
  apiKey: 'key-of-the-shop-0815',
  deep: { token: 'abc' },
};
const SHOWN = { subMerchant: '1900000109', apiKey: '***0815', deep: { token: '***' } };
const TERMINAL = { id: 'till-3', ip: '192.0.2.14' };

const bodyOf = (shop: OwnShop, path: string) =>
  shop.connector.calls.findLast((call) => call.path === path)?.body;

async function openShop(said: Parameters<typeof openOwnShop>[1]) {
  const shop = await openOwnShop(gateway, said, { connectorParams: OF_SHOP });
  const pay = async (clientPayNo: string, more: object = {}) =>
    await shop.client.post('/pay', {
      ...payBody(shop.merchantUUID, { payModeUUID: shop.mode, clientPayNo }),
      ...more,
    });
  const change = async (choice: object) => await shop.client.post(`/payModes/${shop.mode}`, choice);
  return { shop, pay, change };
}

test('every call carries what the mode said when the payment was accepted, also after it has changed', async () => {
  const { shop, pay, change } = await openShop({
    pay: answers('success'),
    refund: answers('running'),
    query: answers('success'),
  });
  const { data } = (await pay('c1')).body;
  expect(bodyOf(shop, '/pay').connectorParams).toEqual(OF_SHOP);
  expect((await change({ connectorParams: { subMerchant: 'another' } })).status).toBe(200);
  const refund = { payTractionNo: data.tractionNo, clientRefundNo: 'r1' };
  expect((await shop.client.post('/refund', refund, { prefer: 'wait=20' })).status).toBe(200);
  expect(bodyOf(shop, '/refund').connectorParams).toEqual(OF_SHOP);
  expect(bodyOf(shop, '/query').connectorParams).toEqual(OF_SHOP);
  await pay('c2');
  expect(bodyOf(shop, '/pay').connectorParams).toEqual({ subMerchant: 'another' });
});

test('so does a cancellation', async () => {
  const { shop, pay } = await openShop({ pay: answers('running'), cancel: answers('success') });
  const { uuid } = (await pay('c1', { validSeconds: 60 })).body.data;
  await expire(gateway, uuid);
  await eventually(
    async () => await shop.order(uuid),
    (order) => order.status === 'payFailed',
  );
  expect(bodyOf(shop, '/cancel').connectorParams).toEqual(OF_SHOP);
});

test('a mode shows its secrets masked, takes none back, and drops all of it when asked', async () => {
  const { shop, pay, change } = await openShop({ pay: answers('success') });
  const mode = async () => (await shop.client.get(`/payModes/${shop.mode}`)).body;
  expect((await mode()).connectorParams).toEqual(SHOWN);
  expect((await change({ connectorParams: SHOWN })).body).toMatchObject({
    code: 9004,
    message: /masked value/,
  });
  expect((await change({ uiOrder: 7 })).body).toMatchObject({ uiOrder: 7, connectorParams: SHOWN });
  await change({ connectorParams: {} });
  expect((await mode()).connectorParams).toEqual({});
  await pay('c1');
  expect(bodyOf(shop, '/pay')).not.toHaveProperty('connectorParams');
});

test('the till that asks is shown and sent, and a repeat from another one is the same payment', async () => {
  const { shop, pay } = await openShop({ pay: answers('success') });
  const { body } = await pay('c1', { terminal: TERMINAL });
  expect(body.data.terminal).toEqual(TERMINAL);
  expect(bodyOf(shop, '/pay').terminal).toEqual(TERMINAL);
  const elsewhere = await pay('c1', { terminal: { id: 'till-4' } });
  expect(elsewhere.body).toEqual(body);
  expect((await pay('c2')).body.data.terminal).toBeNull();
  expect(bodyOf(shop, '/pay')).not.toHaveProperty('terminal');
});

test.each([{ ip: 'till' }, { id: '' }, { id: 'x'.repeat(65) }, { name: 'till' }, 'till'])(
  'a terminal %j is refused',
  async (terminal) => {
    const { pay } = await openShop({ pay: answers('success') });
    expect((await pay('c1', { terminal })).body).toMatchObject({
      code: 9004,
      message: /terminal/,
    });
  },
);
