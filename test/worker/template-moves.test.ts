import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import {
  type AnswerCall,
  startConnector,
  succeed,
  type TestConnector,
} from '../support/connector.ts';
import { type ConnectorShop, openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { noticeUrl } from '../support/notice-url.ts';
import { sendNotice } from '../support/notices.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

let gateway: Gateway;
beforeAll(async () => {
  // An order that its connector does not answer waits for the circuit of that connector.
  gateway = await startGateway(testServers(), { CIRCUIT_OPEN_MS: '500' });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await gateway.stop();
});

const ASYNC = { prefer: 'respond-async' };
const SECRETS = [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`);

/** Loses the first answer at each path, and says the truth after that. */
function losesFirst(): AnswerCall {
  const seen = new Set<string>();
  return (call) => {
    const isFirst = !seen.has(call.path);
    seen.add(call.path);
    return isFirst ? 'lost on its way' : succeed(call);
  };
}

const losesEvery: AnswerCall = () => 'lost on its way';
const losesRefunds = (lose: AnswerCall): AnswerCall => {
  return (call) => (call.path === '/refund' ? lose(call) : succeed(call));
};

/** Another connector, which would take anything. */
async function startOther(): Promise<TestConnector> {
  const other = await startConnector();
  onTestFinished(async () => await other.close());
  return other;
}

const urlsOf = ({ url }: TestConnector) => ({ payUrl: `${url}/pay`, refundUrl: `${url}/refund` });

async function payAsync(opened: ConnectorShop) {
  const { uuid, tractionNo } = (await opened.pay('c1', { headers: ASYNC })).body.data;
  return { uuid, tractionNo, read: reader(opened, `/payOrders/${uuid}`) };
}

async function refundAsync(opened: ConnectorShop, paid: { tractionNo: string }) {
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'r1' };
  const { uuid } = (await opened.shop.client.post('/refund', request, ASYNC)).body.data;
  return { uuid, read: reader(opened, `/refundOrders/${uuid}`) };
}

const reader =
  ({ shop }: ConnectorShop, path: string) =>
  async () =>
    (await shop.client.get(path)).body;

const untilLost = async (order: { read: () => Promise<{ pending: { lastOutcome: string } }> }) =>
  await eventually(order.read, ({ pending }) => pending?.lastOutcome === 'unknown');

test('a payment whose answer was lost is never posted to the connector that the template has moved to', async () => {
  const opened = await openConnectorShop(gateway, losesFirst());
  const other = await startOther();
  const pay = await payAsync(opened);
  await untilLost(pay);
  await opened.change(urlsOf(other));
  const order = await eventually(pay.read, ({ status }) => status !== 'paying');
  expect(order.status).toBe('payed');
  expect(other.calls).toEqual([]);
  expect((await opened.pay('c2')).body.data.status).toBe('payed');
  expect(other.calls).toHaveLength(1);
  const records = await reader(opened, `/payOrders/${pay.uuid}/tradeRecords`)();
  const named = records.items.flatMap(({ detail }: { detail: object }) =>
    'connector' in detail ? [detail.connector] : [],
  );
  expect(new Set(named)).toEqual(new Set([`${opened.connector.url}/pay`]));
});

test('a refund whose answer was lost is never posted to the connector that the template has moved to', async () => {
  const opened = await openConnectorShop(gateway, losesRefunds(losesFirst()));
  const other = await startOther();
  const refund = await refundAsync(opened, (await opened.pay('c1')).body.data);
  await untilLost(refund);
  await opened.change(urlsOf(other));
  const order = await eventually(refund.read, ({ status }) => status !== 'refunding');
  expect(order.status).toBe('refunded');
  expect(other.calls).toEqual([]);
});

test('nor is it where only refundUrl has moved', async () => {
  const opened = await openConnectorShop(gateway, losesRefunds(losesFirst()));
  const other = await startOther();
  const refund = await refundAsync(opened, (await opened.pay('c1')).body.data);
  await untilLost(refund);
  await opened.change({ refundUrl: `${other.url}/refund` });
  await eventually(refund.read, ({ status }) => status === 'refunded');
  expect(other.calls).toEqual([]);
});

test('a refund of a payment from before the move goes to the connector that took the money', async () => {
  const opened = await openConnectorShop(gateway, succeed);
  const other = await startOther();
  const paid = (await opened.pay('c1')).body.data;
  // Whether it can be refunded is a question of that connector too.
  await opened.change({ payUrl: `${other.url}/pay`, refundUrl: '' });
  const refund = await refundAsync(opened, paid);
  await eventually(refund.read, ({ status }) => status === 'refunded');
  expect(opened.connector.calls.map(({ path }) => path)).toEqual(['/pay', '/refund']);
  expect(other.calls).toEqual([]);
});

test('with the same connectorId the order goes on at the new address', async () => {
  const opened = await openConnectorShop(gateway, losesEvery, () => ({ connectorId: 'acquirer' }));
  const moved = await startOther();
  const pay = await payAsync(opened);
  await untilLost(pay);
  await opened.change({ ...urlsOf(moved), connectorId: 'acquirer' });
  const order = await eventually(pay.read, ({ status }) => status !== 'paying');
  expect(order.status).toBe('payed');
  expect(moved.calls[0]?.headers['idempotency-key']).toBe(pay.tractionNo);
});

test('another payUrl without a connectorId is another connector, whatever was declared before', async () => {
  const opened = await openConnectorShop(gateway, losesFirst(), () => ({
    connectorId: 'acquirer',
  }));
  const other = await startOther();
  const pay = await payAsync(opened);
  await untilLost(pay);
  await opened.change(urlsOf(other));
  await eventually(pay.read, ({ status }) => status === 'payed');
  expect(other.calls).toEqual([]);
});

test('while the connector that the template has left is away the order waits, is flagged, and delays nobody else', {
  timeout: 120_000,
}, async () => {
  const opened = await openConnectorShop(gateway, losesEvery);
  const other = await startOther();
  const pay = await payAsync(opened);
  await untilLost(pay);
  await opened.change(urlsOf(other));
  const flagged = await eventually(pay.read, ({ pending }) => pending?.reviewReason !== null);
  expect(flagged.pending.reviewReason).toContain('its template has left the connector that has it');
  // Far more calls that go wrong than open a circuit: that of the present connector stays closed.
  const attempted = async () => {
    await opened.shop.client.post(`/payOrders/${pay.uuid}/ask`, {});
    return (await pay.read()).pending.attempts as number;
  };
  await eventually(attempted, (attempts) => attempts >= flagged.pending.attempts + 12, 60_000);
  expect((await opened.pay('c2')).body.data.status).toBe('payed');
  expect(other.calls.map(({ body }) => body.clientPayNo)).toEqual(['c2']);
  expect((await pay.read()).status).toBe('paying');
});

test('an order of which it is certain that nothing left goes to the present connector', async () => {
  const gone = await startConnector();
  await gone.close();
  const opened = await openConnectorShop(gateway, succeed, () => urlsOf(gone));
  const pay = await payAsync(opened);
  await eventually(pay.read, ({ pending }) => pending?.lastOutcome === 'notSent');
  await opened.change(urlsOf(opened.connector));
  await eventually(pay.read, ({ status }) => status === 'payed');
  expect(opened.connector.calls).toHaveLength(1);
});

test('a notice is verified with the secret of the connector that has the order', async () => {
  const [before = '', after = ''] = SECRETS;
  const opened = await openConnectorShop(
    gateway,
    ({ body }) => ({ tractionNo: body.tractionNo, ret: 'running' }),
    () => ({ isAsyncNotify: 1, isIdempotent: 0, notifySecret: before }),
  );
  const other = await startOther();
  const pay = await payAsync(opened);
  await eventually(pay.read, ({ pending }) => pending?.lastOutcome === 'running');
  await opened.change({ ...urlsOf(other), notifySecret: after });
  const tell = async (secret: string) =>
    await sendNotice(opened.shop.client, noticeUrl(gateway.url, 'pay', pay.tractionNo), {
      body: { tractionNo: pay.tractionNo, ret: 'success' },
      signing: { secret, id: `notice-${secret.slice(-6)}` },
    });
  expect((await tell(after)).status).toBe(401);
  expect((await tell(before)).status).toBe(200);
  expect((await pay.read()).status).toBe('payed');
});

test('an order from before there were versions belongs to the one of its time', async () => {
  const opened = await openConnectorShop(gateway, losesFirst());
  const other = await startOther();
  const pay = await payAsync(opened);
  await untilLost(pay);
  const path = `UPDATE "PayOrder" SET "sentTo" = NULL WHERE uuid = $1`;
  await runSql(gateway.databaseUrl, path, [pay.uuid]);
  await opened.change(urlsOf(other));
  await eventually(pay.read, ({ status }) => status === 'payed');
  expect(other.calls).toEqual([]);
  // As before the migration: the invariants hold for such orders too.
  await runSql(
    gateway.databaseUrl,
    `UPDATE "PayOrder" SET "sentAt" = "sentAt" - interval '1 day' WHERE uuid = $1`,
    [pay.uuid],
  );
});

test.each([
  ['http://pay.example/a?shop=1', 'HTTP://Pay.Example:80/a', true],
  ['https://pay.example:443', 'https://pay.example/', true],
  ['https://[::1]:8443/pay', 'https://[::1]:8443/pay#x', true],
  ['http://pay.example/a', 'http://pay.example/A', false],
  ['http://pay.example/a', 'https://pay.example/a', false],
  ['http://pay.example/a', 'http://pay.example:8080/a', false],
  ['http://a\\@pay.example/a', 'http://pay.example/a', false],
  ['http://pay.example/a', '', false],
])('%s and %s are the same connector: %s', async (one, another, isSame) => {
  const [row] = await runSql<{ same: boolean }>(
    gateway.databaseUrl,
    `SELECT "connectorIdentity"(NULL, $1) IS NOT DISTINCT FROM "connectorIdentity"(NULL, $2) AS same`,
    [one, another],
  );
  expect(row).toEqual({ same: isSame });
});
