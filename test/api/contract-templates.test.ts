import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { expectDocumented } from '../support/document-shape.ts';
import { expectRefusal } from '../support/refusal.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';
import { SAMPLES } from './document-samples.ts';

// On a database of its own: here the document's own templates are registered anew.
let api: LoneApi;
let admin: Client;
let shop: Client;

beforeAll(async () => {
  api = await startLoneApi(testServers());
  admin = createClient(api.url, await adminToken());
  shop = createClient(api.url, await merchantToken(newMerchant()));
});
afterAll(async () => await api.stop());

const OFFLINE = { isOnline: 0, isSignAccount: 0, isAsyncNotify: 0, isThridPay: 0 };
const ONLINE = { ...OFFLINE, isOnline: 1 };
/** The list at the head of the document's chapter payModeTemplate. */
const BUILT_IN = [
  { payTemplateId: 'C924182F-581B-4990-944A-ABCAB8E552B3', name: '现金', ...OFFLINE },
  { payTemplateId: '4CE44A21-68DA-4ADA-B7EE-371187327F75', name: '银联', ...OFFLINE },
  {
    payTemplateId: '382CF8DF-017F-4009-928F-D5B008095962',
    name: '挂账',
    ...ONLINE,
    isSignAccount: 1,
  },
  {
    payTemplateId: '017AFC80-95FA-11E8-B0EC-5384BC9767FE',
    name: '微信扫码枪',
    ...ONLINE,
    isThridPay: 1,
    payChannel: '微信',
    payWay: '扫码枪',
  },
  {
    payTemplateId: '3BEAF650-A067-11E8-A545-87065760276A',
    name: '支付宝扫码枪',
    ...ONLINE,
    isThridPay: 1,
    payChannel: '支付宝',
    payWay: '扫码枪',
  },
  {
    uuid: 'irAl37TewwGEchYrXUWsfA',
    payTemplateId: 'A2E7AB90-BB11-11E8-8BAF-4BFA221DACF5',
    name: '会员储值',
    ...ONLINE,
    payChannel: '',
    payWay: '',
  },
  {
    uuid: 'nW9WDIBHwMMLvz6oGsuRpQ',
    payTemplateId: 'B3A36C30-BB11-11E8-8353-CD8987EBDA9C',
    name: '会员储次',
    ...ONLINE,
    payChannel: '',
    payWay: '',
  },
].map((template) => ({ ...template, description: `${template.name}支付`, checkEnvUrl: '' }));

test.each(['/api/v1.0.0', '/api/v1'])(
  'payModeTemplate 1: %s/payModeTemplates lists the seven built-in templates as the document has them',
  async (base) => {
    const { status, body } = await shop.get(`${base}/payModeTemplates`);
    expect(status).toBe(200);
    expectDocumented(body, SAMPLES.templateList);
    expect(body.items).toMatchObject(BUILT_IN);
    expect(body).toMatchObject({ offset: 0, size: 7 });
    expect(body).not.toHaveProperty('next');
  },
);

test('payModeTemplate 1: one template by its href answers the item of the list', async () => {
  const { body } = await shop.get('/payModeTemplates');
  for (const item of body.items) {
    const one = await shop.get(new URL(item.href).pathname);
    expect([one.status, one.body]).toEqual([200, item]);
  }
});

test("payModeTemplate 2: the document's request registers its template, and answers every field of it", async () => {
  const { status, body } = await admin.post('/registerPayModeTemplate', SAMPLES.registration);
  expect(status).toBe(200);
  expectDocumented(body, SAMPLES.registered);
  expect(body).toMatchObject({ ...SAMPLES.registration, orderValidTime: 24, status: 'enabled' });
  const list = await shop.get(`/payModeTemplates?payTemplateId=${body.payTemplateId}`);
  expect(list.body.items).toEqual([body]);
});

test('payModeTemplate 2: a template that is not there is created, and from then on changed', async () => {
  const mine = { ...SAMPLES.registration, uuid: 'newTemplate', payTemplateId: 'NEW-TEMPLATE' };
  const urls = {
    payUrl: 'http://127.0.0.1:6103/api/v1.0.0/microPay?channel=wx',
    refundUrl: 'http://127.0.0.1:6103/api/v1.0.0/refund?channel=wx',
  };
  const created = await admin.post('/registerPayModeTemplate', { ...mine, ...urls });
  expectDocumented(created.body, SAMPLES.registered, SAMPLES.template);
  expect(created.body).toMatchObject({ ...mine, ...urls });

  const change = { payTemplateId: mine.payTemplateId, name: '微信', description: '' };
  const changed = await admin.post('/registerPayModeTemplate', change);
  const { id, createdAt } = created.body;
  expect(changed.body).toMatchObject({ ...mine, ...urls, ...change, id, createdAt });
});

test('payModeTemplate 2: the secret of a template can be written but never read', async () => {
  const notifySecret = 'whsec_c2VjcmV0LW9mLWEtdGVtcGxhdGUtMzItYnl0ZXM=';
  const mine = { payTemplateId: 'WITH-SECRET', name: 'with a secret' };
  const { body } = await admin.post('/registerPayModeTemplate', { ...mine, notifySecret });
  expect(body.hasNotifySecret).toBe(1);
  const answers = [body, (await admin.get('/payModeTemplates?limit=200')).body];
  expect(JSON.stringify(answers)).not.toContain(notifySecret);
  const none = await admin.post('/registerPayModeTemplate', { ...mine, notifySecret: '' });
  expect(none.body.hasNotifySecret).toBe(0);
});

test('payModeTemplate 2: only an operator may register, and a uuid that is taken is refused', async () => {
  expectRefusal(await shop.post('/registerPayModeTemplate', SAMPLES.registration), 9403);
  const taken = { ...SAMPLES.registration, payTemplateId: 'OTHER-TEMPLATE' };
  expectRefusal(await admin.post('/registerPayModeTemplate', taken), 9004, 'uuid');
  const { body } = await shop.get('/payModeTemplates?payTemplateId=OTHER-TEMPLATE');
  expect(body.items).toEqual([]);
});

test.each([
  'http://10.1.2.3/pay',
  'http://169.254.169.254/latest/meta-data',
  'http://pay.example/pay',
  'http://user:secret@127.0.0.1:6103/pay',
])('payModeTemplate 2: %s is no place for a connector, and nothing is registered', async (url) => {
  for (const field of ['payUrl', 'refundUrl', 'checkEnvUrl', 'queryUrl', 'cancelUrl']) {
    const body = { payTemplateId: 'ELSEWHERE', name: 'elsewhere', [field]: url };
    expectRefusal(await admin.post('/registerPayModeTemplate', body), 9008, `${field}:`);
  }
  const { body } = await shop.get('/payModeTemplates?payTemplateId=ELSEWHERE');
  expect(body.items).toEqual([]);
});
