import { expect, test } from 'vitest';
import { operator } from '../support/gateway.ts';
import { expectShape, type FieldType } from '../support/shape.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, TEMPLATES } from '../support/shop.ts';

const gateway = sharedGateway();

type Shape = Readonly<Record<string, FieldType>>;
const COMMON: Shape = {
  name: 'text',
  description: 'text?',
  checkEnvUrl: 'text?',
  payUrl: 'text?',
  refundUrl: 'text?',
  iconHref: 'text?',
  orderValidTime: 'number',
  isOnline: 'flag',
  isSignAccount: 'flag',
  isAsyncNotify: 'flag',
  isThridPay: 'flag',
  payChannel: 'text?',
  payWay: 'text?',
};
const LINKS: Shape = { payOrders: 'link', refundOrders: 'link', tradeRecords: 'link' };
const ROW: Shape = {
  href: 'text',
  id: 'number',
  uuid: 'text',
  createdAt: 'time',
  modifiedAt: 'time',
};
const TEMPLATE: Shape = {
  ...COMMON,
  ...LINKS,
  ...ROW,
  payTemplateId: 'text',
  status: 'text',
  payModes: 'link',
};
const PAY_MODE: Shape = {
  ...COMMON,
  ...LINKS,
  ...ROW,
  payTemplateId: 'text?',
  isFastPay: 'flag',
  isOpened: 'flag',
  uiOrder: 'number',
  merchantUUID: 'text',
  merchant: 'link',
};
const PAY_ORDER: Shape = {
  uuid: 'text',
  payer: 'text',
  payee: 'text',
  payAmount: 'number',
  tractionNo: 'text',
  clientPayNo: 'text',
  orderStartAt: 'time',
  orderExpiredAt: 'time',
  payParams: 'object',
  thirdPayNo: 'text?',
  resultCode: 'text?',
  payModeName: 'text',
  payTemplateId: 'text?',
  payChannel: 'text?',
  payWay: 'text?',
  payStartAt: 'time',
  payFinishAt: 'time?',
  refundAmount: 'number',
  lastRefundAt: 'time?',
  status: 'text',
  createdAt: 'time',
  modifiedAt: 'time',
  payModeUUID: 'text',
  clientExtraParams: 'object',
};
const REFUND_ORDER: Shape = {
  uuid: 'text',
  refundAmount: 'number',
  tractionNo: 'text',
  clientRefundNo: 'text',
  thirdRefundNo: 'text?',
  refundStartAt: 'time',
  refundFinishAt: 'time?',
  resultCode: 'text?',
  status: 'text',
  createdAt: 'time',
  modifiedAt: 'time',
  payOrderUUID: 'text',
};
const COLLECTION: Shape = { href: 'text', offset: 'number', limit: 'number', size: 'number' };
const ERROR: Shape = {
  name: 'text',
  statusCode: 'number',
  code: 'number',
  message: 'text',
  description: 'text',
  stack: 'text',
};

test('payModeTemplate 1: the list holds the seven built-in templates with every field', async () => {
  const { client } = await newShop(gateway);
  for (const base of ['/payModeTemplates', '/api/v1/payModeTemplates']) {
    const { status, body } = await client.get(base);
    expect(status).toBe(200);
    expectShape(body, COLLECTION);
    expect(body.items.length).toBeGreaterThanOrEqual(7);
    for (const item of body.items) expectShape(item, TEMPLATE);
  }
});

test('payModeTemplate 2: registering creates, and registering again changes', async () => {
  const admin = await operator(gateway);
  const template = {
    payTemplateId: 'contract-template',
    name: '微信扫码枪',
    description: '微信支付xx',
    checkEnvUrl: '',
    payUrl: `${gateway.sandboxUrl}/sandbox/wechat/pay`,
    refundUrl: `${gateway.sandboxUrl}/sandbox/wechat/refund`,
    isSignAccount: 0,
    isOnline: 1,
    isAsyncNotify: 0,
    payChannel: '微信',
    payWay: '扫码枪',
    isThridPay: 1,
  };
  const first = await admin.post('/registerPayModeTemplate', template);
  expect(first.status).toBe(200);
  expectShape(first.body, TEMPLATE);
  const second = await admin.post('/registerPayModeTemplate', { ...template, name: 'other' });
  expect([second.body.uuid, second.body.name]).toEqual([first.body.uuid, 'other']);
  const { client } = await newShop(gateway);
  expect((await client.post('/registerPayModeTemplate', template)).body.code).toBe(9403);
});

test('PayMode 1 and 2: opening answers 201 with every field, and the list shows it', async () => {
  const { client, merchantUUID } = await newShop(gateway);
  const merchantHref = `http://shops.example/api/v1.0.0/merchants/${merchantUUID}`;
  const asked = {
    merchantHref,
    payTemplateId: TEMPLATES.cash,
    isOpened: 1,
    uiOrder: 3,
    isFastPay: 1,
  };
  const { status, body } = await client.post('/payModes', asked);
  expect(status).toBe(201);
  expectShape(body, { ...PAY_MODE, payModeTemplate: 'object' });
  expect(body).toMatchObject({
    merchantUUID,
    uiOrder: 3,
    isFastPay: 1,
    merchant: { href: merchantHref },
  });
  const list = await client.get('/payModes?isOpened=1&orderBy=uiOrder%20desc');
  expectShape(list.body, COLLECTION);
  expect(list.body.items.map((item: { uuid: string }) => item.uuid)).toEqual([body.uuid]);
});

test('PayMode 2: a mode whose environment is not set up is refused with 9001, naming only the template', async () => {
  const admin = await operator(gateway);
  await admin.post('/registerPayModeTemplate', {
    payTemplateId: 'needs-environment',
    name: 'needs environment',
    isOnline: 1,
    checkEnvUrl: `${gateway.sandboxUrl}/sandbox/nothing-here/checkEnv`,
  });
  const { client } = await newShop(gateway);
  const answer = await client.post('/payModes', {
    payTemplateId: 'needs-environment',
    isOpened: 1,
  });
  expect([answer.status, answer.body.code]).toEqual([500, 9001]);
  expectShape(answer.body, ERROR);
  expect(answer.body.message).toContain('needs-environment');
  expect(answer.body.stack).toBe('');
});

test('PayMode 3: listAllPayModes shows opened modes and templates that are not', async () => {
  const shop = await newShop(gateway);
  const uuid = await shop.open('wechat');
  const { body } = await shop.client.get(`/listAllPayModes?merchantUUID=${shop.merchantUUID}`);
  expect(body.size).toBe(body.items.length);
  const opened = body.items.find((item: { uuid?: string }) => item.uuid === uuid);
  expect(opened).toMatchObject({ hasCreated: 1, isOpened: 1, payTemplateId: TEMPLATES.wechat });
  const others = body.items.filter((item: { uuid?: string }) => item.uuid === undefined);
  expect(others.length).toBeGreaterThanOrEqual(6);
  expect(others.every((item: { hasCreated: number }) => item.hasCreated === 0)).toBe(true);
});

test('Pay 1 and 2: paying answers the order with every field, and the query finds it', async () => {
  const shop = await newShop(gateway);
  const answer = await shop.pay(await shop.open('wechat'), 'c1');
  expect(answer.body).toMatchObject({ ret: 'success', businessRet: 'syncOnlinePay' });
  expectShape(answer.body.data, PAY_ORDER);
  expect(answer.body.data.tractionNo).toMatch(/^1\d{1,19}$/);
  const list = await shop.client.get('/payOrders?clientPayNo=c1');
  expectShape(list.body, COLLECTION);
  expectShape(list.body.items[0], {
    ...PAY_ORDER,
    href: 'text',
    id: 'number',
    payMode: 'link',
    refundOrders: 'link',
    tradeRecords: 'link',
  });
});

test('Pay 1: a mode that is not opened is refused with 500 and 9002', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await shop.client.post(`/payModes/${mode}`, { isOpened: 0 });
  const answer = await shop.pay(mode, 'c1');
  expect([answer.status, answer.body.code]).toEqual([500, 9002]);
  expectShape(answer.body, ERROR);
});

test('Pay 4: a batch answers number, status and body of each', async () => {
  const shop = await newShop(gateway);
  const payModeUUID = await shop.open('onAccount');
  const batchPayData = ['b1', 'b2'].map((clientPayNo) =>
    payBody(shop.merchantUUID, { payModeUUID, clientPayNo }),
  );
  const { body } = await shop.client.post('/batchPay', { batchPayData });
  for (const element of body.batchPayResult) {
    expectShape(element, { clientPayNo: 'text', statusCode: 'number', body: 'object' });
    expectShape(element.body.data, PAY_ORDER);
  }
});

test('Refund 1 and 3: a refund and a batch of them answer every field', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const [one, two] = [await shop.pay(mode, 'p1'), await shop.pay(mode, 'p2')];
  const refunded = await shop.client.post('/refund', {
    payTractionNo: one.body.data.tractionNo,
    clientRefundNo: 'T1',
    isCancel: 1,
    clientExtraParams: { operatorName: '小美' },
  });
  expect(refunded.body).toMatchObject({ ret: 'success', businessRet: 'syncOnlineRefund' });
  expectShape(refunded.body.data, REFUND_ORDER);
  expect(refunded.body.data.tractionNo).toMatch(/^2\d{1,19}$/);
  const batch = await shop.client.post('/batchRefund', {
    batchRefundData: [{ clientRefundNo: 'T2', payTractionNo: two.body.data.tractionNo }],
  });
  const [element] = batch.body.batchRefundResult;
  expectShape(element, { clientRefundNo: 'text', statusCode: 'number', body: 'object' });
  expectShape(element.body.data, REFUND_ORDER);
});

test('every shop sees only its own orders', async () => {
  const [owner, other] = [await newShop(gateway), await newShop(gateway)];
  const { body } = await owner.pay(await owner.open('cash'), 'c1');
  const foreign = await other.client.get(`/payOrders/${body.data.uuid}`);
  expect([foreign.status, foreign.body.code]).toEqual([404, 9003]);
  expect((await other.client.get('/payOrders?clientPayNo=c1')).body.items).toEqual([]);
  const named = await other.client.get(`/payOrders?merchantUUID=${owner.merchantUUID}`);
  expect([named.status, named.body.code]).toEqual([403, 9403]);
});

test('health says that every part is ready', async () => {
  const { client } = await newShop(gateway);
  expect((await client.get('/health/live')).status).toBe(200);
  const { status, body } = await client.get('/health/ready');
  expect([status, body.parts]).toEqual([200, { database: 'ok', migrations: 'ok', queue: 'ok' }]);
});
