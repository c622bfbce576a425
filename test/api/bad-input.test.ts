import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LoneApi, startLoneApi } from '../support/api-process.ts';
import { operator } from '../support/gateway.ts';
import { refusalProblem } from '../support/refusal.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop, TEMPLATES } from '../support/shop.ts';
import { fingerprintRows } from '../support/sql.ts';
import { badBodies } from './bad-bodies.ts';
import * as kinds from './body-fields.ts';
import { largestValue } from './wrong-values.ts';

// Nobody else writes to this database, so "nothing changed" can mean every row of every table.
let api: LoneApi;
let shop: Shop;
let mode: string;
let paid: { uuid: string; tractionNo: string };
let refunded: { uuid: string };

beforeAll(async () => {
  api = await startLoneApi(testServers());
  shop = await newShop({ ...api, sandboxUrl: 'http://127.0.0.1:6010', redisUrl: '' });
  mode = await shop.open('cash');
  paid = (await shop.pay(mode, 'paid')).body.data;
  const part = { payTractionNo: paid.tractionNo, clientRefundNo: 'refunded', refundAmount: 1 };
  refunded = (await shop.client.post('/refund', part)).body.data;
});
afterAll(async () => await api.stop());

const connector = {
  description: 'd',
  ...{
    checkEnvUrl: '',
    payUrl: '',
    refundUrl: '',
    queryUrl: '',
    cancelUrl: '',
    iconHref: '',
    connectorId: '',
  },
  ...{ isOnline: 0, isSignAccount: 0, isAsyncNotify: 0, isThridPay: 0, isIdempotent: 1 },
  ...{ payChannel: 'c', payWay: 'w', orderValidTime: 24, timeoutMs: 1_000, maxConcurrency: 5 },
  notifySecret: '',
  lateSuccessPolicy: 'review',
  connectorKind: 'stub',
};
const merchant = () => ({
  merchantUUID: shop.merchantUUID,
  merchantHref: `http://shops.example/${shop.merchantUUID}`,
});
const choice = { isOpened: 1, uiOrder: 1, isFastPay: 0 };
const settle = { outcome: 'failed', reason: 'r', thirdNo: 't' };

/** Each POST route with a body that it takes as it is; `name` is what the test calls it. */
const ROUTES = [
  {
    name: 'registerPayModeTemplate',
    kind: kinds.REGISTER_TEMPLATE,
    body: () => ({ uuid: 'n', payTemplateId: 'n', name: 'n', ...connector, status: 'enabled' }),
  },
  {
    name: 'payModes (described)',
    kind: kinds.OPEN_OWN_MODE,
    body: () => ({ ...merchant(), ...choice, name: 'n', ...connector }),
  },
  {
    name: 'payModes (from a template)',
    kind: kinds.OPEN_FROM_TEMPLATE,
    body: () => ({ ...merchant(), ...choice, payTemplateId: TEMPLATES.wechat }),
  },
  { name: 'payModes/:uuid', kind: kinds.CHANGE_MODE, body: () => choice },
  {
    name: 'pay',
    kind: kinds.PAY,
    body: () => payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: 'never' }),
  },
  {
    name: 'refund',
    kind: kinds.REFUND,
    body: () => ({
      payTractionNo: paid.tractionNo,
      clientRefundNo: 'never',
      refundAmount: 1,
      isCancel: 0,
      clientExtraParams: {},
    }),
  },
  { name: 'payOrders/:uuid/settle', kind: kinds.SETTLE, body: () => settle },
  { name: 'refundOrders/:uuid/settle', kind: kinds.SETTLE, body: () => settle },
  { name: 'selections', kind: kinds.SELECT, body: () => ({ kind: 'pay' }) },
  { name: 'selections/:uuid/ask', kind: kinds.ASK_SELECTION, body: () => ({ limit: 1 }) },
  {
    name: 'notifyEndpoints',
    kind: kinds.OPEN_ENDPOINT,
    body: () => ({ url: 'https://shop.example/hook', schedule: 'wechat' }),
  },
  {
    name: 'notifyEndpoints/:uuid',
    kind: kinds.CHANGE_ENDPOINT,
    body: () => ({ status: 'paused' }),
  },
  {
    name: 'notifyEndpoints/:uuid/rotateSecret',
    kind: kinds.ROTATE_SECRET,
    body: () => ({ overlapHours: 1 }),
  },
  { name: 'notifyEndpoints/:uuid/test', kind: kinds.ASK, body: () => ({}) },
  { name: 'notifyEndpoints/:uuid/delete', kind: kinds.ASK, body: () => ({}) },
  {
    name: 'notifyEndpoints/:uuid/replays',
    kind: kinds.REPLAY,
    body: () => ({ from: '2018-07-12 11:47:10' }),
  },
  { name: 'notifyReplays/:uuid', kind: kinds.CHANGE_REPLAY, body: () => ({ status: 'paused' }) },
  { name: 'notifyDeliveries/:uuid/replay', kind: kinds.ASK, body: () => ({}) },
  { name: 'views', kind: kinds.SAVE_VIEW, body: () => ({ name: 'n', path: '/payments' }) },
  { name: 'views/:uuid/delete', kind: kinds.ASK, body: () => ({}) },
  { name: 'payOrders/:uuid/ask', kind: kinds.ASK, body: () => ({}) },
  { name: 'refundOrders/:uuid/ask', kind: kinds.ASK, body: () => ({}) },
  { name: 'exceptions/:uuid/resolve', kind: kinds.RESOLVE, body: () => ({ reason: 'r' }) },
  { name: 'exceptions/:uuid/reverse', kind: kinds.RESOLVE, body: () => ({ reason: 'r' }) },
];

/** The path that the route's name stands for. */
function pathOf(name: string): string {
  const uuids: Record<string, string> = {
    payModes: mode,
    payOrders: paid.uuid,
    refundOrders: refunded.uuid,
  };
  const [path = ''] = name.split(' ');
  const [collection = ''] = path.split('/');
  return `/${path.replace(':uuid', uuids[collection] ?? 'nowhere')}`;
}

async function callerOf(name: string) {
  const isOperators = /^register|^selections|settle$|resolve$|reverse$/.test(name);
  return isOperators ? await operator({ ...api, sandboxUrl: '', redisUrl: '' }) : shop.client;
}

test.each(ROUTES)(
  'POST $name: whatever is wrong with any field is a 400 with 9004 that names it, and no row changes',
  async ({ name, kind, body }) => {
    const client = await callerOf(name);
    const before = await fingerprintRows(api.databaseUrl);
    const problems: string[] = [];
    for (const { what, json, field } of badBodies(body(), kind)) {
      const answer = await client.postRaw(pathOf(name), json);
      const problem = refusalProblem(answer, { code: 9004, field });
      if (problem !== null) problems.push(`${what}: ${problem}`);
    }
    expect(problems).toEqual([]);
    expect(await fingerprintRows(api.databaseUrl)).toEqual(before);
  },
);

test.each(ROUTES)(
  'POST $name: a body that is no object is a 400 with 9004, and no row changes',
  async ({ name }) => {
    const client = await callerOf(name);
    const before = await fingerprintRows(api.databaseUrl);
    for (const json of ['[]', '[{}]', 'null', 'true', '7', '"x"']) {
      const answer = await client.postRaw(pathOf(name), json);
      expect([json, refusalProblem(answer, { code: 9004, field: 'the body' })]).toEqual([
        json,
        null,
      ]);
    }
    expect(await fingerprintRows(api.databaseUrl)).toEqual(before);
  },
);

test('the same bodies without a fault are accepted, so each refusal was for its own fault', async () => {
  const accepted: unknown[] = [];
  for (const { name, body } of ROUTES) {
    const client = await callerOf(name);
    accepted.push([name, (await client.post(pathOf(name), body())).status]);
  }
  expect(accepted).toEqual([
    ['registerPayModeTemplate', 200],
    ['payModes (described)', 201],
    ['payModes (from a template)', 201],
    ['payModes/:uuid', 200],
    ['pay', 200],
    ['refund', 200],
    // Their orders are final and their exception does not exist.
    ['payOrders/:uuid/settle', 409],
    ['refundOrders/:uuid/settle', 409],
    ['selections', 201],
    ['selections/:uuid/ask', 404],
    ['notifyEndpoints', 201],
    ['notifyEndpoints/:uuid', 404],
    ['notifyEndpoints/:uuid/rotateSecret', 404],
    ['notifyEndpoints/:uuid/test', 404],
    ['notifyEndpoints/:uuid/delete', 404],
    ['notifyEndpoints/:uuid/replays', 404],
    ['notifyReplays/:uuid', 404],
    ['notifyDeliveries/:uuid/replay', 404],
    ['views', 201],
    ['views/:uuid/delete', 404],
    ['payOrders/:uuid/ask', 409],
    ['refundOrders/:uuid/ask', 409],
    ['exceptions/:uuid/resolve', 404],
    ['exceptions/:uuid/reverse', 404],
  ]);
});

test.each([
  { name: 'registerPayModeTemplate', kind: kinds.REGISTER_TEMPLATE, keep: [] },
  {
    name: 'payModes (described)',
    kind: kinds.OPEN_OWN_MODE,
    keep: ['merchantUUID', 'merchantHref', 'checkEnvUrl'],
  },
  { name: 'pay', kind: kinds.PAY, keep: ['payModeUUID', 'payee', 'validSeconds', 'notifyUrl'] },
])(
  'POST $name: texts as long and numbers as large as allowed are taken, and answered as they were sent',
  async ({ name, kind, keep }) => {
    const body = ROUTES.find((route) => route.name === name)?.body() ?? {};
    const largest = Object.entries(kind.fields).flatMap(([field, takes]) => {
      const value = largestValue(takes);
      return value === null || keep.includes(field) ? [] : [[field, value] as const];
    });
    const asked = { ...body, ...Object.fromEntries(largest) };
    const answer = await (await callerOf(name)).post(pathOf(name), asked);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    const { notifySecret: _, notifyUrl: _url, ...shown } = Object.fromEntries<unknown>(largest);
    expect(answer.body.data ?? answer.body).toMatchObject(shown);
  },
);
