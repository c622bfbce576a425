import { expect, test } from 'vitest';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { type Item, type PageBody, readAll, walkList } from '../support/walk-list.ts';

const gateway = sharedGateway();

/** Pays offline with these numbers, all in one batch. */
async function payMany(shop: Shop, payModeUUID: string, numbers: readonly string[]) {
  const batchPayData = numbers.map((clientPayNo) =>
    payBody(shop.merchantUUID, { payModeUUID, clientPayNo }),
  );
  const { body } = await shop.client.post('/batchPay', { batchPayData });
  return body.batchPayResult.map((result: Item) => result['body'].data) as Item[];
}

const numbersFrom = (name: string, length: number) =>
  Array.from({ length }, (_, at) => `${name}${at}`);
const uuidsOf = (items: readonly Item[]) => items.map((item) => item['uuid'] as string);
const sizesOf = (pages: readonly PageBody[]) => pages.map(({ size }) => size);

test('newest first, paging shows every row that was there once, however many are added meanwhile', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await payMany(shop, mode, numbersFrom('a', 30));
  const before = uuidsOf(await readAll(shop.client, '/payOrders'));
  const pages = await walkList(shop.client, '/payOrders?limit=7', async ({ length }) => {
    await payMany(shop, mode, numbersFrom(`late${length}-`, 5));
  });
  expect(sizesOf(pages)).toEqual([7, 7, 7, 7, 2]);
  expect(pages.flatMap((page) => uuidsOf(page.items))).toEqual(before);
  expect(await readAll(shop.client, '/payOrders')).toHaveLength(50);
});

test('oldest first, paging shows every row once, and those added meanwhile behind them', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await payMany(shop, mode, numbersFrom('a', 20));
  const path = '/payOrders?orderBy=createdAt&limit=6';
  const pages = await walkList(shop.client, path, async ({ length }) => {
    if (length <= 4) await payMany(shop, mode, numbersFrom(`late${length}-`, 2));
  });
  expect(sizesOf(pages)).toEqual([6, 6, 6, 6, 4]);
  const seen = pages.flatMap((page) => uuidsOf(page.items));
  const all = await readAll(shop.client, '/payOrders?orderBy=createdAt%20asc');
  expect(seen).toEqual(uuidsOf(all));
  expect(uuidsOf(await readAll(shop.client, '/payOrders'))).toEqual(seen.toReversed());
});

test.each([
  ['uiOrder', 1],
  ['uiOrder desc', -1],
])(
  'by %s, rows of one position have an order of their own, and neither added nor moved rows hide or repeat another',
  async (orderBy, sign) => {
    const shop = await newShop(gateway);
    const create = async (name: string, uiOrder: number) =>
      (await shop.client.post('/payModes', { name, uiOrder })).body as Item;
    const made: Item[] = [];
    for (const [at, name] of numbersFrom('mode', 20).entries()) {
      made.push(await create(name, sign * Math.floor(at / 7)));
    }
    const path = `/payModes?orderBy=${encodeURIComponent(orderBy)}&limit=3`;
    const pages = await walkList(shop.client, path, async (before) => {
      // One in front of everything, one behind it all, and one of those seen moves to the front.
      await create(`front${before.length}`, sign * -1_000);
      if (before.length === 1) await create('back', sign * 1_000);
      const moved = before.at(-1)?.items[0]?.['uuid'];
      await shop.client.post(`/payModes/${moved}`, { uiOrder: sign * -2_000 });
    });
    const seen = pages.flatMap((page) => page.items);
    const ordered = sign === 1 ? made : made.toSorted(byPlace).toReversed();
    expect(uuidsOf(seen).slice(0, 20)).toEqual(uuidsOf(ordered));
    expect(seen.slice(20).map(({ name }) => name)).toEqual(['back']);
  },
);

/** As the list orders them: by place, and in one place by age. */
function byPlace(a: Item, b: Item): number {
  return a['uiOrder'] - b['uiOrder'] || a['id'] - b['id'];
}

test('a page has 25 rows by default, says where it begins, and has no next when it is the last', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await payMany(shop, mode, numbersFrom('a', 60));
  const all = await readAll(shop.client, '/payOrders');
  const pages = await walkList(shop.client, '/payOrders');
  const places = pages.map(({ offset, limit, size }) => [offset, limit, size]);
  expect(places).toEqual([
    [0, 25, 25],
    [25, 25, 25],
    [50, 25, 10],
  ]);
  for (const page of pages) expect(page.items).toHaveLength(page.size);
  expect(pages.flatMap(({ items }) => items)).toEqual(all);

  const list = `${gateway.url}/api/v1.0.0/payOrders`;
  expect(pages[0]?.href).toBe(list);
  expect(pages[0]?.next).toMatch(`${list}?limit=25&cursor=`);
  expect(pages[1]?.href).toBe(pages[0]?.next);
  const exact = (await shop.client.get('/payOrders?limit=60')).body;
  expect([exact.size, exact.limit, exact.next]).toEqual([60, 60, undefined]);
  const largest = (await shop.client.get('/payOrders?limit=200')).body;
  expect([largest.size, largest.limit]).toEqual([60, 200]);
});

test('an offset passes over that many rows, and next goes on from there', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  await payMany(shop, mode, numbersFrom('a', 12));
  const all = await readAll(shop.client, '/payOrders');
  const pages = await walkList(shop.client, '/payOrders?offset=3&limit=4');
  expect(pages.map(({ offset, size }) => [offset, size])).toEqual([
    [3, 4],
    [7, 4],
    [11, 1],
  ]);
  expect(pages.flatMap(({ items }) => items)).toEqual(all.slice(3));
  const beyond = (await shop.client.get('/payOrders?offset=12')).body;
  expect(beyond).toMatchObject({ offset: 12, limit: 25, size: 0, items: [] });
  expect(beyond).not.toHaveProperty('next');
});

test('next keeps the filters, the order and what is expanded', async () => {
  const shop = await newShop(gateway);
  const [cash, other] = [await shop.open('cash'), await shop.openOwn({ isOnline: 0 })];
  await payMany(shop, cash, numbersFrom('a', 7));
  await payMany(shop, other, numbersFrom('b', 7));
  const query = `payModeUUID=${cash}&orderBy=createdAt&expand=payMode&limit=3`;
  const pages = await walkList(shop.client, `/payOrders?${query}`);
  expect(sizesOf(pages)).toEqual([3, 3, 1]);
  const items = pages.flatMap((page) => page.items);
  expect(items.map((item) => item['clientPayNo'])).toEqual(numbersFrom('a', 7));
  expect(new Set(items.map((item) => item['payMode'].uuid))).toEqual(new Set([cash]));
});

test('every list and every list below another can be read page by page', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  const orders = await payMany(shop, mode, numbersFrom('a', 6));
  const batchRefundData = orders.flatMap(({ tractionNo: payTractionNo }, at) =>
    [1, 2].map((n) => ({ payTractionNo, clientRefundNo: `r${at}-${n}`, refundAmount: 1 })),
  );
  await shop.client.post('/batchRefund', { batchRefundData });
  for (const name of ['x', 'y', 'z']) await shop.client.post('/payModes', { name });
  const refund = (await shop.client.get('/refundOrders?limit=1')).body.items[0];
  const [order] = orders;
  const { items } = (await shop.client.get('/payModes?expand=payModeTemplate')).body;
  const template = items.find(({ uuid }: Item) => uuid === mode).payModeTemplate.uuid;
  const lists = ['payModeTemplates', 'payModes', 'payOrders', 'refundOrders', 'tradeRecords'];
  const [, , ...ofOrders] = lists;
  const paths = [
    ...lists.map((list) => `/${list}`),
    ...ofOrders.map((list) => `/payModes/${mode}/${list}`),
    ...ofOrders.map((list) => `/payModeTemplates/${template}/${list}`),
    `/payModeTemplates/${template}/payModes`,
    ...['refundOrders', 'tradeRecords'].map((list) => `/payOrders/${order?.['uuid']}/${list}`),
    `/refundOrders/${refund.uuid}/tradeRecords`,
  ];
  for (const path of paths) {
    const whole = await readAll(shop.client, path);
    const pages = await walkList(shop.client, `${path}?limit=1`);
    const seen = pages.flatMap((page) => uuidsOf(page.items));
    // Templates are everybody's: other tests may have registered more meanwhile.
    const known = path === '/payModeTemplates' ? seen.slice(0, whole.length) : seen;
    expect([path, known]).toEqual([path, uuidsOf(whole)]);
    expect([path, whole.length > 0]).toEqual([path, true]);
    expect(new Set(uuidsOf(whole)).size).toBe(whole.length);
  }
});
