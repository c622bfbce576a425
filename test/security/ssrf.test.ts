import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startRawConnector } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { fingerprintRows, runSql } from '../support/sql.ts';
import { startCanary } from './canary.ts';
import { ssrfVectors } from './ssrf-vectors.ts';

/** The connector says `success` to payments whose number begins so, and `running` to all others. */
const PAID = 'paid';
const connector = await startRawConnector(({ path, body }, response) => {
  const [, redirect, status] = path.split('/');
  if (redirect === 'redirect') {
    const location = `http://127.0.0.1:${canary.port}/`;
    response.writeHead(Number(status?.split('?')[0]), { location }).end();
    return;
  }
  const ret = String(body?.clientPayNo).startsWith(PAID) ? 'success' : 'running';
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ tractionNo: body?.tractionNo, ret }));
});
const canary = await startCanary();
const tally = openTally('SSRF vectors x 5 fields x (register, connect)');
const port = (url: string) => Number(new URL(url).port);

let gateway: Gateway;
let vectors: string[];
beforeAll(async () => {
  gateway = await startGateway(testServers(), {
    CONNECTOR_ALLOW: `127.0.0.1/32:${port(connector.url)}`,
    // Redirects are lost answers: the breaker, which is not meant here, must not keep orders back.
    CIRCUIT_FAILURES: '10000',
  });
  vectors = ssrfVectors({
    canary: canary.port,
    api: port(gateway.url),
    database: port(gateway.databaseUrl),
    allowed: port(connector.url),
  });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await gateway.stop();
  await Promise.all([connector.close(), canary.close()]);
});

const FIELDS = ['payUrl', 'refundUrl', 'queryUrl', 'cancelUrl', 'checkEnvUrl'] as const;
const ASYNC = { prefer: 'respond-async' };
const sql = async (text: string, values: readonly unknown[]) =>
  await runSql<Record<string, unknown>>(gateway.databaseUrl, text, values);
const good = (path: string) => `${connector.url}/${path}`;
const goodUrls = { payUrl: good('pay'), refundUrl: good('refund') };

test('the canary hears who comes, and there are at least 80 ways to it and its like', async () => {
  const own = await startCanary();
  onTestFinished(async () => await own.close());
  await fetch(`http://127.0.0.1:${own.port}/x`).catch(() => undefined);
  expect(own.visits()).toHaveLength(1);
  expect(new Set(vectors).size).toBe(vectors.length);
  expect(vectors.length).toBeGreaterThanOrEqual(80);
});

test.each(FIELDS)('%s: none of them can be registered', async (field) => {
  const shop = await newShop(gateway);
  const before = await fingerprintRows(gateway.databaseUrl);
  const register = async (vector: string) => {
    const body = { name: 'x', isOnline: 1, isOpened: 1, ...goodUrls, [field]: vector };
    const said = await shop.client.post('/payModes', body);
    const isMalformed = said.status === 400;
    return refusalProblem(
      said,
      isMalformed ? { code: 9004, field } : { code: 9008, field: `${field}:` },
    );
  };
  const problems = await Promise.all(
    vectors.map(async (one) => {
      const problem = await register(one);
      return problem === null ? null : `${one}: ${problem}`;
    }),
  );
  expect(tally.judge(problems)).toEqual([]);
  expect(await fingerprintRows(gateway.databaseUrl)).toEqual(before);
});

/** What opening a mode says while its template's checkEnvUrl is this. */
async function openWith(shop: Shop, checkEnvUrl: string) {
  const [template] = await sql(
    `UPDATE "PayModeTemplate" SET "checkEnvUrl" = $1 WHERE id = 1 RETURNING "payTemplateId"`,
    [checkEnvUrl],
  );
  const body = { payTemplateId: template?.['payTemplateId'], isOpened: 1 };
  return await shop.client.post('/payModes', body);
}

test('checkEnvUrl: none of them is asked where a template leads there by now', async () => {
  const shop = await newShop(gateway);
  for (const vector of vectors) {
    const problem = refusalProblem(await openWith(shop, vector), {
      code: 9008,
      field: 'checkEnvUrl:',
    });
    expect(tally.judge([problem && `${vector}: ${problem}`])).toEqual([]);
  }
});

/** One payment in each mode, as a batch. */
async function payAll(shop: Shop, { modes, prefix }: { modes: string[]; prefix: string }) {
  const orders = modes.map((payModeUUID, at) =>
    payBody(shop.merchantUUID, { payModeUUID, clientPayNo: `${prefix}-${at}` }),
  );
  const { body } = await shop.client.post('/batchPay', { batchPayData: orders }, ASYNC);
  return body.batchPayResult.map(
    (one: { body: { data: Record<string, string> } }) => one.body.data,
  ) as Record<string, string>[];
}

const OPEN_ORDERS = `SELECT o."clientPayNo" AS number, o."lastOutcome", o."leaseUntil", o."sentAt"
    FROM "PayOrder" o WHERE o."merchantUUID" = $1 AND o.status = 'paying'
  UNION ALL SELECT r."clientRefundNo", r."lastOutcome", r."leaseUntil", r."sentAt"
    FROM "RefundOrder" r WHERE r."merchantUUID" = $1 AND r.status = 'refunding'`;

/** Waits until each of this shop's open orders came to this. */
async function untilAll(shop: Shop, expected: { lastOutcome: string; count: number }) {
  return await eventually(
    async () => await sql(OPEN_ORDERS, [shop.merchantUUID]),
    (rows) =>
      rows.length === expected.count &&
      rows.every(({ lastOutcome }) => lastOutcome === expected.lastOutcome),
    60_000,
  );
}

/**
 * Opens a mode for each URL and brings payments and a refund of each to where payUrl, refundUrl, queryUrl or
 * cancelUrl is called next; then every row is rewritten, and they are attempted. 4 open orders for each URL.
 */
async function leadTo(shop: Shop, urls: readonly string[]): Promise<void> {
  // One connector that moves: to another one its orders would not be sent at all.
  const connectorId = 'moving';
  const modes = await Promise.all(
    urls.map(async () => await shop.openOwn({ ...goodUrls, connectorId })),
  );
  const paid = await payAll(shop, { modes, prefix: PAID });
  await payAll(shop, { modes, prefix: 'asked' });
  await payAll(shop, { modes, prefix: 'cancelled' });
  await untilAll(shop, { lastOutcome: 'running', count: 2 * urls.length });
  await eventually(
    async () => (await shop.client.get('/payOrders?status=payed&limit=200')).body.size,
    (size) => size === urls.length,
    60_000,
  );
  // The worker stands still while new orders are accepted and the rows are rewritten.
  gateway.worker.signal('SIGSTOP');
  await payAll(shop, { modes, prefix: 'sent' });
  const refunds = paid.map(({ tractionNo }, at) => ({
    payTractionNo: tractionNo,
    clientRefundNo: `refund-${at}`,
  }));
  await shop.client.post('/batchRefund', { batchRefundData: refunds }, ASYNC);
  // isOnline 0: to orders that are there it means nothing, and no queue is opened for such a URL.
  await sql(
    `UPDATE "PayMode" m SET "payUrl" = v.url, "refundUrl" = v.url, "queryUrl" = v.url,
       "cancelUrl" = v.url, "isOnline" = 0
      FROM unnest($1::text[], $2::text[]) AS v (uuid, url) WHERE m.uuid = v.uuid`,
    [modes, urls],
  );
  await sql(
    `UPDATE "PayOrder" SET "dueAt" = now(), "orderExpiredAt" = CASE
       WHEN "clientPayNo" LIKE 'cancelled%' THEN now() - interval '1 second' ELSE "orderExpiredAt" END
      WHERE "merchantUUID" = $1 AND status = 'paying'`,
    [shop.merchantUUID],
  );
  gateway.worker.signal('SIGCONT');
}

/** Why this shop's orders were rescheduled, each reason once. */
async function reasonsOf(shop: Shop): Promise<string[]> {
  const rows = await sql(
    `SELECT DISTINCT detail->>'reason' AS reason FROM "TradeRecord"
      WHERE "merchantUUID" = $1 AND event IN ('notSent', 'unknown')`,
    [shop.merchantUUID],
  );
  return rows.map(({ reason }) => String(reason));
}

// Before the next, which leaves a queue for each of its connectors behind.
test('redirects are not followed from any of the five', async () => {
  const statuses = [300, 301, 302, 303, 305, 307, 308];
  const urls = statuses.map((status) => `${connector.url}/redirect/${status}`);
  const shop = await newShop(gateway);
  for (const url of urls) {
    expect(refusalProblem(await openWith(shop, url), { code: 9001 })).toBeNull();
  }
  await leadTo(shop, urls);
  await untilAll(shop, { lastOutcome: 'unknown', count: 4 * urls.length });
  const calls = connector.calls.filter(({ path }) => path.startsWith('/redirect/'));
  expect(new Set(calls.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
  expect((await reasonsOf(shop)).toSorted()).toEqual(statuses.map((status) => `HTTP ${status}`));
  expect(canary.visits()).toEqual([]);
}, 180_000);

const GUARD = /CONNECTOR_ALLOW|metadata|gateway itself|http or https|not a URL|credentials/;

test('none of them is called where a connector leads there by now: the orders wait, not sent', async () => {
  const shop = await newShop(gateway);
  await leadTo(shop, vectors);
  const rows = await untilAll(shop, { lastOutcome: 'notSent', count: 4 * vectors.length });
  const unsent = rows.filter(({ number }) => /^(sent|refund)/.test(String(number)));
  expect(unsent).toHaveLength(2 * vectors.length);
  // While a worker holds an order it counts as sent, in case the worker dies.
  const problems = rows.map((row) => {
    const isSent = unsent.includes(row) && row['sentAt'] !== null && row['leaseUntil'] === null;
    return isSent ? `${String(row['number'])} was sent` : null;
  });
  expect(tally.judge(problems)).toEqual([]);
  // It was the guard that said no: a call that failed by itself would have another reason.
  const reasons = await reasonsOf(shop);
  expect(reasons.length).toBeGreaterThan(10);
  expect(reasons.filter((reason) => !GUARD.test(reason))).toEqual([]);
  expect(canary.visits()).toEqual([]);
}, 180_000);
