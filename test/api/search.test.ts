import { beforeAll, describe, expect, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import type { Client } from '../support/client.ts';
import { operator } from '../support/gateway.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import type { Item } from '../support/walk-list.ts';

const gateway = sharedGateway();

let shop: BusyShop;
let other: Shop;
let admin: Client;
beforeAll(async () => {
  [shop, other, admin] = await Promise.all([
    newBusyShop(gateway),
    newShop(gateway),
    operator(gateway),
  ]);
});

interface Found {
  readonly matchedBy: string;
  readonly kind: string;
  readonly order: Item;
}

/** What is found by this number, as `clientPayNo payOrder uuid`. */
async function find(client: Client, q: string, more = ''): Promise<string[]> {
  const { status, body } = await client.get(`/search?q=${encodeURIComponent(q)}${more}`);
  expect([q, status, JSON.stringify(body)]).toEqual([q, 200, expect.any(String)]);
  return (body.items as Found[]).map(
    ({ matchedBy, kind, order }) => `${matchedBy} ${kind} ${order['uuid']}`,
  );
}

const NUMBERS = [
  ['payOrders', 'payOrder', ['uuid', 'tractionNo', 'clientPayNo', 'thirdPayNo']],
  ['refundOrders', 'refundOrder', ['uuid', 'tractionNo', 'clientRefundNo', 'thirdRefundNo']],
] as const;

describe.each(NUMBERS)('of %s', (list, kind, fields) => {
  test.each(fields)('%s finds its order, and says so', async (field) => {
    const rows = shop.rows[list].filter((row) => row[field] !== null);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      const found = await find(shop.client, String(row[field]));
      expect(found).toEqual([`${field} ${kind} ${row['uuid']}`]);
    }
  });

  test.each(fields)('%s finds nothing of another merchant', async (field) => {
    const numbers = shop.rows[list].flatMap((row) => row[field] ?? []);
    for (const no of numbers) expect(await find(other.client, String(no))).toEqual([]);
    expect(numbers.length).toBeGreaterThan(0);
  });

  test('an operator finds it by each, also when it names its merchant, and not when it names another', async () => {
    for (const row of shop.rows[list]) {
      for (const field of fields.filter((name) => row[name] !== null)) {
        const line = `${field} ${kind} ${row['uuid']}`;
        const q = String(row[field]);
        // Another shop may have the same number of its own.
        expect(await find(admin, q)).toContain(line);
        expect(await find(admin, q, `&merchantUUID=${shop.merchantUUID}`)).toEqual([line]);
        expect(await find(admin, q, `&merchantUUID=${other.merchantUUID}`)).toEqual([]);
      }
    }
  });

  test('what is found is the order as its own page shows it', async () => {
    const [row] = shop.rows[list];
    const { body } = await shop.client.get(`/search?q=${row?.['uuid']}`);
    const page = await shop.client.get(`/${list}/${row?.['uuid']}`);
    expect(body.items).toEqual([{ matchedBy: 'uuid', kind, order: page.body }]);
    expect(body.more).toBe(false);
    expect(body.searchedBy).toEqual([
      ...['uuid', 'tractionNo', 'clientPayNo', 'clientRefundNo', 'thirdPayNo', 'thirdRefundNo'],
      ...['barcode', 'searchKey'],
    ]);
  });
});

test('a merchant may not search for another', async () => {
  const { status, body } = await other.client.get(`/search?q=1&merchantUUID=${newMerchant()}`);
  expect([status, body.code]).toEqual([403, 9403]);
});

describe('a number that is typed, pasted or scanned', () => {
  let uuid: string;
  let mode: string;
  beforeAll(async () => {
    mode = await other.open('cash');
    uuid = (await other.pay(mode, 'P20260718-00042')).body.data.uuid;
  });

  test.each([
    ['with blanks around it', '  P20260718-00042 '],
    ['with line breaks', 'P20260718-00042\r\n'],
    ['broken over two lines', 'P20260718\n-00042'],
    ['with blanks in it', 'P2026 0718 - 00042'],
    ['with a sign before it', '#P20260718-00042'],
    ['in full-width characters', '＃Ｐ２０２６０７１８－０００４２'],
    ['with characters that take no ink', '\u200BP20260718\u00AD-00042\uFEFF'],
  ])('finds its order %s', async (_, q) => {
    expect(await find(other.client, q)).toEqual([`clientPayNo payOrder ${uuid}`]);
  });

  test.each(['P20260718-00042 x', 'p20260718-00042', '20260718-00042', 'P20260718-00043'])(
    'finds nothing as another number: %s',
    async (q) => {
      expect(await find(other.client, q)).toEqual([]);
    },
  );

  test.each([
    ...["'", '"', '%', '_', '\\', 'x%', 'P2026%', 'P2026____', "'; DROP TABLE x; --", '$1'],
    ...['x'.repeat(128), '\u{10FFFF}', '\u{10FFFF}'.repeat(20), '😀'.repeat(64), 'ﷺ'.repeat(128)],
  ])('that no order has finds nothing and breaks nothing: %s', async (q) => {
    expect(await find(other.client, q)).toEqual([]);
    await find(admin, q);
  });

  test('that is not UTF-8 is refused, or finds nothing', async () => {
    for (const q of ['%ff', '%ed%a0%80', '%f4%90%80%80']) {
      const { status, body } = await other.client.get(`/search?q=${q}`);
      expect([q, [200, 400].includes(status), body.items ?? []]).toEqual([q, true, []]);
    }
  });

  test('with what a number may hold is found as it is', async () => {
    for (const no of [
      "it's 100%",
      'a_b c',
      '＃１２',
      '#12 34',
      'zz\u{10FFFF}end',
      '北京-店-0001',
    ]) {
      const { body } = await other.pay(mode, no);
      expect(await find(other.client, no)).toContain(`clientPayNo payOrder ${body.data.uuid}`);
    }
  });
});

describe('the beginning of a number', () => {
  let many: Shop;
  let mode: string;
  const uuidOf: Record<string, string> = {};
  beforeAll(async () => {
    many = await newShop(gateway);
    mode = await many.open('cash');
    for (const no of ['20260718', '20260718-1', '20260718-2', '20260719-1', '2026071']) {
      uuidOf[no] = (await many.pay(mode, no)).body.data.uuid;
    }
  });
  const line = (no: string) => `clientPayNo payOrder ${uuidOf[no]}`;

  test('finds the whole number first, then those that begin so, the newest first', async () => {
    const found = await find(many.client, '20260718');
    expect(found).toEqual(['20260718', '20260718-2', '20260718-1'].map(line));
  });

  test('finds nothing with fewer than six characters', async () => {
    expect(await find(many.client, '20260')).toEqual([]);
    expect(await find(many.client, '202607')).toHaveLength(5);
  });

  test('finds other numbers by their beginnings as well', async () => {
    const [pay] = shop.rows.payOrders.filter((row) => row['thirdPayNo'] !== null);
    const [refund] = shop.rows.refundOrders.filter((row) => row['thirdRefundNo'] !== null);
    for (const [row, field, kind] of [
      [pay, 'thirdPayNo', 'payOrder'],
      [refund, 'thirdRefundNo', 'refundOrder'],
    ] as const) {
      const q = String(row?.[field]).slice(0, -1);
      const lineOf = `${field} ${kind} ${row?.['uuid']}`;
      for (const client of [shop.client, admin]) expect(await find(client, q)).toContain(lineOf);
      expect(await find(other.client, q)).toEqual([]);
    }
  });

  test('finds at most as many as were asked for, and says that there are more', async () => {
    const { body } = await many.client.get('/search?q=202607&limit=4');
    expect([body.items.length, body.more]).toEqual([4, true]);
    const all = await many.client.get('/search?q=202607&limit=5');
    expect([all.body.items.length, all.body.more]).toEqual([5, false]);
  });

  test('of more than a hundred finds the highest, and says that there are more', async () => {
    const { client } = many;
    const numbers = Array.from({ length: 130 }, (_, at) => `HUNDRED-${1_000 + at}`);
    const batchPayData = numbers.map((clientPayNo) =>
      payBody(many.merchantUUID, { payModeUUID: mode, clientPayNo }),
    );
    await client.post('/batchPay', { batchPayData });
    const { body } = await client.get('/search?q=HUNDRED');
    expect([body.items.length, body.more]).toEqual([20, true]);
    const whole = await find(client, 'HUNDRED-1000');
    expect(whole).toHaveLength(1);
  });
});

describe('an amount', () => {
  const time = (ms: number) =>
    new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const query = (from: number, before: number) =>
    `createdFrom=${encodeURIComponent(time(from))}&createdBefore=${encodeURIComponent(time(before))}`;
  const DAY = 86_400_000;

  test('finds payments and refunds of it, the newest first, within the time', async () => {
    const now = Date.now();
    const rows = [
      ...shop.rows.payOrders.filter((row) => row['payAmount'] === 500),
      ...shop.rows.refundOrders.filter((row) => row['refundAmount'] === 500),
    ];
    expect(rows.length).toBeGreaterThan(1);
    const found = await shop.client.get(`/search?amount=500&${query(now - DAY, now + 5_000)}`);
    const uuids = (found.body.items as Found[]).map(({ order }) => order['uuid']);
    expect(uuids).toHaveLength(rows.length);
    expect(new Set(uuids)).toEqual(new Set(rows.map((row) => row['uuid'])));
    expect(found.body).toMatchObject({ searchedBy: ['amount'], more: false });
    expect((found.body.items as Found[]).every(({ matchedBy }) => matchedBy === 'amount')).toBe(
      true,
    );
    const before = await shop.client.get(`/search?amount=500&${query(now - 2 * DAY, now - DAY)}`);
    expect(before.body.items).toEqual([]);
    const others = await other.client.get(`/search?amount=500&${query(now - DAY, now + 5_000)}`);
    const merchants = (others.body.items as Found[]).map(({ order }) => order['merchantUUID']);
    expect(new Set(merchants)).toEqual(new Set([other.merchantUUID]));
    const one = `&merchantUUID=${shop.merchantUUID}`;
    const named = await admin.get(`/search?amount=500&${query(now - DAY, now + 5_000)}${one}`);
    expect(named.body).toEqual(found.body);
  });

  test('that a thousand orders have answers the newest of them, and says that there are more', async () => {
    const crowd = await newShop(gateway);
    const mode = await crowd.open('cash');
    const batchPayData = Array.from({ length: 1_000 }, (_, at) =>
      payBody(crowd.merchantUUID, { payModeUUID: mode, clientPayNo: `crowd-${at}`, amount: 4_711 }),
    );
    await crowd.client.post('/batchPay', { batchPayData });
    const last = (await crowd.pay(mode, 'the last', { amount: 4_711 })).body.data.uuid;
    for (const client of [crowd.client, admin]) {
      const { body } = await client.get('/search?amount=4711');
      expect([body.items.length, body.more]).toEqual([20, true]);
      expect(body.items[0].order.uuid).toBe(last);
    }
  });

  test('is searched within seven days, without a time within the last seven', async () => {
    const now = Date.now();
    const week = await shop.client.get(`/search?amount=500&${query(now - 7 * DAY, now)}`);
    expect(week.status).toBe(200);
    const { status, body } = await shop.client.get(
      `/search?amount=500&${query(now - 7 * DAY - 2_000, now)}`,
    );
    expect([status, body.code, body.message]).toEqual([
      ...[400, 9004, 'createdFrom must be seven days before createdBefore at most'],
    ]);
    const from = encodeURIComponent(time(now - 8 * DAY));
    expect((await shop.client.get(`/search?amount=500&createdFrom=${from}`)).status).toBe(400);
    const lately = await shop.client.get('/search?amount=500');
    expect(lately.body.items.length).toBeGreaterThan(1);
  });
});
