import { beforeAll, expect, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import type { Client } from '../support/client.ts';
import { operator } from '../support/gateway.ts';
import { refusalProblem } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { payBody, TEMPLATES } from '../support/shop.ts';
import { type Item, readAll } from '../support/walk-list.ts';

const gateway = sharedGateway();

let owner: BusyShop;
let other: BusyShop;
let admin: Client;
beforeAll(async () => {
  // Both have the same of everything, down to the numbers, so that nothing but the merchant differs.
  [owner, other] = await Promise.all([newBusyShop(gateway), newBusyShop(gateway)]);
  admin = await operator(gateway);
});

const LISTS = ['payModes', 'payOrders', 'refundOrders', 'tradeRecords'] as const;
const BELOW = {
  payModes: ['payOrders', 'refundOrders', 'tradeRecords'],
  payOrders: ['refundOrders', 'tradeRecords'],
  refundOrders: ['tradeRecords'],
  tradeRecords: [],
} as const;
const isNot = (code: number) => (answer: Parameters<typeof refusalProblem>[0]) =>
  refusalProblem(answer, { code });
const hrefOf = ({ merchantUUID }: BusyShop) =>
  encodeURIComponent(`http://shops.example/api/v1.0.0/shops/${merchantUUID}`);

test.each(LISTS)('GET /%s shows a merchant its own rows only', async (list) => {
  const seen = await readAll(other.client, `/${list}`);
  expect(seen).toEqual(other.rows[list]);
  expect(new Set(seen.map((row) => row['merchantUUID']))).toEqual(new Set([other.merchantUUID]));
});

test.each(LISTS)(
  "another merchant's rows of %s, and the lists below them, are not found",
  async (list) => {
    for (const row of owner.rows[list]) {
      const paths = ['', ...BELOW[list].map((below) => `/${below}`)];
      for (const path of paths.map((below) => `/${list}/${row['uuid']}${below}`)) {
        expect([path, isNot(9003)(await other.client.get(path))]).toEqual([path, null]);
        expect([path, (await owner.client.get(path)).status]).toEqual([path, 200]);
      }
    }
  },
);

test.each(LISTS)(
  "filters of /%s never reach another merchant's rows, by whatever id",
  async (list) => {
    const ids = /^(?:uuid|tractionNo|pay\w*(?:UUID|No)|refundOrderUUID|client\w+No)$/;
    const shared = /^client\w+No$/;
    for (const row of owner.rows[list]) {
      const fields = Object.keys(row).filter((name) => ids.test(name) && row[name] !== null);
      for (const field of fields) {
        const { status, body } = await other.client.get(`/${list}?${field}=${row[field]}`);
        if (status === 400) continue; // no filter of this list
        const merchants = body.items.map((item: Item) => item['merchantUUID']);
        const expected = shared.test(field) ? [other.merchantUUID] : [];
        expect([field, merchants]).toEqual([field, expected]);
      }
    }
  },
);

test.each([...LISTS, 'listAllPayModes'])(
  'GET /%s refuses a merchant who names another one, by UUID or by link, and lets it name itself',
  async (list) => {
    for (const query of [`merchantUUID=${owner.merchantUUID}`, `merchantHref=${hrefOf(owner)}`]) {
      expect(isNot(9403)(await other.client.get(`/${list}?${query}`))).toBeNull();
      expect((await owner.client.get(`/${list}?${query}`)).status).toBe(200);
    }
    const both = `merchantUUID=${other.merchantUUID}&merchantHref=${hrefOf(owner)}`;
    expect(isNot(9004)(await other.client.get(`/${list}?${both}`))).toBeNull();
  },
);

test('templates are shared, what lies below them is not', async () => {
  const templates = await readAll(other.client, '/payModeTemplates');
  const cash = templates.find((item) => item['payTemplateId'] === TEMPLATES.cash);
  for (const list of LISTS) {
    const path = `/payModeTemplates/${cash?.['uuid']}/${list}`;
    const seen = await readAll(other.client, path);
    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(seen.map((row) => row['merchantUUID']))).toEqual(new Set([other.merchantUUID]));
    const foreign = await other.client.get(`${path}?merchantUUID=${owner.merchantUUID}`);
    expect(isNot(9403)(foreign)).toBeNull();
  }
});

test("another merchant's mode, payment and name cannot be used, and nothing of its rows changes", async () => {
  const [mode] = owner.rows.payModes;
  const [payment] = owner.rows.payOrders;
  const { client, merchantUUID } = other;
  const payModeUUID: string = mode?.['uuid'];
  const theft = payBody(merchantUUID, { payModeUUID, clientPayNo: 'theft' });
  expect(isNot(9003)(await client.post('/pay', theft))).toBeNull();
  const payee = `http://shops.example/shops/${owner.merchantUUID}`;
  const own = { ...theft, payModeUUID: other.rows.payModes[0]?.['uuid'], payee };
  expect(isNot(9403)(await client.post('/pay', own))).toBeNull();
  const refund = { payTractionNo: payment?.['tractionNo'], clientRefundNo: 'theft' };
  expect(isNot(9003)(await client.post('/refund', refund))).toBeNull();
  const change = await client.post(`/payModes/${payModeUUID}`, { isOpened: 0 });
  expect(isNot(9003)(change)).toBeNull();
  const named = { merchantUUID: owner.merchantUUID, name: 'theft' };
  expect(isNot(9403)(await client.post('/payModes', named))).toBeNull();
  const batch = await client.post('/batchPay', { batchPayData: [theft, own] });
  expect(batch.body.batchPayResult.map(({ body }: Item) => body.code)).toEqual([9003, 9403]);
  const refunds = await client.post('/batchRefund', { batchRefundData: [refund] });
  expect(refunds.body.batchRefundResult[0].body.code).toBe(9003);
  for (const list of LISTS) {
    expect(await readAll(owner.client, `/${list}`)).toEqual(owner.rows[list]);
  }
});

test('the same numbers at two merchants are two orders and two refunds', async () => {
  for (const list of ['payOrders', 'refundOrders'] as const) {
    const number = list === 'payOrders' ? 'clientPayNo' : 'clientRefundNo';
    const of = (shop: BusyShop) => new Set(shop.rows[list].map((row) => row[number]));
    expect(of(other)).toEqual(of(owner));
    const uuids = [...owner.rows[list], ...other.rows[list]].map((row) => row['uuid']);
    expect(new Set(uuids).size).toBe(uuids.length);
  }
});

test("what is not a shop's but the operator's is refused to every shop", async () => {
  const { client } = owner;
  const [order] = owner.rows.payOrders;
  const [refund] = owner.rows.refundOrders;
  const settle = { outcome: 'failed', reason: 'x' };
  const answers = [
    await client.get('/auditRecords'),
    await client.post('/exceptions/nowhere/resolve', { reason: 'x' }),
    await client.post('/exceptions/nowhere/reverse', { reason: 'x' }),
    await client.post(`/payOrders/${order?.['uuid']}/settle`, settle),
    await client.post(`/refundOrders/${refund?.['uuid']}/settle`, settle),
    await client.post('/registerPayModeTemplate', { payTemplateId: 'x', name: 'x' }),
  ];
  expect(answers.map(isNot(9403))).toEqual(answers.map(() => null));
});

test.each(LISTS)('an operator reads any merchant of /%s, and names whose', async (list) => {
  for (const shop of [owner, other]) {
    for (const query of [`merchantUUID=${shop.merchantUUID}`, `merchantHref=${hrefOf(shop)}`]) {
      expect(await readAll(admin, `/${list}?${query}`)).toEqual(shop.rows[list]);
    }
    const [row] = shop.rows[list];
    const one = await admin.get(`/${list}/${row?.['uuid']}`);
    expect([one.status, one.body]).toEqual([200, row]);
  }
});

test.each(LISTS)('an operator who names no merchant sees those of all on /%s', async (list) => {
  const { items } = (await admin.get(`/${list}?orderBy=createdAt%20desc&limit=200`)).body;
  const merchants = new Set(items.map((row: Item) => row['merchantUUID']));
  expect([owner, other].every(({ merchantUUID }) => merchants.has(merchantUUID))).toBe(true);
});

test('an operator opens and changes modes of any merchant', async () => {
  const { merchantUUID } = owner;
  const opened = await admin.post('/payModes', { merchantUUID, name: 'by the operator' });
  expect([opened.status, opened.body.merchantUUID]).toEqual([201, merchantUUID]);
  const changed = await admin.post(`/payModes/${opened.body.uuid}`, { uiOrder: 7 });
  expect(changed.body.uiOrder).toBe(7);
  const seen = await owner.client.get(`/payModes/${opened.body.uuid}`);
  expect(seen.body).toEqual(changed.body);
});
