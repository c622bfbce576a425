import { beforeAll, expect, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, TEMPLATES } from '../support/shop.ts';
import { type Item, readAll, walkList } from '../support/walk-list.ts';

const gateway = sharedGateway();

let shop: BusyShop;
beforeAll(async () => {
  shop = await newBusyShop(gateway);
});

const uuidsOf = (items: readonly Item[]) => items.map((item) => item['uuid'] as string);
const get = async (href: string) => (await shop.client.get(pathOf(href))).body;
const pathOf = (href: string) => new URL(href).pathname + new URL(href).search;

type ListName = keyof BusyShop['rows'];

/** Which rows lie below a row of the first list: those of the second with its uuid in this field. */
const BELOW: ReadonlyArray<readonly [ListName, ListName, string]> = [
  ['notifyEndpoints', 'notifyDeliveries', 'notifyEndpointUUID'],
  ['payModes', 'payOrders', 'payModeUUID'],
  ['payModes', 'refundOrders', 'payModeUUID'],
  ['payModes', 'tradeRecords', 'payModeUUID'],
  ['payOrders', 'refundOrders', 'payOrderUUID'],
  ['payOrders', 'tradeRecords', 'payOrderUUID'],
  ['refundOrders', 'tradeRecords', 'refundOrderUUID'],
];

test.each(BELOW)(
  'each of %s links to its %s, and finds exactly its own there',
  async (parents, children, field) => {
    for (const parent of shop.rows[parents]) {
      const { href } = parent[children];
      expect(href).toBe(`${parent['href']}/${children}`);
      const page = await get(href);
      const own = shop.rows[children].filter((row) => row[field] === parent['uuid']);
      expect(page.items).toEqual(own);
      expect(page).toMatchObject({ href, size: own.length });
    }
  },
);

test('each template links to what the caller has from it, and shows nothing else there', async () => {
  const { items } = (await shop.client.get('/payModeTemplates')).body;
  for (const payTemplateId of [TEMPLATES.cash, TEMPLATES.onAccount, TEMPLATES.alipay]) {
    const template = items.find((item: Item) => item['payTemplateId'] === payTemplateId);
    for (const list of ['payModes', 'payOrders', 'refundOrders', 'tradeRecords'] as const) {
      expect(template[list].href).toBe(`${template.href}/${list}`);
      const own = shop.rows[list].filter((row) => row['payTemplateId'] === payTemplateId);
      expect([list, (await get(template[list].href)).items]).toEqual([list, own]);
    }
  }
});

test('lists below a resource take the filters, the order and the expansions of the list itself', async () => {
  const mode = shop.rows.payModes.find((row) => row['payTemplateId'] === TEMPLATES.onAccount);
  const own = shop.rows.payOrders.filter((row) => row['payModeUUID'] === mode?.['uuid']);
  const path = `${pathOf(mode?.['href'])}/payOrders`;
  const query = 'status=payFailed&orderBy=createdAt&expand=payMode,tradeRecords';
  const [failed, ...more] = await readAll(shop.client, `${path}?${query}`);
  expect(more).toEqual([]);
  expect(failed).toMatchObject({ status: 'payFailed', payMode: { name: mode?.['name'] } });
  expect(failed?.['tradeRecords'].size).toBe(2);
  const oldest = await readAll(shop.client, `${path}?orderBy=createdAt`);
  expect(uuidsOf(oldest)).toEqual(uuidsOf(own).toReversed());
});

/** What each list can expand, and whether the link leads to one resource or to a list. */
const EXPANSIONS: ReadonlyArray<readonly [ListName, string]> = [
  ['payModes', 'payModeTemplate'],
  ['payModes', 'payOrders'],
  ['payModes', 'refundOrders'],
  ['payModes', 'tradeRecords'],
  ['payOrders', 'payMode'],
  ['payOrders', 'refundOrders'],
  ['payOrders', 'tradeRecords'],
  ['refundOrders', 'payMode'],
  ['refundOrders', 'payOrder'],
  ['refundOrders', 'tradeRecords'],
  ['tradeRecords', 'payMode'],
  ['tradeRecords', 'payOrder'],
  ['tradeRecords', 'refundOrder'],
];

test.each(EXPANSIONS)(
  'GET /%s?expand=%s puts what the link leads to in the place of the link, and changes nothing else',
  async (list, name) => {
    const expanded = await readAll(shop.client, `/${list}?expand=${name}`);
    const answers = new Map<string, unknown>();
    for (const row of shop.rows[list]) {
      const { href } = row[name];
      if (href !== null && !answers.has(href)) answers.set(href, await get(href));
    }
    const expected = shop.rows[list].map((row) => {
      const { href } = row[name];
      return { ...row, [name]: href === null ? { href } : answers.get(href) };
    });
    expect(expanded).toEqual(expected);
    const [first] = expected;
    expect(await get(`${first?.['href']}?expand=${name}`)).toEqual(first);
  },
);

test('several names expand at once', async () => {
  const path = '/payOrders?clientPayNo=cash-1&expand=payMode,refundOrders,tradeRecords';
  const [order] = await readAll(shop.client, path);
  expect(order?.['payMode']).toMatchObject({ payTemplateId: TEMPLATES.cash, isOpened: 1 });
  expect(order?.['refundOrders'].items).toMatchObject([{ clientRefundNo: 'r1' }]);
  const events = order?.['tradeRecords'].items.map(({ kind, toStatus }: Item) => [kind, toStatus]);
  // The last two are of one moment.
  const [first, ...rest] = events;
  expect(first).toEqual(['pay', 'payed']);
  expect(rest.toSorted()).toEqual([
    ['pay', 'partRefunded'],
    ['refund', 'refunded'],
  ]);
});

test('what is expanded without being there stays a link, and expanding what a row itself is does nothing', async () => {
  const plain = await readAll(shop.client, '/payModes');
  expect(await readAll(shop.client, '/payModes?expand=payMode')).toEqual(plain);
  const [own] = (await readAll(shop.client, '/payModes?expand=payModeTemplate')).slice(-1);
  expect(own).toMatchObject({ payTemplateId: null, payModeTemplate: { href: null } });
});

test('an expanded list shows its first 25 rows, and next leads to the others', async () => {
  const { client, merchantUUID, open } = await newShop(gateway);
  const mode = await open('cash');
  const batchPayData = Array.from({ length: 30 }, (_, at) =>
    payBody(merchantUUID, { payModeUUID: mode, clientPayNo: `n${at}` }),
  );
  await client.post('/batchPay', { batchPayData });
  const { payOrders } = (await client.get(`/payModes/${mode}?expand=payOrders`)).body;
  expect(payOrders).toMatchObject({ offset: 0, limit: 25, size: 25 });
  const rest = await walkList(client, pathOf(payOrders.next));
  const seen = [...payOrders.items, ...rest.flatMap(({ items }) => items)];
  expect(seen).toEqual(await readAll(client, '/payOrders'));
});
