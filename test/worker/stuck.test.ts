import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerCall } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
afterAll(async () => {
  await expectRecordsHold(gateway);
});

const ASYNC = { prefer: 'respond-async' };
const say =
  (rets: Record<string, string>): AnswerCall =>
  ({ path, body }) => ({ tractionNo: body.tractionNo, ret: rets[path.slice(1)] });
const sql = async (text: string, values: readonly unknown[]) =>
  await runSql<Record<string, unknown>>(gateway.databaseUrl, text, values);

test('a refund in a mode without refundUrl is refused with 9008 and writes nothing', async () => {
  const { shop, pay } = await openConnectorShop(gateway, say({ pay: 'success' }), () => ({
    refundUrl: '',
  }));
  const paid = (await pay('c1')).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1', refundAmount: 100 };
  const { status, body } = await shop.client.post('/refund', request);
  expect([status, body.code]).toEqual([422, 9008]);
  expect(body.message).toContain('refundUrl');
  expect((await shop.client.get('/refundOrders')).body.items).toEqual([]);
  const batch = await shop.client.post('/batchRefund', { batchRefundData: [request] });
  expect(batch.body.batchRefundResult[0]).toMatchObject({ statusCode: 422, body: { code: 9008 } });
  // More than is left is said first: it would be refused with a URL too.
  const more = await shop.client.post('/refund', { ...request, refundAmount: 501 });
  expect(more.body.code).toBe(9006);
});

test('a mode gets its refundUrl, and the refund that was refused is taken', async () => {
  const opened = await openConnectorShop(
    gateway,
    say({ pay: 'success', refund: 'success' }),
    () => ({ refundUrl: '' }),
  );
  const paid = (await opened.pay('c1')).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1' };
  expect((await opened.shop.client.post('/refund', request)).body.code).toBe(9008);
  await opened.change({ refundUrl: `${opened.connector.url}/refund` });
  const { body } = await opened.shop.client.post('/refund', request);
  expect(body.data.status).toBe('refunded');
});

test('a refund whose refundUrl is gone before it was sent is unRefunded, its reservation free again', async () => {
  const opened = await openConnectorShop(gateway, say({ pay: 'success' }));
  const paid = (await opened.pay('c1')).body.data;
  // Nobody listens there: the refund waits, certainly not sent.
  await opened.change({ refundUrl: 'http://127.0.0.1:1/refund' });
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1' };
  const { body } = await opened.shop.client.post('/refund', request, ASYNC);
  const read = async () => (await opened.shop.client.get(`/refundOrders/${body.data.uuid}`)).body;
  await eventually(read, (refund) => refund.pending?.lastOutcome === 'notSent');
  await opened.change({ refundUrl: '' });
  const refund = await eventually(read, ({ status }) => status !== 'refunding');
  expect(refund).toMatchObject({ status: 'unRefunded', pending: null });
  expect(refund.resultCode).toContain('no refundUrl');
  const [row] = await sql(
    'SELECT "refundingAmount", "refundAmount", status FROM "PayOrder" WHERE uuid = $1',
    [paid.uuid],
  );
  expect(row).toEqual({ refundingAmount: 0, refundAmount: 0, status: 'payed' });
});

test('a refund that is still open a day after it began is flagged for review', async () => {
  const { shop, pay } = await openConnectorShop(
    gateway,
    say({ pay: 'success', refund: 'running' }),
  );
  const paid = (await pay('c1')).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1' };
  const { uuid } = (await shop.client.post('/refund', request, ASYNC)).body.data;
  const read = async () => (await shop.client.get(`/refundOrders/${uuid}`)).body;
  const first = await eventually(read, (refund) => refund.pending?.lastOutcome === 'running');
  expect(first.pending.reviewReason).toBeNull();
  const past = `"refundStartAt" = now() - interval '25 hours', "dueAt" = now()`;
  await sql(`UPDATE "RefundOrder" SET ${past} WHERE uuid = $1`, [uuid]);
  const flagged = await eventually(read, (refund) => refund.pending?.reviewReason !== null);
  expect(flagged.pending.reviewReason).toBe('still running a day after it began');
  const list = (await shop.client.get('/refundOrders?needsReview=1')).body.items;
  expect(list.map((refund: { uuid: string }) => refund.uuid)).toEqual([uuid]);
});

test('a lost answer that nobody can ask about or repeat is flagged at once', async () => {
  const { shop, pay } = await openConnectorShop(
    gateway,
    () => 'garbage',
    () => ({
      isIdempotent: 0,
    }),
  );
  const { uuid } = (await pay('c1', { headers: ASYNC })).body.data;
  const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
  const order = await eventually(read, ({ pending }) => pending.lastOutcome === 'unknown');
  expect(order.pending.reviewReason).toContain('lost');
});

test('the next attempt of a payment is no later than its expiry', async () => {
  const { shop, pay } = await openConnectorShop(gateway, say({ pay: 'running' }));
  const { uuid } = (await pay('c1', { headers: ASYNC })).body.data;
  const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
  await eventually(read, ({ pending }) => pending.lastOutcome === 'running');
  // So old that it would be attempted once an hour, and an hour is too late.
  const old = `"orderStartAt" = now() - interval '23 hours', attempts = 50, "dueAt" = now(),
    "orderExpiredAt" = now() + interval '20 minutes'`;
  await sql(`UPDATE "PayOrder" SET ${old} WHERE uuid = $1`, [uuid]);
  await eventually(read, ({ pending }) => pending.attempts > 50);
  const [row] = await sql(
    `SELECT "dueAt" <= "orderExpiredAt" + interval '2 seconds' AS "inTime" FROM "PayOrder"
     WHERE uuid = $1 AND "leaseUntil" IS NULL`,
    [uuid],
  );
  expect(row).toEqual({ inTime: true });
});
