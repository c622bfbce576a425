import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type AnswerCall, startRawConnector } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { makeFar } from '../support/far-order.ts';
import { cashier, type GatewayAddress, operator, startGateway } from '../support/gateway.ts';
import { expectInvariants, expectRecordsHold } from '../support/invariants.ts';
import { answers, openOwnShop } from '../support/own-connector.ts';
import { gatewayOfOwnConnectors, newMerchant, testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';

const AT_ONCE = { headers: { prefer: 'wait=0' } };

/** A connector's answer that a test changes. */
function changing(first: string) {
  const now = { ret: first };
  const answer: AnswerCall = (call) => answers(now.ret)(call);
  return { now, answer };
}

const askedIn = async (shop: Shop, path: string) =>
  (await shop.client.get(`${path}/tradeRecords?limit=200`)).body.items.filter(
    ({ event }: { event: string }) => event === 'askNow',
  );
const isFinal = ({ pending }: { readonly status: string; readonly pending: unknown }) =>
  pending === null;

describe('with connectors of its own', () => {
  let gateway: GatewayAddress;
  beforeAll(async () => {
    gateway = await gatewayOfOwnConnectors();
  });
  afterAll(async () => await expectRecordsHold(gateway));

  test('an order whose next attempt is an hour ahead is attempted now, and its history says who wanted it', async () => {
    const { now, answer } = changing('running');
    const shop = await openOwnShop(gateway, { pay: answer, query: answer });
    const { uuid } = (await shop.pay(shop.mode, 'c1', AT_ONCE)).body.data;
    await makeFar(gateway, 'PayOrder', uuid);
    const before = await shop.order(uuid);
    expect(before.pending).toMatchObject({ isAsking: false, reviewReason: null });
    // Seven hours old and valid for seventeen more: an attempt an hour, and the one at its end.
    expect(before.pending.reviewAt).toBe(before.orderExpiredAt);
    expect([17, 18]).toContain(before.pending.attemptsLeft);
    now.ret = 'success';
    const { status, body } = await shop.client.post(`/payOrders/${uuid}/ask`, {});
    expect([status, body.uuid]).toEqual([200, uuid]);
    const paid = await eventually(async () => await shop.order(uuid), isFinal);
    expect(paid.status).toBe('payed');
    expect(await askedIn(shop, `/payOrders/${uuid}`)).toMatchObject([
      {
        actor: 'api',
        fromStatus: 'paying',
        toStatus: 'paying',
        detail: { by: shop.merchantUUID },
      },
    ]);
    const again = await shop.client.post(`/payOrders/${uuid}/ask`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 9007 } });
  });

  test('the same for a refund, by an operator', async () => {
    const { now, answer } = changing('running');
    const shop = await openOwnShop(gateway, {
      pay: answers('success'),
      refund: answer,
      query: answer,
    });
    const { tractionNo } = (await shop.pay(shop.mode, 'c1')).body.data;
    const asked = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
    const { uuid } = (await shop.client.post('/refund', asked, AT_ONCE.headers)).body.data;
    await makeFar(gateway, 'RefundOrder', uuid);
    now.ret = 'success';
    const admin = await operator(gateway);
    expect((await admin.post(`/refundOrders/${uuid}/ask`, {})).status).toBe(200);
    const done = await eventually(async () => await shop.refundOrder(uuid), isFinal);
    expect(done.status).toBe('refunded');
    expect(await askedIn(shop, `/refundOrders/${uuid}`)).toMatchObject([
      { actor: 'operator', detail: { by: 'operator' } },
    ]);
    const again = await admin.post(`/refundOrders/${uuid}/ask`, {});
    expect(again).toMatchObject({ status: 409, body: { code: 9007 } });
  });

  test('while a worker has it nothing changes, and no call is made beside the one on its way', async () => {
    const held: (() => void)[] = [];
    const shop = await openOwnShop(gateway, {
      pay: async (call) => {
        await new Promise<void>((resolve) => {
          held.push(resolve);
        });
        return answers('success')(call);
      },
    });
    const { uuid } = (await shop.pay(shop.mode, 'c1', AT_ONCE)).body.data;
    await eventually(
      async () => (await shop.order(uuid)).pending.isAsking && held.length,
      (calls) => calls === 1,
    );
    for (const time of ['once', 'again']) {
      const { status, body } = await shop.client.post(`/payOrders/${uuid}/ask`, {});
      expect([time, status, body.pending?.isAsking]).toEqual([time, 200, true]);
    }
    held[0]?.();
    expect((await eventually(async () => await shop.order(uuid), isFinal)).status).toBe('payed');
    expect(shop.connector.calls).toHaveLength(1);
    expect(await askedIn(shop, `/payOrders/${uuid}`)).toEqual([]);
  });

  test('one that may have been charged and can only wait for a notice is not sent again', async () => {
    const shop = await openOwnShop(
      gateway,
      { pay: answers('running') },
      { isIdempotent: 0, isAsyncNotify: 1 },
    );
    const { uuid } = (await shop.pay(shop.mode, 'c1', AT_ONCE)).body.data;
    await makeFar(gateway, 'PayOrder', uuid);
    const { attempts } = (await shop.order(uuid)).pending;
    await shop.client.post(`/payOrders/${uuid}/ask`, {});
    await eventually(
      async () => (await shop.order(uuid)).pending,
      (pending) => pending.attempts > attempts && !pending.isAsking,
    );
    expect(shop.connector.calls).toHaveLength(1);
  });

  test("another merchant's is not found, nor is one that never was", async () => {
    const shop = await openOwnShop(gateway, { pay: answers('running') });
    const { uuid } = (await shop.pay(shop.mode, 'c1', AT_ONCE)).body.data;
    const other = await cashier(gateway, newMerchant());
    for (const path of [`/payOrders/${uuid}`, '/payOrders/nowhere', '/refundOrders/nowhere']) {
      const answer = await other.post(`${path}/ask`, {});
      expect(answer).toMatchObject({ status: 404, body: { code: 9003 } });
    }
  });
});

test('an open circuit stays open: the order waits, and its connector is not called', async () => {
  const circuit = { CIRCUIT_FAILURES: '1', CIRCUIT_OPEN_MS: '60000' };
  const gateway = await startGateway(testServers(), circuit);
  onTestFinished(async () => await gateway.stop());
  const epochOf = async (uuid: string) => {
    const sql = 'SELECT epoch FROM "PayOrder" WHERE uuid = $1';
    const [row] = await runSql<{ epoch: number }>(gateway.databaseUrl, sql, [uuid]);
    return row?.epoch ?? 0;
  };
  const broken = await startRawConnector((_, response) => void response.destroy());
  const { shop, pay } = await openConnectorShop(gateway, broken);
  const { uuid } = (await pay('c1', AT_ONCE)).body.data;
  const order = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
  await eventually(
    async () => (await order()).pending.lastOutcome,
    (outcome) => outcome === 'circuitOpen',
  );
  const calls = broken.calls.length;
  const before = await epochOf(uuid);
  await shop.client.post(`/payOrders/${uuid}/ask`, {});
  // One more by asking, one by the worker that puts it back.
  await eventually(
    async () => await epochOf(uuid),
    (epoch) => epoch >= before + 2,
  );
  expect((await order()).pending).toMatchObject({ lastOutcome: 'circuitOpen' });
  expect(broken.calls).toHaveLength(calls);
  expect(await askedIn(shop, `/payOrders/${uuid}`)).toHaveLength(1);
  await expectRecordsHold(gateway);
});

test('asked again and again while no worker runs it has one record, and is paid once when one comes', async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(async () => await gateway.stop());
  await gateway.worker.stop();
  const shop = await newShop(gateway);
  const mode = await shop.openOwn();
  const { uuid } = (await shop.pay(mode, 'c1', AT_ONCE)).body.data ?? {};
  const asks = await Promise.all(
    Array.from({ length: 10 }, async () => await shop.client.post(`/payOrders/${uuid}/ask`, {})),
  );
  expect(new Set(asks.map(({ status }) => status))).toEqual(new Set([200]));
  const { items } = (await shop.client.get(`/payOrders/${uuid}/tradeRecords`)).body;
  expect(items.map(({ event }: { event: string }) => event)).toEqual(['accept', 'askNow']);
  const worker = await spawnApp('worker', { ...gateway.env });
  onTestFinished(worker.stop);
  await eventually(async () => (await shop.client.get(`/payOrders/${uuid}`)).body, isFinal);
  await expectInvariants(gateway);
});
