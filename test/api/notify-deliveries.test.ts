import { afterAll, expect, test } from 'vitest';
import { fanOutNow, openPaused, storeOf } from '../support/notify.ts';
import { refusalProblem } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { type Item, readAll, walkList } from '../support/walk-list.ts';

const gateway = sharedGateway();
const db = storeOf(gateway);
afterAll(async () => await db.close());

/** Three payments and a refund of the second, and what its endpoint then has to send. */
async function shopWithMessages() {
  const shop = await newShop(gateway);
  const endpoint = await openPaused(shop);
  const mode = await shop.open('cash');
  const orders: Item[] = [];
  for (const no of ['a', 'b', 'c']) orders.push((await shop.pay(mode, no)).body.data);
  const payTractionNo = orders[1]?.['tractionNo'];
  const refund = await shop.client.post('/refund', { payTractionNo, clientRefundNo: 'r' });
  await fanOutNow(db);
  return { shop, endpoint, orders, refund: refund.body.data as Item };
}

async function listOf({ client }: Shop, query: string): Promise<string[]> {
  const pages = await walkList(client, `/notifyDeliveries?${query}`);
  return pages.flatMap(({ items }) => items).map(({ type }) => String(type));
}

test('messages are listed by endpoint, order and status, page by page, each merchant its own', async () => {
  const { shop, endpoint, orders, refund } = await shopWithMessages();
  const all = ['payment.succeeded', 'payment.succeeded', 'payment.succeeded'];
  const events = [...all, 'refund.succeeded', 'payment.refunded'];
  expect(await listOf(shop, 'orderBy=createdAt&limit=2')).toEqual(events);
  expect(await listOf(shop, 'limit=2')).toEqual(events.toReversed());
  expect(await listOf(shop, `notifyEndpointUUID=${endpoint['uuid']}&offset=1`)).toHaveLength(4);
  expect(await listOf(shop, `payOrderUUID=${orders[1]?.['uuid']}`)).toHaveLength(3);
  expect(await listOf(shop, `refundOrderUUID=${refund['uuid']}`)).toHaveLength(2);
  expect(await listOf(shop, 'status=open')).toHaveLength(5);
  for (const status of ['ok', 'failed', 'skipped']) {
    expect(await listOf(shop, `status=${status}`)).toEqual([]);
  }
  expect(await listOf(shop, 'createdTo=2026-01-01 00:00:00')).toEqual([]);
  const below = await readAll(shop.client, `/notifyEndpoints/${endpoint['uuid']}/notifyDeliveries`);
  expect(below).toEqual(await readAll(shop.client, '/notifyDeliveries'));
  const [newest] = below;
  expect((await shop.client.get(`/notifyDeliveries/${newest?.['uuid']}`)).body).toEqual(newest);
  const other = await newShop(gateway);
  expect(await listOf(other, `notifyEndpointUUID=${endpoint['uuid']}`)).toEqual([]);
  expect(await listOf(other, `payOrderUUID=${orders[1]?.['uuid']}`)).toEqual([]);
  for (const path of ['', '/attempts']) {
    const foreign = await other.client.get(`/notifyDeliveries/${newest?.['uuid']}${path}`);
    expect(refusalProblem(foreign, { code: 9003 })).toBeNull();
  }
  const replay = await other.client.post(`/notifyDeliveries/${newest?.['uuid']}/replay`, {});
  expect(refusalProblem(replay, { code: 9003 })).toBeNull();
});

test('the attempts of a message say how far each came', async () => {
  const { shop } = await shopWithMessages();
  const [message] = await readAll(shop.client, '/notifyDeliveries');
  await runSql(
    gateway.databaseUrl,
    `INSERT INTO "NotifyAttempt" ("deliveryId", no, "endpointId", phase, "httpStatus", "durationMs", address, "bodyHead", error)
     SELECT d.id, n, d."endpointId", 'status', 500 + n, 10 * n, '203.0.113.7', 'no', 'HTTP ' || 500 + n
     FROM "NotifyDelivery" d, generate_series(1, 2) n WHERE d.id = $1`,
    [message?.['uuid']],
  );
  const { items } = (await shop.client.get(`/notifyDeliveries/${message?.['uuid']}/attempts`)).body;
  expect(items).toMatchObject([
    { phase: 'status', httpStatus: 501, durationMs: 10, error: 'HTTP 501', answer: 'no' },
    { phase: 'status', httpStatus: 502, durationMs: 20, error: 'HTTP 502', address: '203.0.113.7' },
  ]);
});

test('one message is sent again as a new one about the same event', async () => {
  const { shop, endpoint } = await shopWithMessages();
  const [message] = await readAll(shop.client, '/notifyDeliveries');
  const path = `/notifyDeliveries/${message?.['uuid']}/replay`;
  const { body: again } = await shop.client.post(path, {});
  expect(again).toMatchObject({ eventId: message?.['eventId'], isReplay: 1, status: 'open' });
  expect(again.uuid).not.toBe(message?.['uuid']);
  await switchOff(endpoint);
  expect(refusalProblem(await shop.client.post(path, {}), { code: 9007 })).toBeNull();
});

test('a test message is written whatever types the endpoint wants, but not while it is off', async () => {
  const shop = await newShop(gateway);
  const endpoint = await openPaused(shop, { types: ['refund.failed'] });
  const path = `/notifyEndpoints/${endpoint['uuid']}/test`;
  const { body: message } = await shop.client.post(path, {});
  expect(message).toMatchObject({ type: 'endpoint.test', status: 'open', payOrderUUID: null });
  expect(message.eventId).toMatch(/^evt_[0-9A-Za-z]{22}$/);
  const { body: again } = await shop.client.post(`/notifyDeliveries/${message.uuid}/replay`, {});
  expect(again).toMatchObject({ eventId: message.eventId, type: 'endpoint.test', isReplay: 1 });
  await switchOff(endpoint);
  expect(refusalProblem(await shop.client.post(path, {}), { code: 9007 })).toBeNull();
});

async function switchOff(endpoint: Item): Promise<void> {
  const sql = `UPDATE "NotifyEndpoint" SET status = 'off' WHERE uuid = $1`;
  await runSql(gateway.databaseUrl, sql, [endpoint['uuid']]);
}
