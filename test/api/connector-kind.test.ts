import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { expectRefusal } from '../support/refusal.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop, TEMPLATES } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { adminToken } from '../support/tokens.ts';

// On a database of its own: here the built-in templates change.
let api: LoneApi;
let admin: Client;
let shop: Shop;

beforeAll(async () => {
  api = await startLoneApi(testServers());
  admin = createClient(api.url, await adminToken());
  shop = await newShop({ ...api, sandboxUrl: '', redisUrl: '' });
});
afterAll(async () => await api.stop());

const PAY_URL = 'http://127.0.0.1:6103/pay';

interface Shown {
  readonly uuid: string;
  readonly payTemplateId: string;
  readonly connectorKind: string;
}

const register = async (payTemplateId: string, fields: object): Promise<Shown> => {
  const body = { payTemplateId, name: payTemplateId, ...fields };
  const answer = await admin.post('/registerPayModeTemplate', body);
  expect(answer.status).toBe(200);
  return answer.body;
};

/** What a merchant's list shows of a mode or template, however it is asked for. */
async function shownAt(path: string, is: (item: Shown) => boolean): Promise<string[]> {
  const { body } = await shop.client.get(path);
  return body.items.filter(is).map((item: Shown) => item.connectorKind);
}

test('a template is real unless its registration says otherwise, and shows it wherever it is shown', async () => {
  expect(await register('KIND-DEFAULT', { payUrl: PAY_URL })).toMatchObject({
    connectorKind: 'real',
  });
  for (const connectorKind of ['sandbox', 'stub', 'real']) {
    const { uuid } = await register('KIND-SAID', { payUrl: PAY_URL, connectorKind });
    expect((await shop.client.get(`/payModeTemplates/${uuid}`)).body).toMatchObject({
      connectorKind,
    });
    for (const path of ['/payModeTemplates', '/listAllPayModes']) {
      const shown = await shownAt(path, (item) => item.payTemplateId === 'KIND-SAID');
      expect([path, shown]).toEqual([path, [connectorKind]]);
    }
  }
});

test('it stays when something else changes, and is real again with a payUrl that comes without one', async () => {
  await register('KIND-MOVES', { payUrl: PAY_URL, connectorKind: 'stub' });
  expect(await register('KIND-MOVES', { timeoutMs: 5_000 })).toMatchObject({
    connectorKind: 'stub',
  });
  const moved = await register('KIND-MOVES', { payUrl: 'http://127.0.0.1:6104/pay' });
  expect(moved).toMatchObject({ connectorKind: 'real' });
});

test.each(['', 'fake', 'Real', 'real ', null, 1, ['stub']])(
  'a kind %j is refused by name, of a template and of a mode, and changes nothing',
  async (connectorKind) => {
    await register('KIND-STAYS', { connectorKind: 'stub' });
    const template = { payTemplateId: 'KIND-STAYS', name: 'x', connectorKind };
    expectRefusal(await admin.post('/registerPayModeTemplate', template), 9004, 'connectorKind');
    const { items } = (await admin.get('/payModeTemplates?payTemplateId=KIND-STAYS')).body;
    expect(items).toMatchObject([{ name: 'KIND-STAYS', connectorKind: 'stub' }]);
    const before = (await shop.client.get('/payModes')).body.size;
    expectRefusal(
      await shop.client.post('/payModes', { name: 'x', connectorKind }),
      9004,
      'connectorKind',
    );
    expect((await shop.client.get('/payModes')).body.size).toBe(before);
  },
);

test('the refusal says which kinds there are', async () => {
  const { body } = await shop.client.post('/payModes', { name: 'x', connectorKind: 'fake' });
  expect(body.message).toContain('connectorKind must be one of');
  expect(body.message).toMatch(/real.*sandbox.*stub/);
});

test('a mode of a template shows the kind of the template as it is now, wherever it is shown, and its merchant cannot change it', async () => {
  const template = await register('KIND-OF-MODE', { isOnline: 0, connectorKind: 'stub' });
  const body = { payTemplateId: 'KIND-OF-MODE', isOpened: 1 };
  expectRefusal(
    await shop.client.post('/payModes', { ...body, connectorKind: 'real' }),
    9004,
    'connectorKind',
  );
  const opened = (await shop.client.post('/payModes', body)).body;
  expect(opened.connectorKind).toBe('stub');
  const change = { connectorKind: 'real' };
  expectRefusal(await shop.client.post(`/payModes/${opened.uuid}`, change), 9004, 'connectorKind');

  const pay = payBody(shop.merchantUUID, { payModeUUID: opened.uuid, clientPayNo: 'of-a-kind' });
  const paid = (await shop.client.post('/pay', pay)).body.data;
  for (const connectorKind of ['stub', 'sandbox', 'real']) {
    await register('KIND-OF-MODE', { connectorKind });
    const one = await shop.client.get(`/payModes/${opened.uuid}`);
    const again = await shop.client.post('/payModes', body);
    const changed = await shop.client.post(`/payModes/${opened.uuid}`, { uiOrder: 1 });
    expect([one, again, changed].map((answer) => answer.body.connectorKind)).toEqual(
      Array.from({ length: 3 }, () => connectorKind),
    );
    for (const path of [
      '/payModes',
      '/listAllPayModes',
      `/payModeTemplates/${template.uuid}/payModes`,
    ]) {
      const shown = await shownAt(path, (item) => item.uuid === opened.uuid);
      expect([path, shown]).toEqual([path, [connectorKind]]);
    }
    const orders = `/payOrders?uuid=${paid.uuid}&expand=payMode`;
    expect((await shop.client.get(orders)).body.items).toMatchObject([
      { payMode: { connectorKind } },
    ]);
    const modes = '/payModes?payTemplateId=KIND-OF-MODE&expand=payModeTemplate';
    expect((await shop.client.get(modes)).body.items).toMatchObject([
      { connectorKind, payModeTemplate: { connectorKind } },
    ]);
  }
});

test("a mode of a merchant's own is what it was opened as, and real when that was not said", async () => {
  const open = async (fields: object) => {
    const body = { name: 'own', isOnline: 1, payUrl: PAY_URL, ...fields };
    return (await shop.client.post('/payModes', body)).body;
  };
  expect(await open({})).toMatchObject({ connectorKind: 'real' });
  for (const connectorKind of ['real', 'sandbox', 'stub']) {
    const { uuid } = await open({ connectorKind });
    await shop.client.post(`/payModes/${uuid}`, { uiOrder: 2 });
    for (const path of ['/payModes', '/listAllPayModes']) {
      const shown = await shownAt(path, (item) => item.uuid === uuid);
      expect([path, shown]).toEqual([path, [connectorKind]]);
    }
  }
});

/** The kinds of the built-in templates, by their names. */
async function builtIn(): Promise<Record<string, string>> {
  const { items } = (await shop.client.get('/payModeTemplates?limit=7')).body;
  return Object.fromEntries(
    items.map((item: { name: string; connectorKind: string }) => [item.name, item.connectorKind]),
  );
}

const OFFLINE = { 现金: 'real', 银联: 'real' };
const of = (connectorKind: string) => ({
  挂账: connectorKind,
  微信扫码枪: connectorKind,
  支付宝扫码枪: connectorKind,
  会员储值: connectorKind,
  会员储次: connectorKind,
});

test('of the built-in templates those that lead to the sandbox say so at every start, and no other does', async () => {
  const start = async () =>
    await seedTemplates(api.databaseUrl, { sandboxUrl: 'http://127.0.0.1:6010' });
  expect(await builtIn()).toEqual({ ...OFFLINE, ...of('real') });
  await start();
  expect(await builtIn()).toEqual({ ...OFFLINE, ...of('sandbox') });

  await runSql(api.databaseUrl, `UPDATE "PayModeTemplate" SET "connectorKind" = 'real'`);
  await start();
  expect(await builtIn()).toEqual({ ...OFFLINE, ...of('sandbox') });

  // A connector of the operator's own.
  await register(TEMPLATES.wechat, { name: '微信扫码枪', payUrl: PAY_URL });
  await start();
  expect(await builtIn()).toEqual({ ...OFFLINE, ...of('sandbox'), 微信扫码枪: 'real' });
});
