import { beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { operator } from '../support/gateway.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import type { Item } from '../support/walk-list.ts';

const gateway = sharedGateway();

let shop: Shop;
let other: Shop;
let admin: Client;
let mode: string;
beforeAll(async () => {
  [shop, other, admin] = await Promise.all([newShop(gateway), newShop(gateway), operator(gateway)]);
  mode = await shop.openOwn({ searchKeys: ['orderNo', 'table', 'payBarCode'] });
});

let made = 0;
/** A number that nothing else has. */
const fresh = (name: string) => `${name}-${newMerchant()}-${(made += 1)}`;
const freshBarcode = () => `13${String(Date.now()).slice(-8)}${String(10_000_000 + (made += 1))}`;

interface Extra {
  readonly clientExtraParams?: object;
  readonly payParams?: object;
  readonly clientPayNo?: string;
}

async function pay(payModeUUID: string, extra: Extra, of: Shop = shop): Promise<Item> {
  const body = payBody(of.merchantUUID, { payModeUUID, clientPayNo: fresh('c') });
  const answer = await of.client.post('/pay', { ...body, ...extra });
  expect([answer.status, JSON.stringify(answer.body)]).toEqual([200, expect.any(String)]);
  return answer.body.data as Item;
}

/** What is found by this number, as `searchKey uuid`. */
async function find(client: Client, q: string, more = ''): Promise<string[]> {
  const { body } = await client.get(`/search?q=${encodeURIComponent(q)}${more}`);
  const items = body.items as { matchedBy: string; kind: string; order: Item }[];
  expect(items.every(({ kind }) => kind === 'payOrder')).toBe(true);
  return items.map(({ matchedBy, order }) => `${matchedBy} ${order['uuid']}`);
}

/** The values of the tags of this payment, as they are stored. */
async function tagsOf({ id }: Item): Promise<string[]> {
  const rows = await runSql<{ value: string }>(
    gateway.databaseUrl,
    'SELECT value FROM "OrderTag" WHERE "orderId" = $1 ORDER BY value',
    [Number(id)],
  );
  return rows.map(({ value }) => value);
}

test('a payment is found by each of its search keys, and by its whole barcode', async () => {
  const [orderNo, table, payBarCode] = [fresh('P'), 7_000_000 + Date.now(), freshBarcode()];
  const order = await pay(mode, {
    clientExtraParams: { orderNo, table, note: 'not a key' },
    payParams: { payBarCode },
  });
  const found = [
    [orderNo, 'searchKey'],
    [` ${orderNo}\r\n`, 'searchKey'],
    [String(table), 'searchKey'],
    [payBarCode, 'barcode'],
    [`${payBarCode.slice(0, 4)} ${payBarCode.slice(4)}\r\n`, 'barcode'],
  ] as const;
  for (const [q, by] of found) {
    const line = [`${by} ${order['uuid']}`];
    expect([q, await find(shop.client, q)]).toEqual([q, line]);
    expect([q, await find(admin, q)]).toEqual([q, line]);
    expect(await find(admin, q, `&merchantUUID=${shop.merchantUUID}`)).toEqual(line);
    expect(await find(other.client, q)).toEqual([]);
    expect(await find(admin, q, `&merchantUUID=${other.merchantUUID}`)).toEqual([]);
  }
  // Only the whole of it, and only what is a key.
  for (const q of [
    orderNo.slice(0, -1),
    payBarCode.slice(0, -1),
    payBarCode.slice(-4),
    'not a key',
  ]) {
    expect(await find(shop.client, q)).toEqual([]);
  }
});

test('of a barcode nothing but a code is stored, and no answer holds it', async () => {
  const payBarCode = freshBarcode();
  const order = await pay(mode, { payParams: { payBarCode }, clientExtraParams: {} });
  expect(await tagsOf(order)).toEqual([expect.stringMatching(/^#[\w-]{22}$/)]);
  const { body } = await shop.client.get(`/search?q=${payBarCode}`);
  expect(body.items).toHaveLength(1);
  expect(JSON.stringify(body)).not.toContain(payBarCode);
});

test('a mode without search keys writes no tags, and what is no text or number is left out', async () => {
  const plain = await shop.openOwn();
  const orderNo = fresh('P');
  const order = await pay(plain, { clientExtraParams: { orderNo } });
  expect(await tagsOf(order)).toEqual([]);
  expect(await find(shop.client, orderNo)).toEqual([]);
  for (const value of [null, true, [orderNo], { orderNo }, '', ' ', 'x'.repeat(129)]) {
    expect(await tagsOf(await pay(mode, { clientExtraParams: { orderNo: value } }))).toEqual([]);
  }
  const long = fresh('x').padEnd(128, 'x');
  const found = await pay(mode, { clientExtraParams: { orderNo: long } });
  expect(await find(shop.client, long)).toEqual([`searchKey ${found['uuid']}`]);
});

test('the same request again writes no second tag, alone and in a batch', async () => {
  const orderNo = fresh('P');
  const body = {
    ...payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: fresh('c') }),
    clientExtraParams: { orderNo },
  };
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => await shop.client.post('/pay', body)),
  );
  const order = answers[0]?.body.data as Item;
  await shop.client.post('/batchPay', { batchPayData: [body, body] });
  // Refused: the number is taken.
  const reused = { ...body, clientExtraParams: { orderNo: fresh('P') } };
  expect((await shop.client.post('/pay', reused)).status).toBe(409);
  expect(await tagsOf(order)).toEqual([`=${orderNo}`]);
  expect(await find(shop.client, reused.clientExtraParams.orderNo)).toEqual([]);
});

test('one value that many orders have finds the newest, and says that there are more', async () => {
  const orderNo = fresh('P');
  const batchPayData = Array.from({ length: 150 }, () => ({
    ...payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: fresh('c') }),
    clientExtraParams: { orderNo },
  }));
  await shop.client.post('/batchPay', { batchPayData });
  const last = await pay(mode, { clientExtraParams: { orderNo } });
  for (const client of [shop.client, admin]) {
    const { body } = await client.get(`/search?q=${orderNo}`);
    expect([body.items.length, body.more]).toEqual([20, true]);
    expect(body.items[0].order.uuid).toBe(last['uuid']);
  }
});

test('a value that looks like a tag of another kind is itself', async () => {
  for (const orderNo of [`=${fresh('P')}`, `#${fresh('P')}`]) {
    const order = await pay(mode, { clientExtraParams: { orderNo } });
    expect(await find(shop.client, orderNo)).toEqual([`searchKey ${order['uuid']}`]);
    expect(await find(shop.client, orderNo.slice(1))).toEqual([]);
  }
});

test('the search keys of a template are those of its modes, from its next payment on', async () => {
  const payTemplateId = newMerchant();
  const template = {
    payTemplateId,
    name: 'with keys',
    isOnline: 1,
    payUrl: `${gateway.sandboxUrl}/sandbox/wechat/pay`,
    connectorKind: 'sandbox',
  };
  const register = async (more: object) =>
    (await admin.post('/registerPayModeTemplate', { ...template, ...more })).body;
  expect((await register({})).searchKeys).toEqual([]);
  const opened = await other.client.post('/payModes', { payTemplateId, isOpened: 1 });
  const { uuid } = opened.body;
  const [before, after, off] = [fresh('P'), fresh('P'), fresh('P')];
  await pay(uuid, { clientExtraParams: { orderNo: before } }, other);
  expect((await register({ searchKeys: ['orderNo'] })).searchKeys).toEqual(['orderNo']);
  const order = await pay(uuid, { clientExtraParams: { orderNo: after } }, other);
  // What is absent stays as it is.
  expect((await register({ description: 'x' })).searchKeys).toEqual(['orderNo']);
  await register({ searchKeys: [] });
  await pay(uuid, { clientExtraParams: { orderNo: off } }, other);
  expect(await find(other.client, after)).toEqual([`searchKey ${order['uuid']}`]);
  for (const q of [before, off]) expect(await find(other.client, q)).toEqual([]);
});
