import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { startApi, startLoneApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { parseCsv, unguarded } from '../support/csv.ts';
import { eventually } from '../support/eventually.ts';
import { fillOrders } from '../support/fill/fill-orders.ts';
import { operator } from '../support/gateway.ts';
import { refusalProblem } from '../support/refusal.ts';
import { createDatabase } from '../support/servers.ts';
import { newMerchant, sharedGateway, testServers } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
const API = '/api/v1.0.0';

/** An export as its bytes. */
async function download(path: string, token: string, url = gateway.url) {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${url}${API}/exports/${path}`, { headers });
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

/** What of a list's page and its export must be the same, by column heading. */
const column = (lines: readonly string[][], heading: string): string[] => {
  const at = (lines[0] ?? []).indexOf(heading);
  return lines.slice(1).map((cells) => cells[at] ?? 'no such column');
};

test('an export is the list as CSV: byte order mark, CRLF, headings in its language, yuan, a dated name, and the audit log says so', async () => {
  const shop = await newShop(gateway);
  const cash = await shop.open('cash');
  for (const [at, amount] of [5, 1230, 100_000_000].entries()) {
    await shop.pay(cash, `c${at}`, { amount });
  }
  const token = await merchantToken(shop.merchantUUID);
  const { response, bytes } = await download('payOrders?orderBy=createdAt', token);
  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toMatch(
    /^attachment; filename="payOrders-\d{4}-\d\d-\d\d\.csv"$/,
  );
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const text = new TextDecoder().decode(bytes);
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  const lines = parseCsv(text);
  expect(column(lines, 'Amount (yuan)')).toEqual(['0.05', '12.30', '1000000.00']);
  const { items } = (await shop.client.get('/payOrders?orderBy=createdAt')).body;
  const of = (field: string) => items.map((item: Record<string, unknown>) => item[field]);
  expect(column(lines, 'Payment number').map(unguarded)).toEqual(of('tractionNo'));
  expect(column(lines, 'Payment number').every((cell) => cell.startsWith("'1"))).toBe(true);
  expect(column(lines, 'Accepted')).toEqual(of('createdAt'));
  expect(column(lines, 'UUID')).toEqual(of('uuid'));

  const chinese = parseCsv(
    new TextDecoder().decode(
      (await download('payOrders?orderBy=createdAt&lang=zh&clientPayNo=c1', token)).bytes,
    ),
  );
  expect(column(chinese, '支付金额（元）')).toEqual(['12.30']);
  const admin = await operator(gateway);
  const said = `/auditRecords?merchantUUID=${shop.merchantUUID}&action=${encodeURIComponent('GET /exports/payOrders')}`;
  expect((await admin.get(said)).body.items).toMatchObject([
    { result: 'done', detail: { lang: 'zh', clientPayNo: 'c1' } },
    { result: 'done', detail: { orderBy: 'createdAt' } },
  ]);
});

test('whatever a text is, no spreadsheet runs it, and it is read back as it was', async () => {
  const shop = await newShop(gateway);
  const cash = await shop.open('cash');
  const dangerous = fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", '"', ',', '\n', '0', ' ');
  const some = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 });
  const digits = fc.stringMatching(/^\d{1,25}$/);
  const texts = fc
    .sample(
      fc.oneof(
        fc.tuple(dangerous, some).map(([a, b]) => a + b),
        some,
        digits,
      ),
      300,
    )
    .map((text) => text.replaceAll('\0', '').toWellFormed())
    .filter((text) => text !== '');
  const batchPayData = texts.map((payer, at) => ({
    ...payBody(shop.merchantUUID, { payModeUUID: cash, clientPayNo: `n${at}` }),
    payer,
  }));
  const { body } = await shop.client.post('/batchPay', { batchPayData });
  const wrong = body.batchPayResult.filter(
    ({ statusCode }: { statusCode: number }) => statusCode !== 200,
  );
  expect(wrong).toEqual([]);
  const answer = await shop.client.get('/exports/payOrders?orderBy=createdAt');
  const payers = column(parseCsv(answer.body), 'Payer');
  expect(payers.map(unguarded).toSorted()).toEqual(texts.toSorted());
  const runs = payers.filter((cell) => /^[=+\-@\t\r]/.test(cell));
  expect(runs).toEqual([]);
  const rounded = payers.filter((cell) => /^(?:\d{12,}|0\d+)$/.test(cell));
  expect(rounded).toEqual([]);
});

test('each list is exported whole, over its pages, with its own filters, and each merchant its own', async () => {
  const api = await startLoneApi(testServers());
  onTestFinished(api.stop);
  await fillOrders(api.databaseUrl, { orders: 6_000, shops: 3, open: 20 });
  const admin = createClient(api.url, await adminToken());
  for (const [list, table] of [
    ['payOrders', 'PayOrder'],
    ['refundOrders', 'RefundOrder'],
    ['tradeRecords', 'TradeRecord'],
  ] as const) {
    const [row] = await runSql<{ all: number; own: number }>(
      api.databaseUrl,
      `SELECT count(*)::int AS all, (count(*) FILTER (WHERE "merchantUUID" = 'shop0001'))::int AS own FROM "${table}"`,
    );
    const all = parseCsv((await admin.get(`/exports/${list}`)).body);
    expect([list, all.length]).toEqual([list, 1 + (row?.all ?? 0)]);
    expect(new Set(column(all, 'UUID')).size).toBe(row?.all);
    const named = parseCsv((await admin.get(`/exports/${list}?merchantUUID=shop0001`)).body);
    const shop = createClient(api.url, await merchantToken('shop0001'));
    const own = parseCsv((await shop.get(`/exports/${list}`)).body);
    expect(own).toEqual(named);
    expect(own.length).toBe(1 + (row?.own ?? 0));
    expect(new Set(column(own, 'Merchant'))).toEqual(new Set(['shop0001']));
  }
  const open = parseCsv((await admin.get('/exports/payOrders?status=paying')).body);
  expect(new Set(column(open, 'Status'))).toEqual(new Set(['paying']));
});

test('a merchant exports no audit records and no list of another, and a wrong parameter is refused as in the list', async () => {
  const shop = await newShop(gateway);
  for (const [path, code] of [
    ['auditRecords', 9403],
    [`payOrders?merchantUUID=${newMerchant()}`, 9403],
    ['payOrders?status=nothing', 9004],
    ['payOrders?limit=5', 9004],
    ['payOrders?lang=fr', 9004],
    ['payOrders?createdFrom=a%00b', 9004],
  ] as const) {
    const answer = await shop.client.get(`/exports/${path}`);
    expect([path, refusalProblem(answer, { code })]).toEqual([path, null]);
  }
  const admin = await operator(gateway);
  const refused = `/auditRecords?merchantUUID=${shop.merchantUUID}&result=9004`;
  const { detail } = (await admin.get(refused)).body.items[0];
  expect(detail).toEqual({ createdFrom: 'ab' });
  const audit = parseCsv((await admin.get('/exports/auditRecords?action=token')).body);
  expect(audit[0]).toContain('Who');
  expect(parseCsv((await shop.client.get('/exports/exceptions')).body)).toHaveLength(1);
});

test('more than a million rows are refused before a byte is sent', {
  timeout: 240_000,
}, async () => {
  const api = await startLoneApi(testServers());
  onTestFinished(api.stop);
  // They cost more than the rows, and say nothing here.
  await runSql(api.databaseUrl, 'DROP INDEX "AuditRecord_target_id_idx"');
  await runSql(api.databaseUrl, 'DROP INDEX "AuditRecord_merchantUUID_id_idx"');
  const insert = `INSERT INTO "AuditRecord" (uuid, actor, action, result, address, "requestId", detail)
    SELECT n::text, 'a', 'token', 'r', 'a', 'r', '{}' FROM generate_series(1, 1000001) n`;
  await runSql(api.databaseUrl, insert);
  const admin = createClient(api.url, await adminToken());
  const answer = await admin.get('/exports/auditRecords');
  expect(refusalProblem(answer, { code: 9413 })).toBeNull();
  const few = await admin.get('/exports/auditRecords?uuid=7');
  expect(parseCsv(few.body)).toHaveLength(2);
});

test('an export whose page cannot be read ends with a broken connection, never as if it were whole', async () => {
  const databaseUrl = await createDatabase(testServers());
  await fillOrders(databaseUrl, { orders: 40_000, shops: 3, open: 20 });
  const database = await startTcpProxy(databaseUrl);
  onTestFinished(database.close);
  const api = await startApi({ databaseUrl: database.url, redisUrl: '' });
  onTestFinished(api.stop);
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  onTestFinished(() => void socket.destroy());
  const token = await adminToken();
  // Of a version of HTTP in which the end of the connection is the end of an answer.
  socket.write(
    `GET ${API}/exports/tradeRecords HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  const [first] = (await once(socket, 'data')) as [Buffer];
  expect(String(first)).toMatch(/^HTTP\/1\.1 200 /);
  // It is sent as fast as it is read: by now nobody reads it, and most of it is not read from the database.
  socket.pause();
  await database.cut();
  socket.resume();
  const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNRESET');
  await eventually(
    async () => api.app.output(),
    (said) => said.includes('an export is cut off'),
  );
});
