import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type GatewayAddress, operator } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import {
  type Answers,
  answers,
  attemptNow,
  expire,
  type OnEnd,
  type OwnShop,
  openOwnShop,
} from '../support/own-connector.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';

// Its connectors are this file's own, so its payments are not in the books of the shared sandbox.
let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
const ends: Parameters<OnEnd>[0][] = [];
const onEnd: OnEnd = (end) => void ends.push(end);
afterAll(async () => {
  await expectRecordsHold(gateway);
  for (const end of ends) await end();
});

/** A payment that its connector has and of which nothing is certain. */
async function open(said: Answers, settings: Record<string, unknown> = {}) {
  // Until the end of all tests: they wait side by side.
  const shop = await openOwnShop({ ...gateway, onEnd }, said, settings);
  const { body } = await shop.pay(shop.mode, 'c1', { headers: { prefer: 'respond-async' } });
  const { uuid } = body.data;
  await eventually(
    async () => await shop.order(uuid),
    (order) => order.pending?.lastOutcome === 'running',
  );
  return { shop, uuid: uuid as string, payOrder: `/payOrders/${uuid}` };
}

const pathsOf = (shop: OwnShop) => shop.connector.calls.map(({ path }) => path);
const settled = async (shop: OwnShop, uuid: string) =>
  await eventually(
    async () => await shop.order(uuid),
    (order) => order.status !== 'paying',
  );
const running = { pay: answers('running'), query: answers('running') };

test.concurrent.each(['success', 'notFound'])(
  'an expired payment is queried, then cancelled, and closed when cancelUrl says %s',
  async (ret) => {
    const { shop, uuid, payOrder } = await open({ ...running, cancel: answers(ret) });
    await expire(gateway, uuid);
    const order = await settled(shop, uuid);
    expect(order).toMatchObject({ status: 'payFailed', pending: null });
    expect(order.resultCode).not.toBe('');
    expect(pathsOf(shop).slice(-2)).toEqual(['/query', '/cancel']);
    expect((await shop.history(payOrder)).at(-1)).toMatch(/close: paying > payFailed$/);
    const [query, cancel] = shop.connector.calls.slice(-2);
    const { tractionNo, clientPayNo } = order;
    expect(cancel?.body).toEqual({ tractionNo, clientPayNo, thirdPayNo: null });
    expect(query?.body).toEqual(cancel?.body);
  },
);

test.concurrent.each([
  ['success', 'payed'],
  ['failed', 'payFailed'],
])(
  'at expiry a query that says %s ends it as %s, and nothing is cancelled',
  async (ret, status) => {
    let said = answers('running');
    const query: Answers['query'] = (call) => said(call);
    const { shop, uuid } = await open({
      pay: answers('running'),
      query,
      cancel: answers('success'),
    });
    said = answers(ret, { thirdOrderNo: 'T1' });
    await expire(gateway, uuid);
    expect(await settled(shop, uuid)).toMatchObject({ status, thirdPayNo: 'T1' });
    expect(pathsOf(shop)).not.toContain('/cancel');
  },
);

test.concurrent.each(['failed', 'running', 'garbage'])(
  'an expired payment whose cancelUrl says %s keeps paying and waits for a person',
  async (ret) => {
    const { shop, uuid, payOrder } = await open({ ...running, cancel: answers(ret) });
    const admin = await operator(gateway);
    const reviews = `/payOrders?needsReview=1&merchantUUID=${shop.merchantUUID}`;
    expect((await admin.get(reviews)).body.items).toEqual([]);
    await expire(gateway, uuid);
    const order = await eventually(
      async () => await shop.order(uuid),
      (found) => Boolean(found.pending?.reviewReason),
    );
    expect(order.status).toBe('paying');
    expect((await admin.get(reviews)).body.items.map((row: { uuid: string }) => row.uuid)).toEqual([
      uuid,
    ]);
    // It is asked and cancelled again, and posted never again: that could be the first POST to arrive.
    const asked = pathsOf(shop).filter((path) => path === '/cancel').length;
    await attemptNow(gateway, uuid);
    await eventually(
      async () => pathsOf(shop).filter((path) => path === '/cancel').length,
      (times) => times > asked,
    );
    expect(pathsOf(shop).slice(pathsOf(shop).indexOf('/cancel'))).not.toContain('/pay');
    const given = { outcome: 'succeeded', reason: 'seen in their books' };
    expect((await admin.post(`${payOrder}/settle`, given)).body.status).toBe('payed');
    expect((await admin.get(reviews)).body.items).toEqual([]);
  },
);

test.concurrent('an expired payment without queryUrl and cancelUrl is not posted again, and a notice still ends it', async () => {
  const { shop, uuid } = await open(
    { pay: answers('running') },
    { isIdempotent: 0, isAsyncNotify: 1 },
  );
  await expire(gateway, uuid);
  const order = await eventually(
    async () => await shop.order(uuid),
    (found) => Boolean(found.pending?.reviewReason),
  );
  expect([order.status, pathsOf(shop)]).toEqual(['paying', ['/pay']]);
  const [call] = shop.connector.calls;
  const notice = { tractionNo: order.tractionNo, ret: 'success' };
  const path = new URL(call?.body.notifyUrl).pathname;
  expect((await shop.client.post(path, notice)).status).toBe(200);
  expect(await shop.order(uuid)).toMatchObject({ status: 'payed', pending: null });
});

test.concurrent('a connector that comes back after expiry is asked by query only, and its answer counts', async () => {
  let said = answers('garbage');
  const { shop, uuid } = await open({ pay: answers('running'), query: (call) => said(call) });
  await expire(gateway, uuid);
  await eventually(
    async () => await shop.order(uuid),
    (found) => Boolean(found.pending?.reviewReason),
  );
  said = answers('success', { thirdOrderNo: 'T9' });
  await attemptNow(gateway, uuid);
  expect(await settled(shop, uuid)).toMatchObject({ status: 'payed', thirdPayNo: 'T9' });
  expect(pathsOf(shop).filter((path) => path === '/pay')).toHaveLength(1);
});
