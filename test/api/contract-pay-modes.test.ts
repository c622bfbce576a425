import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConnector, type TestConnector } from '../support/connector.ts';
import { expectDocumented } from '../support/document-shape.ts';
import { operator } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { newShop, TEMPLATES } from '../support/shop.ts';
import { SAMPLES } from './document-samples.ts';

const gateway = sharedGateway();

/** What the environment of the template says; the raw answer must never be shown. */
let environment: unknown = { ret: true };
let connector: TestConnector;
let payTemplateId: string;

beforeAll(async () => {
  connector = await startConnector(() => environment);
  payTemplateId = `NEEDS-ENVIRONMENT-${newMerchant()}`;
  const admin = await operator(gateway);
  const template = { name: 'needs its environment', isOnline: 1 };
  const checkEnvUrl = `${connector.url}/checkEnv?channel=wx`;
  await admin.post('/registerPayModeTemplate', { payTemplateId, ...template, checkEnvUrl });
});
afterAll(async () => await connector.close());

const OPENED = { isOpened: 1, uiOrder: 3, isFastPay: 1 };

test("PayMode 2: the document's request opens a mode from a template with 201 and every field", async () => {
  const { client, merchantUUID } = await newShop(gateway);
  const merchantHref = `http://192.168.7.188:6004/api/v1.0.0/merchants/${merchantUUID}`;
  const asked = { merchantHref, payTemplateId: '4CE44A21-68DA-4ADA-B7EE-371187327F75', ...OPENED };
  const { status, body } = await client.post('/payModes', asked);
  expect(status).toBe(201);
  expectDocumented(body, SAMPLES.openedPayMode);
  const { merchantHref: href, ...shown } = asked;
  expect(body).toMatchObject({ ...shown, merchantUUID, name: '银联', merchant: { href } });
  expect(body).toMatchObject({ payUrl: null, refundUrl: null, checkEnvUrl: null });
});

test('PayMode 2: without a link the merchant is the one of the token', async () => {
  const { client, merchantUUID } = await newShop(gateway);
  const { body } = await client.post('/payModes', { payTemplateId: TEMPLATES.cash, isOpened: 1 });
  expect(body.merchantUUID).toBe(merchantUUID);
  expect(body.merchant.href.endsWith(`/${merchantUUID}`)).toBe(true);
});

test('PayMode 2: opening a template again changes the mode that is there, also when both come at once', async () => {
  const { client } = await newShop(gateway);
  const open = (uiOrder: number) =>
    client.post('/payModes', { payTemplateId: TEMPLATES.cash, isOpened: 1, uiOrder });
  const both = await Promise.all([1, 2, 3, 4, 5].map(open));
  expect(both.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(4);
  expect(new Set(both.map(({ body }) => body.uuid)).size).toBe(1);
  const again = await open(9);
  expect([again.status, again.body.uiOrder]).toEqual([200, 9]);
  expect((await client.get('/payModes')).body.items).toEqual([again.body]);
});

test('PayMode 2: a mode that is described entirely by the merchant answers what was described', async () => {
  const { client } = await newShop(gateway);
  const own = {
    name: '会员卡记账支付',
    description: 'own',
    payUrl: `${connector.url}/pay`,
    refundUrl: `${connector.url}/refund`,
    iconHref: 'https://shop.example/icon.png',
    orderValidTime: 2,
    isOnline: 1,
    isSignAccount: 1,
    isAsyncNotify: 1,
    isThridPay: 1,
    payChannel: '支付宝',
    payWay: 'APP',
    ...OPENED,
  };
  const { status, body } = await client.post('/payModes', own);
  expect(status).toBe(201);
  expectDocumented(body, SAMPLES.openedPayMode, { payTemplateId: null });
  expect(body).toMatchObject({ ...own, payTemplateId: null, payModeTemplate: { href: null } });
  expectRefusal(await client.post('/payModes', { ...own, payTemplateId: TEMPLATES.cash }), 9004);
});

test.each([{ ret: false, merchantUUID: 'raw' }, { ret: 'true' }, { ret: 1 }, {}, [true], 'true'])(
  'PayMode 2: an environment that answers %j keeps the mode closed: 500 and 9001 that names the template only',
  async (answer) => {
    environment = answer;
    const { client, merchantUUID } = await newShop(gateway);
    const refused = await client.post('/payModes', { payTemplateId, ...OPENED });
    expectRefusal(refused, 9001);
    expectDocumented(refused.body, SAMPLES.environmentError);
    expect(refused.body.message).toContain(payTemplateId);
    expect(refused.body.message).not.toContain(JSON.stringify(answer));
    expect(connector.calls.at(-1)).toMatchObject({
      method: 'GET',
      path: `/checkEnv?channel=wx&merchantUUID=${merchantUUID}`,
    });
    expect((await client.get('/payModes')).body.items).toEqual([]);
  },
);

test('PayMode 2: an environment that answers {"ret": true} lets the mode open, and is asked again when it reopens', async () => {
  environment = { ret: true };
  const { client } = await newShop(gateway);
  const opened = await client.post('/payModes', { payTemplateId, ...OPENED });
  expect(opened.status).toBe(201);
  const change = async (isOpened: number) =>
    await client.post(`/payModes/${opened.body.uuid}`, { isOpened });
  environment = { ret: false };
  const asked = connector.calls.length;
  expect((await change(0)).body.isOpened).toBe(0);
  expect(connector.calls).toHaveLength(asked);
  expectRefusal(await change(1), 9001);
  expect((await client.get(`/payModes/${opened.body.uuid}`)).body.isOpened).toBe(0);
});

test('PayMode 2: a mode that is not to be open is made without asking the environment', async () => {
  environment = { ret: false };
  const { client } = await newShop(gateway);
  const asked = connector.calls.length;
  const { status, body } = await client.post('/payModes', { payTemplateId, isOpened: 0 });
  expect([status, body.isOpened]).toEqual([201, 0]);
  expect(connector.calls).toHaveLength(asked);
});

test('PayMode 2: a template that is unknown or disabled cannot be opened', async () => {
  const { client } = await newShop(gateway);
  expectRefusal(await client.post('/payModes', { payTemplateId: 'nowhere' }), 9003);
  const admin = await operator(gateway);
  const disabled = { payTemplateId: `DISABLED-${newMerchant()}`, name: 'x', status: 'disabled' };
  await admin.post('/registerPayModeTemplate', disabled);
  const { payTemplateId: id } = disabled;
  expectRefusal(await client.post('/payModes', { payTemplateId: id }), 9003);
  const all = await client.get('/listAllPayModes');
  expect(all.body.items.map((item: { payTemplateId: string }) => item.payTemplateId)).not.toContain(
    id,
  );
});

test.each(['/api/v1.0.0', '/api/v1'])(
  "PayMode 1: %s/payModes lists the merchant's opened modes with every field, in the order asked for",
  async (base) => {
    const { client, merchantUUID } = await newShop(gateway);
    const make = async (name: string, uiOrder: number, isOpened: number) =>
      (await client.post(`${base}/payModes`, { name, uiOrder, isOpened })).body;
    const [second, first] = [await make('second', 1, 1), await make('first', 2, 1)];
    await make('closed', 3, 0);
    const merchantHref = `http://192.168.7.188:6004/api/v1.0.0/merchants/${merchantUUID}`;
    const query = new URLSearchParams({ merchantHref, orderBy: 'uiOrder desc', isOpened: '1' });
    const { status, body } = await client.get(`${base}/payModes?${query.toString()}`);
    expect(status).toBe(200);
    expectDocumented(body, SAMPLES.payModeList, { items: [{ payTemplateId: null }] });
    expect(body).toMatchObject({ offset: 0, size: 2 });
    expect(body.items).toEqual([first, second]);
    // The document's own sample asks with these, too.
    const sampled = `merchantUUID=${merchantUUID}&orderBy=uiOrder%20desc&expand=payMode`;
    const asSampled = await client.get(`${base}/payModes?${sampled}`);
    expect([asSampled.status, asSampled.body.size]).toEqual([200, 3]);
    expect(asSampled.body.href).toBe(`${gateway.url}/api/v1.0.0/payModes?${sampled}`);
  },
);

test("PayMode 3: listAllPayModes shows the merchant's modes in order, then the templates it has not opened", async () => {
  const { client, merchantUUID, open } = await newShop(gateway);
  const wechat = await open('wechat');
  const cash = await open('cash');
  await client.post(`/payModes/${cash}`, { uiOrder: -1, isFastPay: 1 });
  const path = `/listAllPayModes?merchantUUID=${merchantUUID}&orderBy=uiOrder%20asc`;
  const { status, body } = await client.get(path);
  expect(status).toBe(200);
  expect(body.size).toBe(body.items.length);
  const isThere = (item: { hasCreated: number }) => item.hasCreated === 1;
  const [created, offered] = [body.items.filter(isThere), body.items.slice(2)];
  for (const item of created) expectDocumented(item, SAMPLES.createdItem);
  expect(created).toMatchObject([
    { uuid: cash, payTemplateId: TEMPLATES.cash, uiOrder: -1, isOpened: 1, isFastPay: 1 },
    { uuid: wechat, payTemplateId: TEMPLATES.wechat, uiOrder: 0, isOpened: 1, isFastPay: 0 },
  ]);
  const unionPay = offered.find((item: { name: string }) => item.name === '银联');
  expectDocumented(unionPay, SAMPLES.offeredItem);
  expect(unionPay).toMatchObject({ hasCreated: 0, isOpened: 0, isFastPay: 0 });
  expect(offered.filter((item: object) => 'uuid' in item)).toEqual([]);
  const ids = body.items.map((item: { payTemplateId: string }) => item.payTemplateId);
  expect(new Set(ids).size).toBe(ids.length);
});
