import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { makeFar } from '../support/far-order.ts';
import { type GatewayAddress, operator } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { answers, type OwnShop, openOwnShop } from '../support/own-connector.ts';
import { refusalProblem } from '../support/refusal.ts';
import { createDatabase } from '../support/servers.ts';
import { gatewayOfOwnConnectors, newMerchant, testServers } from '../support/shared-gateway.ts';
import { signToken } from '../support/sign-token.ts';
import { runSql } from '../support/sql.ts';
import { adminToken } from '../support/tokens.ts';

let gateway: GatewayAddress;
let admin: Client;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
  admin = await operator(gateway);
});
afterAll(async () => await expectRecordsHold(gateway));

const AT_ONCE = { headers: { prefer: 'wait=0' } };

/** A shop with so many stuck payments, the next attempt of each an hour ahead, and what their connector says from now on. */
async function stuckShop(count: number) {
  const now = { ret: 'running' };
  const answer = (call: Parameters<ReturnType<typeof answers>>[0]) => answers(now.ret)(call);
  const shop = await openOwnShop(gateway, { pay: answer, query: answer });
  const uuids = await Promise.all(
    Array.from({ length: count }, async (_, at) => await stuckPayment(shop, `c${at}`)),
  );
  return { shop, now, uuids };
}

async function stuckPayment(shop: OwnShop, number: string): Promise<string> {
  const { uuid } = (await shop.pay(shop.mode, number, AT_ONCE)).body.data;
  await makeFar(gateway, 'PayOrder', uuid);
  return uuid;
}

const select = async (shop: OwnShop, filter: object = {}) =>
  await admin.post('/selections', { kind: 'pay', merchantUUID: shop.merchantUUID, ...filter });

/** How often each of these payments was asked about. */
async function asksOf(uuids: readonly string[]): Promise<number[]> {
  const rows = await runSql<{ asks: number }>(
    gateway.databaseUrl,
    `SELECT (SELECT count(*)::int FROM "TradeRecord" r WHERE r."payOrderUUID" = u.uuid AND event = 'askNow') AS asks
     FROM unnest($1::text[]) WITH ORDINALITY AS u(uuid, at) ORDER BY at`,
    [uuids],
  );
  return rows.map(({ asks }) => asks);
}

test('a selection is what was stuck then: counted, with a dry run; what comes later is not in it, what was settled meanwhile is skipped', async () => {
  const { shop, now, uuids } = await stuckShop(4);
  const { status, body: selection } = await select(shop, {
    lastOutcome: 'running',
    reviewReason: null,
  });
  expect(status).toBe(201);
  const counted = { kind: 'pay', total: 4, left: 4, asked: 0, skipped: 0, createdBy: 'operator' };
  expect(selection).toMatchObject({ ...counted, merchantUUID: shop.merchantUUID });
  const sampled = selection.sample.map(({ uuid }: { uuid: string }) => uuid);
  expect(sampled.toSorted()).toEqual(uuids.toSorted());
  expect((await select(shop, { lastOutcome: 'notFound' })).body.total).toBe(0);
  expect((await select(shop, { needsReview: 1 })).body.total).toBe(0);

  const later = await stuckPayment(shop, 'later');
  const settled = String(sampled[0]);
  const settle = { outcome: 'failed', reason: 'x' };
  await admin.post(`/payOrders/${settled}/settle`, settle);
  const path = `/selections/${selection.uuid}`;
  const forecast = await admin.post(`${path}/ask`, { dryRun: 1 });
  expect(forecast.body).toEqual({
    willAsk: 3,
    willSkip: 1,
    reasons: { final: 1, isAsking: 0, due: 0 },
  });
  expect(await asksOf(uuids)).toEqual([0, 0, 0, 0]);

  now.ret = 'success';
  const first = (await admin.post(`${path}/ask`, { limit: 2 })).body;
  expect(first).toMatchObject({ total: 4, left: 2, asked: 1, skipped: 1 });
  expect((await admin.get(path)).body).toEqual(first);
  const last = (await admin.post(`${path}/ask`, {})).body;
  expect(last).toMatchObject({ left: 0, asked: 3, skipped: 1 });
  expect((await admin.post(`${path}/ask`, {})).body).toEqual(last);
  for (const uuid of uuids) {
    const order = await eventually(
      async () => await shop.order(uuid),
      ({ pending }) => pending === null,
    );
    expect(order.status).toBe(uuid === settled ? 'payFailed' : 'payed');
  }
  expect((await asksOf(uuids)).toSorted((a, b) => a - b)).toEqual([0, 1, 1, 1]);
  expect([await asksOf([later]), (await shop.order(later)).status]).toEqual([[0], 'paying']);

  const { items } = (await admin.get(`/auditRecords?target=${selection.uuid}`)).body;
  const said = items
    .filter(({ result }: { result: string }) => result === 'done')
    .map(({ action, detail }: { action: string; detail: object }) => ({ action, detail }));
  expect(said.toReversed()).toMatchObject([
    { action: 'POST /selections', detail: { total: 4, asked: 0 } },
    { action: 'POST /selections/:uuid/ask', detail: { dryRun: 1 } },
    { action: 'POST /selections/:uuid/ask', detail: { asked: 1, skipped: 1 } },
    { action: 'POST /selections/:uuid/ask', detail: { asked: 3, skipped: 1 } },
    { action: 'POST /selections/:uuid/ask', detail: { asked: 3, skipped: 1 } },
  ]);
});

test('an API that is killed between and amid the steps is no harm: asking on goes on, and no order is asked about twice', async () => {
  const { shop, uuids } = await stuckShop(6);
  const { body: selection } = await select(shop);
  const path = `/selections/${selection.uuid}/ask`;
  for (let kill = 0; kill < 2; kill += 1) {
    const api = await startApi(gateway);
    onTestFinished(api.stop);
    const own = createClient(api.url, await adminToken());
    expect((await own.post(path, { limit: 1 })).status).toBe(200);
    const asking = own.post(path, { limit: 1 }).catch(() => null);
    api.app.signal('SIGKILL');
    await asking;
    await api.app.exited;
  }
  const steps = await Promise.all(
    Array.from({ length: 6 }, async () => (await admin.post(path, { limit: 1 })).body),
  );
  expect(Math.min(...steps.map(({ left }) => left))).toBe(0);
  const { body: whole } = await admin.get(`/selections/${selection.uuid}`);
  expect(whole).toMatchObject({ total: 6, left: 0, asked: 6, skipped: 0 });
  expect(await asksOf(uuids)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('staff of one merchant see its selections and no others, and a shop itself makes none', async () => {
  const { shop } = await stuckShop(1);
  const staff = async (merchantUUID: string | undefined, scope = 'payserver:operate') =>
    createClient(gateway.url, await signToken({ sub: 'someone', merchantUUID, scope }));
  const [own, foreign, all, support] = await Promise.all([
    staff(shop.merchantUUID),
    staff(newMerchant()),
    staff(undefined),
    staff(undefined, 'payserver:support'),
  ]);
  const made = await own.post('/selections', { kind: 'pay' });
  expect(made.body).toMatchObject({ total: 1, merchantUUID: shop.merchantUUID });
  expect((await all.get(`/selections/${made.body.uuid}`)).status).toBe(200);
  const ofAll = (await all.post('/selections', { kind: 'refund' })).body;
  expect(ofAll.merchantUUID).toBeNull();
  for (const [client, uuid] of [
    [foreign, made.body.uuid],
    [own, ofAll.uuid],
    [own, 'nowhere'],
  ] as const) {
    const answer = [
      await client.get(`/selections/${uuid}`),
      await client.post(`/selections/${uuid}/ask`, {}),
      await client.post(`/selections/${uuid}/ask`, { dryRun: 1 }),
    ];
    expect(answer.map((one) => refusalProblem(one, { code: 9003 }))).toEqual([null, null, null]);
  }
  const named = await own.post('/selections', { kind: 'pay', merchantUUID: newMerchant() });
  expect(refusalProblem(named, { code: 9403 })).toBeNull();
  for (const client of [shop.client, support]) {
    const refused = await client.post('/selections', { kind: 'pay' });
    expect(refusalProblem(refused, { code: 9403 })).toBeNull();
  }
});

test('refunds are selected and asked about as payments are, and an ended selection is gone', async () => {
  const now = { ret: 'running' };
  const shop = await openOwnShop(gateway, {
    pay: answers('success'),
    refund: (call) => answers(now.ret)(call),
    query: (call) => answers(now.ret)(call),
  });
  const { tractionNo } = (await shop.pay(shop.mode, 'c1')).body.data;
  const asked = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  const { uuid } = (await shop.client.post('/refund', asked, AT_ONCE.headers)).body.data;
  await makeFar(gateway, 'RefundOrder', uuid);
  const { body: selection } = await select(shop, { kind: 'refund' });
  expect(selection).toMatchObject({ total: 1, sample: [{ uuid, amount: 200 }] });
  now.ret = 'success';
  const path = `/selections/${selection.uuid}`;
  expect((await admin.post(`${path}/ask`, {})).body).toMatchObject({ asked: 1, left: 0 });
  const done = await eventually(
    async () => await shop.refundOrder(uuid),
    ({ pending }) => pending === null,
  );
  expect(done.status).toBe('refunded');
  const end = `UPDATE "Selection" SET "expiresAt" = now() WHERE uuid = $1`;
  await runSql(gateway.databaseUrl, end, [selection.uuid]);
  expect(refusalProblem(await admin.get(path), { code: 9003 })).toBeNull();
  // The next one that is made takes it away, with its orders.
  await select(shop);
  const left = `SELECT 1 FROM "Selection" WHERE uuid = $1`;
  expect(await runSql(gateway.databaseUrl, left, [selection.uuid])).toEqual([]);
});

test('more than ten thousand are refused with a reason, and as many as that are taken', async () => {
  const databaseUrl = await createDatabase(testServers());
  const api = await startApi({ databaseUrl, redisUrl: gateway.redisUrl });
  onTestFinished(api.stop);
  await runSql(databaseUrl, OPEN_PAYMENTS, [10_001]);
  const own = createClient(api.url, await adminToken());
  const refused = await own.post('/selections', { kind: 'pay' });
  expect(refused).toMatchObject({ status: 400, body: { code: 9004, message: /10000 orders/ } });
  expect(await runSql(databaseUrl, 'SELECT 1 FROM "Selection"')).toEqual([]);
  const [group] = (await own.get('/stuckOrders')).body.items;
  expect(group).toMatchObject({ count: 10_000, isCapped: true });
  await runSql(databaseUrl, `DELETE FROM "PayOrder" WHERE uuid = '1'`);
  const { status, body } = await own.post('/selections', { kind: 'pay' });
  expect([status, body.total, body.sample.length]).toEqual([201, 10_000, 20]);
  const { body: step } = await own.post(`/selections/${body.uuid}/ask`, { limit: 500 });
  expect(step).toMatchObject({ asked: 500, left: 9_500 });
});

/** Open payments of an hour ago, whose next attempt is an hour ahead. */
const OPEN_PAYMENTS = `
INSERT INTO "PayOrder" (uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID", "payModeName",
  "connectorKey", "businessRet", payer, payee, "payAmount", "payParams", "clientExtraParams", status, "orderStartAt",
  "orderExpiredAt", "payStartAt", "dueAt")
SELECT n::text, 'shop', n::text, n::text, '', 'mode', 'mode', 'o-nowhere', 'syncOnlinePay', 'a', 'a', 100, '{}', '{}', 'paying',
  now() - interval '1 hour', now() + interval '1 day', now() - interval '1 hour', now() + interval '1 hour'
FROM generate_series(1, $1::int) n`;
