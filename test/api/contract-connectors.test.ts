import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { type AnswerCall, startConnector, succeed } from '../support/connector.ts';
import { expectDocumented } from '../support/document-shape.ts';
import { eventually } from '../support/eventually.ts';
import { type GatewayAddress, operator } from '../support/gateway.ts';
import { gatewayOfOwnConnectors, newMerchant } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { SAMPLES } from './document-samples.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});

const DIGITS = /^\d{1,20}$/;
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const BAR_CODE = '134853566181206476';

/** A shop that pays in a mode opened from a template whose connector is this test's own server. */
async function openAt(answer: AnswerCall, isAsyncNotify: 0 | 1) {
  const connector = await startConnector(answer);
  onTestFinished(async () => await connector.close());
  const template = {
    payTemplateId: `CONNECTOR-${newMerchant()}`,
    name: 'connector of a test',
    isOnline: 1,
    isAsyncNotify,
    payUrl: `${connector.url}/api/v1.0.0/microPay?channel=wx`,
    refundUrl: `${connector.url}/api/v1.0.0/refund?channel=wx`,
  };
  await (await operator(gateway)).post('/registerPayModeTemplate', template);
  const shop = await newShop(gateway);
  const { payTemplateId } = template;
  const mode = await shop.client.post('/payModes', { payTemplateId, isOpened: 1 });
  const payment = {
    payModeUUID: mode.body.uuid,
    payer: 'A',
    payee: `http://192.168.7.188:6004/api/v1.0.0/shops/${shop.merchantUUID}`,
    payAmount: 50,
    clientPayNo: '201808240127',
    payParams: { payBarCode: BAR_CODE, ...SAMPLES.payParams.countCard },
    clientExtraParams: SAMPLES.clientExtraParams,
  };
  return { connector, shop, payment };
}

test('Pay 3: payUrl is posted every documented field as the cashier sent it, and no notifyUrl when synchronous', async () => {
  const { connector, shop, payment } = await openAt(succeed, 0);
  const { body } = await shop.client.post('/pay', payment);
  expect(body).toMatchObject({ businessRet: 'syncOnlinePay', data: { status: 'payed' } });
  expect(connector.calls).toHaveLength(1);
  const [call] = connector.calls;
  expectDocumented(call?.body, SAMPLES.connectorPay);
  const { payModeUUID: _, ...sent } = payment;
  const { data } = body;
  const { tractionNo, orderStartAt, orderExpiredAt, payStartAt } = data;
  expect(call?.body).toEqual({ ...sent, tractionNo, orderStartAt, orderExpiredAt, payStartAt });
  expect(call).toMatchObject({
    method: 'POST',
    path: '/api/v1.0.0/microPay?channel=wx',
    headers: { 'content-type': 'application/json', 'idempotency-key': tractionNo },
  });
  expect(tractionNo).toMatch(DIGITS);
  expect(data.payParams.payBarCode).toBe('***6476');
});

test("Pay 3: the fields of the connector's answer are those of the order", async () => {
  const answer = { ret: 'success', thirdOrderNo: '4200000184201808173250265573' };
  // The document's own time has no leading zeros.
  const rest = { thirdErrorReason: '', tradeFinishedAt: '2018-9-10 12:00:00' };
  const { shop, payment } = await openAt(
    ({ body }) => ({ tractionNo: body.tractionNo, ...answer, ...rest }),
    0,
  );
  const { data } = (await shop.client.post('/pay', payment)).body;
  expect(data).toMatchObject({ status: 'payed', thirdPayNo: answer.thirdOrderNo });
  expect(data.payFinishAt).toMatch(TIME);
  const records = await shop.client.get(`/payOrders/${data.uuid}/tradeRecords`);
  expect(records.body.items.at(-1)).toMatchObject({
    actor: 'connector',
    toStatus: 'payed',
    httpStatus: 200,
    attempt: 1,
    detail: { tradeFinishedAt: rest.tradeFinishedAt },
  });
});

test('Pay 3: ret failed ends the order as payFailed with the reason that the connector gave', async () => {
  const { shop, payment, connector } = await openAt(
    ({ body }) => ({
      tractionNo: body.tractionNo,
      ret: 'failed',
      thirdOrderNo: '',
      thirdErrorReason: 'AUTH_CODE_EXPIRE',
      tradeFinishedAt: '',
    }),
    0,
  );
  const { status, body } = await shop.client.post('/pay', payment);
  expect([status, body.ret]).toEqual([200, 'success']);
  expect(body.data).toMatchObject({
    status: 'payFailed',
    resultCode: 'AUTH_CODE_EXPIRE',
    thirdPayNo: null,
  });
  expect(connector.calls).toHaveLength(1);
});

const running: AnswerCall = ({ body }) => ({
  tractionNo: body.tractionNo,
  ret: 'running',
  thirdOrderNo: '',
  thirdErrorReason: '',
  tradeFinishedAt: '',
});

test.each([
  ['success', 'payed'],
  ['failed', 'payFailed'],
])(
  'Pay 3: ret running keeps an asynchronous order paying until its notifyUrl receives %s',
  async (ret, status) => {
    const { connector, shop, payment } = await openAt(running, 1);
    const { body } = await shop.client.post('/pay', payment, { prefer: 'respond-async' });
    expect(body).toMatchObject({ businessRet: 'asyncOnlinePay', data: { status: 'paying' } });
    const [call] = await eventually(
      async () => connector.calls,
      (calls) => calls.length > 0,
    );
    expectDocumented(call?.body, { ...SAMPLES.connectorPay, notifyUrl: 'http://a' });
    const { tractionNo } = body.data;
    const base = `${gateway.url}/api/v1.0.0/payInfo/${tractionNo}/`;
    expect(call?.body.notifyUrl.startsWith(base)).toBe(true);

    const path = new URL(call?.body.notifyUrl).pathname;
    const notice = { tractionNo, ret, thirdOrderNo: 'n1', thirdErrorReason: '' };
    const answer = await createClient(gateway.url, null).post(path, notice);
    expect([answer.status, answer.body]).toEqual([200, { ret: 'success' }]);
    const order = await shop.client.get(`/payOrders/${body.data.uuid}`);
    expect(order.body).toMatchObject({ status, thirdPayNo: 'n1', pending: null });
  },
);

test('Refund 2: refundUrl is posted every documented field and isCancel, and no notifyUrl when synchronous', async () => {
  const { connector, shop, payment } = await openAt(succeed, 0);
  const paid = (await shop.client.post('/pay', payment)).body.data;
  const request = {
    payTractionNo: paid.tractionNo,
    clientRefundNo: 'T20180919',
    refundAmount: 20,
    isCancel: 0,
    clientExtraParams: SAMPLES.clientExtraParams,
  };
  const { body } = await shop.client.post('/refund', request);
  expect(body).toMatchObject({ businessRet: 'syncOnlineRefund', data: { status: 'refunded' } });
  const [, call] = connector.calls;
  expectDocumented(call?.body, SAMPLES.connectorRefund);
  const { tractionNo } = body.data;
  const { payee, payAmount, thirdPayNo } = paid;
  expect(call?.body).toEqual({ ...request, tractionNo, thirdPayNo, payee, payAmount });
  expect(call).toMatchObject({
    method: 'POST',
    path: '/api/v1.0.0/refund?channel=wx',
    headers: { 'content-type': 'application/json', 'idempotency-key': tractionNo },
  });
  expect(body.data.thirdRefundNo).toBe(`third-${tractionNo}`);
});

test('Refund 2: ret failed ends the refund as refundFailed with the reason, and the payment is whole again', async () => {
  const { shop, payment } = await openAt((call) => {
    const answer = succeed(call) as object;
    const isRefund = 'refundAmount' in call.body;
    return isRefund ? { ...answer, ret: 'failed', thirdErrorReason: 'NOTENOUGH' } : answer;
  }, 0);
  const paid = (await shop.client.post('/pay', payment)).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'T1' };
  const { data } = (await shop.client.post('/refund', request)).body;
  expect(data).toMatchObject({ status: 'refundFailed', resultCode: 'NOTENOUGH' });
  const order = await shop.client.get(`/payOrders/${paid.uuid}`);
  expect(order.body).toMatchObject({ status: 'payed', refundAmount: 0 });
});

test('Refund 2: an asynchronous refund is refunding until its notifyUrl receives a notice', async () => {
  const { connector, shop, payment } = await openAt(
    (call) => ('refundAmount' in call.body ? running(call) : succeed(call)),
    1,
  );
  const paid = (await shop.client.post('/pay', payment)).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'T1', isCancel: 1 };
  const { body } = await shop.client.post('/refund', request, { prefer: 'respond-async' });
  expect(body).toMatchObject({ businessRet: 'asyncOnlineRefund', data: { status: 'refunding' } });
  const [, call] = await eventually(
    async () => connector.calls,
    (calls) => calls.length > 1,
  );
  const { tractionNo } = body.data;
  expect(call?.body).toMatchObject({
    isCancel: 1,
    refundAmount: 50,
    payTractionNo: paid.tractionNo,
  });
  const path = new URL(call?.body.notifyUrl).pathname;
  expect(path.startsWith(`/api/v1.0.0/refundInfo/${tractionNo}/`)).toBe(true);
  const notice = { tractionNo, ret: 'success', thirdOrderNo: 'n2', thirdErrorReason: '' };
  expect((await createClient(gateway.url, null).post(path, notice)).status).toBe(200);
  const refund = await shop.client.get(`/refundOrders/${body.data.uuid}`);
  expect(refund.body).toMatchObject({ status: 'refunded', thirdRefundNo: 'n2' });
  const order = await shop.client.get(`/payOrders/${paid.uuid}`);
  expect(order.body).toMatchObject({ status: 'refunded', refundAmount: 50 });
});
