import { beforeAll, expect, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { TEMPLATES } from '../support/shop.ts';
import { type Item, readAll } from '../support/walk-list.ts';

const gateway = sharedGateway();

let shop: BusyShop;
beforeAll(async () => {
  shop = await newBusyShop(gateway);
});

const uuidsOf = (items: readonly Item[]) => items.map((item) => item['uuid'] as string);

/** Filters that compare one field of the row, by list. */
const EQUAL = {
  payModes: ['uuid', 'payTemplateId', 'isOpened', 'isFastPay', 'isOnline'],
  payOrders: ['uuid', 'clientPayNo', 'tractionNo', 'payModeUUID', 'payTemplateId', 'status'],
  refundOrders: [
    ...['uuid', 'clientRefundNo', 'tractionNo', 'payOrderUUID', 'payTractionNo'],
    ...['payModeUUID', 'payTemplateId', 'status'],
  ],
  tradeRecords: [
    ...['uuid', 'tractionNo', 'payOrderUUID', 'refundOrderUUID', 'payModeUUID', 'payTemplateId'],
    'kind',
  ],
} as const;
type ListName = keyof typeof EQUAL;
const CASES = Object.entries(EQUAL).flatMap(([list, fields]) =>
  fields.map((field) => [list as ListName, field] as const),
);

test.each(CASES)(
  'GET /%s?%s= shows exactly the rows that have this value, in the order of the whole list',
  async (list, field) => {
    const rows = shop.rows[list];
    const values = [...new Set(rows.map((row) => row[field]))].filter((value) => value !== null);
    // With a single value a filter that does nothing would seem right.
    expect(values.length + Number(rows.some((row) => row[field] === null))).toBeGreaterThan(1);
    for (const value of values) {
      const query = new URLSearchParams({ [field]: String(value) }).toString();
      const found = await readAll(shop.client, `/${list}?${query}`);
      const expected = rows.filter((row) => row[field] === value);
      expect([query, uuidsOf(found)]).toEqual([query, uuidsOf(expected)]);
    }
  },
);

test.each(CASES.filter(([, field]) => !/^(?:is|status|kind)/.test(field)))(
  'GET /%s?%s= shows nothing for an id that nobody has',
  async (list, field) => {
    expect(await readAll(shop.client, `/${list}?${field}=nobody`)).toEqual([]);
  },
);

test.each(Object.keys(EQUAL) as ListName[])(
  'GET /%s shows only what fits all filters at once',
  async (list) => {
    const rows = shop.rows[list];
    for (const row of rows) {
      const filters = EQUAL[list].filter((field) => row[field] !== null);
      const given = Object.fromEntries(filters.map((field) => [field, String(row[field])]));
      const query = new URLSearchParams(given);
      const found = await readAll(shop.client, `/${list}?${query.toString()}`);
      expect([query.toString(), uuidsOf(found)]).toEqual([query.toString(), [row['uuid']]]);
    }
    const [first, last] = [rows[0], rows.at(-1)];
    const query = new URLSearchParams({ uuid: first?.['uuid'], payTemplateId: 'nobody' });
    expect(await readAll(shop.client, `/${list}?${query.toString()}`)).toEqual([]);
    expect(first?.['uuid']).not.toBe(last?.['uuid']);
  },
);

const LISTS = Object.keys(EQUAL) as ListName[];

/** The same time one second earlier or later. */
function shift(time: string, seconds: number): string {
  const ms = Date.parse(`${time.replace(' ', 'T')}Z`) + seconds * 1_000;
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

test.each(LISTS)(
  'GET /%s?createdFrom=&createdTo= shows the rows of that time, the seconds named included',
  async (list) => {
    const rows = shop.rows[list];
    const times = rows.map((row) => row['createdAt'] as string).toSorted();
    const bounds = [...new Set(times)].flatMap((time) => [shift(time, -1), time, shift(time, 1)]);
    for (const bound of bounds) {
      for (const [name, fits] of [
        ['createdFrom', (time: string) => time >= bound],
        ['createdTo', (time: string) => time <= bound],
      ] as const) {
        const query = new URLSearchParams({ [name]: bound }).toString();
        const found = await readAll(shop.client, `/${list}?${query}`);
        const expected = rows.filter((row) => fits(row['createdAt']));
        expect([query, uuidsOf(found)]).toEqual([query, uuidsOf(expected)]);
      }
    }
    const [first = ''] = times;
    const query = new URLSearchParams({ createdFrom: first, createdTo: first }).toString();
    const found = await readAll(shop.client, `/${list}?${query}`);
    expect(uuidsOf(found)).toEqual(uuidsOf(rows.filter((row) => row['createdAt'] === first)));
  },
);

const byField = (field: string) => (a: Item, b: Item) => a[field] - b[field] || a['id'] - b['id'];

test.each([
  ['payModes', 'uiOrder', 'uiOrder'],
  ['payModes', 'createdAt', 'id'],
  ['payOrders', 'createdAt', 'id'],
  ['refundOrders', 'createdAt', 'id'],
  ['tradeRecords', 'createdAt', 'id'],
] as const)(
  'GET /%s?orderBy=%s orders all rows by it, upwards unless desc is said',
  async (list, orderBy, field) => {
    const read = async (order: string) =>
      await readAll(shop.client, `/${list}?orderBy=${encodeURIComponent(order)}`);
    const upwards = shop.rows[list].toSorted(byField(field));
    expect(uuidsOf(await read(orderBy))).toEqual(uuidsOf(upwards));
    expect(uuidsOf(await read(`${orderBy} asc`))).toEqual(uuidsOf(upwards));
    expect(uuidsOf(await read(`${orderBy} desc`))).toEqual(uuidsOf(upwards).toReversed());
  },
);

test('orders and refunds are listed newest first, history oldest first, modes by their place', () => {
  const { payModes, payOrders, refundOrders, tradeRecords } = shop.rows;
  const ids = (rows: readonly Item[]) => rows.map((row) => row['id'] as number);
  const byId = (a: number, b: number) => a - b;
  expect(ids(payOrders)).toEqual(ids(payOrders).toSorted(byId).toReversed());
  expect(ids(refundOrders)).toEqual(ids(refundOrders).toSorted(byId).toReversed());
  expect(ids(tradeRecords)).toEqual(ids(tradeRecords).toSorted(byId));
  expect(payModes.map((mode) => mode['uiOrder'])).toEqual([0, 0, 5]);
});

test('GET /payModeTemplates filters by uuid, payTemplateId, status and isOnline', async () => {
  const all = await readAll(shop.client, '/payModeTemplates');
  const cash = all.find(({ payTemplateId }) => payTemplateId === TEMPLATES.cash);
  for (const field of ['uuid', 'payTemplateId']) {
    const found = await readAll(shop.client, `/payModeTemplates?${field}=${cash?.[field]}`);
    expect(found).toEqual([cash]);
  }
  const ids = async (query: string) =>
    (await readAll(shop.client, `/payModeTemplates?${query}`)).map((item) => item['payTemplateId']);
  expect(await ids('isOnline=0')).toContain(TEMPLATES.cash);
  expect(await ids('isOnline=1')).not.toContain(TEMPLATES.cash);
  expect(await ids('isOnline=1')).toContain(TEMPLATES.wechat);
  expect(await ids('status=enabled')).toContain(TEMPLATES.wechat);
  expect(await ids('status=disabled')).not.toContain(TEMPLATES.wechat);
});

test('needsReview=0 shows what no person has to review, needsReview=1 the rest', async () => {
  for (const list of ['payOrders', 'refundOrders'] as const) {
    const fine = await readAll(shop.client, `/${list}?needsReview=0`);
    expect(uuidsOf(fine)).toEqual(uuidsOf(shop.rows[list]));
    expect(await readAll(shop.client, `/${list}?needsReview=1`)).toEqual([]);
  }
});
