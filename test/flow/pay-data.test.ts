import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import {
  type Answers,
  answers,
  attemptNow,
  type OnEnd,
  openOwnShop,
} from '../support/own-connector.ts';
import { gatewayOfOwnConnectors, sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
const ends: Parameters<OnEnd>[0][] = [];
const onEnd: OnEnd = (end) => void ends.push(end);
afterAll(async () => {
  await expectRecordsHold(gateway);
  for (const end of ends) await end();
});

/** As {@link openOwnShop}, until the end of all tests: they wait side by side. */
const openShop = async (said: Answers, settings: Record<string, unknown> = {}) =>
  await openOwnShop({ ...gateway, onEnd }, said, settings);

const PATIENT = { prefer: 'wait=30' };
const CODE = { codeUrl: 'weixin://wxpay/bizpayurl?pr=1' };
const OTHER_CODE = { codeUrl: 'weixin://wxpay/bizpayurl?pr=2', jsapi: { paySign: 'x' } };

test.concurrent('the till has the code as soon as the connector gives it, and the end when the customer has paid', async () => {
  const sandbox = sharedGateway();
  const shop = await newShop(sandbox);
  const mode = await shop.openOwn({ isAsyncNotify: 1 });
  const { body } = await shop.pay(mode, 'c1', { sandbox: 'showCode:3000', headers: PATIENT });
  const payData = { codeUrl: expect.stringContaining('https://pay.sandbox.example/') };
  expect(body.data).toMatchObject({ status: 'paying', payData });
  const repeated = await shop.pay(mode, 'c1', { sandbox: 'showCode:3000', headers: PATIENT });
  expect(repeated.body.data).toMatchObject({ status: 'payed', payData });
  const { items } = (await shop.client.get('/payOrders?clientPayNo=c1')).body;
  expect(items).toMatchObject([{ status: 'payed', payData }]);
});

test.concurrent('a later answer replaces it, one without leaves it', async () => {
  let query: object = { payData: OTHER_CODE };
  const shop = await openShop({
    pay: answers('running', { payData: CODE }),
    query: (call) => answers('running', query)(call),
  });
  const { body } = await shop.pay(shop.mode, 'c1', { headers: PATIENT });
  expect(body.data).toMatchObject({ status: 'paying', payData: CODE });
  const uuid = String(body.data?.uuid);
  const order = async () => await shop.order(uuid);
  expect(await eventually(order, (seen) => seen.payData.codeUrl !== CODE.codeUrl)).toMatchObject({
    payData: OTHER_CODE,
  });
  query = {};
  const { attempts } = (await order()).pending;
  await attemptNow(gateway, uuid);
  // The one after it has been claimed: its own answer is in the row.
  await eventually(order, (seen) => seen.pending.attempts >= attempts + 2);
  expect(await order()).toMatchObject({ payData: OTHER_CODE });
});

test.concurrent.each([
  ['a success with it is shown with it', { payData: CODE }, CODE],
  ['a success with one that cannot be stored is a success without', { payData: 'x' }, null],
])('%s', async (_, more, payData) => {
  const shop = await openShop({ pay: answers('success', more) });
  const { body } = await shop.pay(shop.mode, 'c1', { headers: PATIENT });
  expect(body.data).toMatchObject({ status: 'payed', payData });
});

test.concurrent('running with one that cannot be stored is unknown, and the payment goes on', async () => {
  const tooMuch = { code: 'x'.repeat(8_192) };
  const shop = await openShop({
    pay: answers('running', { payData: tooMuch }),
    query: answers('success'),
  });
  const { body } = await shop.pay(shop.mode, 'c1', { headers: PATIENT });
  expect(body.data).toMatchObject({ status: 'payed', payData: null });
  const { items } = (await shop.client.get(`/payOrders/${body.data?.uuid}/tradeRecords`)).body;
  const [unknown] = items.filter((line: { event: string }) => line.event === 'unknown');
  expect(unknown.detail.reason).toMatch(/payData has more than 8192 bytes/);
});

test.concurrent('a payment of ten seconds is closed by itself, asked first, then cancelled', async () => {
  const shop = await openShop({
    pay: answers('running'),
    query: answers('running'),
    cancel: answers('success'),
  });
  const pay = {
    payModeUUID: shop.mode,
    payer: 'A',
    payee: `http://shops.example/shops/${shop.merchantUUID}`,
    payAmount: 500,
    clientPayNo: 'c1',
    validSeconds: 10,
  };
  const { body } = await shop.client.post('/pay', pay, PATIENT);
  expect(body.data).toMatchObject({
    status: 'payFailed',
    resultCode: 'cancelled after it expired',
  });
  const paths = shop.connector.calls.map((call) => call.path);
  expect(paths.slice(-2)).toEqual(['/query', '/cancel']);
  expect(paths.filter((path) => path === '/cancel')).toHaveLength(1);
});

test.concurrent('it is gone once the payment is final where the template says so, and not before', async () => {
  let ret = 'running';
  const shop = await openShop(
    { pay: answers('running', { payData: CODE }), query: (call) => answers(ret)(call) },
    { dropsPayData: 1 },
  );
  const { body } = await shop.pay(shop.mode, 'c1', { headers: PATIENT });
  expect(body.data).toMatchObject({ status: 'paying', payData: CODE });
  ret = 'success';
  const uuid = String(body.data?.uuid);
  await attemptNow(gateway, uuid);
  const order = async () => await shop.order(uuid);
  expect(await eventually(order, ({ status }) => status !== 'paying')).toMatchObject({
    status: 'payed',
    payData: null,
  });
});
