import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { findBrowser, startBrowser } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { noticeUrl } from '../support/notice-url.ts';
import { sendBytes } from '../support/raw-http.ts';
import { refusalProblem } from '../support/refusal.ts';
import { missingHeaders } from '../support/security-headers.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { merchantToken } from '../support/tokens.ts';

const BASE = '/api/v1.0.0';
const KEEP_ALIVE_MS = 2_000;

let api: ApiProcess;
let shop: Shop;
let token: string;
let cash: string;
/** Whose pages may call, and whose may not. */
let [friend, stranger]: Server[] = [];
const originOf = (server: Server | undefined) => {
  const address = server?.address() as AddressInfo | undefined;
  return `http://127.0.0.1:${address?.port}`;
};

/** An origin whose page is empty. */
async function startOrigin(): Promise<Server> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<title>till</title>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

beforeAll(async () => {
  [friend, stranger] = [await startOrigin(), await startOrigin()];
  api = await startApi(sharedGateway(), {
    CORS_ORIGINS: `https://till.example, ${originOf(friend)}`,
    KEEP_ALIVE_MS: String(KEEP_ALIVE_MS),
  });
  shop = await newShop({ ...sharedGateway(), url: api.url });
  token = await merchantToken(shop.merchantUUID);
  cash = await shop.open('cash');
});
afterAll(async () => {
  await api?.stop();
  for (const server of [friend, stranger]) server?.close();
});

/** What it says to exactly this request. */
async function ask(request: string, ...headers: string[]) {
  const lines = [`${request} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''];
  return await sendBytes(api.url, lines.join('\r\n'));
}
const corsOf = (headers: Headers) =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith('access-control')));
const PREFLIGHT = [
  'Access-Control-Request-Method: POST',
  'Access-Control-Request-Headers: authorization,content-type,prefer',
];

test('a page of an origin in CORS_ORIGINS reads in the preflight what it may do', async () => {
  const response = await fetch(`${api.url}${BASE}/pay`, {
    method: 'OPTIONS',
    headers: { origin: 'https://till.example', 'access-control-request-method': 'POST' },
  });
  expect([response.status, await response.text()]).toEqual([204, '']);
  expect(corsOf(response.headers)).toEqual({
    'access-control-allow-origin': 'https://till.example',
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': 'authorization, content-type, prefer',
    'access-control-expose-headers': 'retry-after, preference-applied',
    'access-control-max-age': '600',
  });
  expect(missingHeaders(response.headers)).toEqual([]);
});

test('it may read every answer, refusals included', async () => {
  const origin = `Origin: ${originOf(friend)}`;
  const asCashier = `Authorization: Bearer ${token}`;
  const answers = [
    await ask(`GET ${BASE}/payModes`, origin, asCashier),
    await ask(`GET ${BASE}/payModes`, origin),
    await ask(`GET ${BASE}/payOrders/nowhere`, origin, asCashier),
    await ask(`POST ${BASE}/pay`, origin, asCashier, 'Content-Length: 0'),
    await ask('GET /nowhere', origin),
    await ask('GET /health/ready', origin),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 400, 404, 200]);
  for (const { headers } of answers) {
    expect(headers.get('access-control-allow-origin')).toBe(originOf(friend));
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    expect(headers.get('vary')).toMatch(/origin/i);
    expect(missingHeaders(headers)).toEqual([]);
  }
});

test.each([
  'https://evil.example',
  'https://till.example.evil.example',
  'http://till.example',
  'null',
])('a page of %s gets no CORS header, and its preflight is no route', async (origin) => {
  const answers = [
    await ask(`OPTIONS ${BASE}/pay`, `Origin: ${origin}`, ...PREFLIGHT),
    await ask(`GET ${BASE}/payModes`, `Origin: ${origin}`, `Authorization: Bearer ${token}`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 200]);
  expect(answers.map(({ headers }) => corsOf(headers))).toEqual([{}, {}]);
});

/** What a page of this origin reads of a payment and of a refusal. */
async function payInBrowser(origin: string, executable: string): Promise<unknown> {
  const browser = await startBrowser(executable);
  try {
    const page = await browser.newPage();
    await page.goto(origin);
    const body = payBody(shop.merchantUUID, {
      payModeUUID: cash,
      clientPayNo: `browser-${newMerchant()}`,
    });
    return await page.evaluate(
      async ({ url, authorization, json }) => {
        const call = async (headers: Record<string, string>) => {
          const init = { method: 'POST', headers: { ...headers, prefer: 'wait=5' }, body: json };
          const response = await fetch(url, init);
          const said = (await response.json()) as { code?: number; data?: { status: string } };
          return [response.status, said.code ?? said.data?.status];
        };
        const type = { 'content-type': 'application/json' };
        try {
          return [await call({ ...type, authorization }), await call(type)];
        } catch (error) {
          return (error as Error).message;
        }
      },
      {
        url: `${api.url}${BASE}/pay`,
        authorization: `Bearer ${token}`,
        json: JSON.stringify(body),
      },
    );
  } finally {
    await browser.close();
  }
}

const executable = findBrowser();
test.skipIf(executable === null)(
  'in a real browser a page of an allowed origin pays, and one of another cannot even ask',
  { timeout: 120_000 },
  async () => {
    expect(await payInBrowser(originOf(friend), executable ?? '')).toEqual([
      [200, 'payed'],
      [401, 9401],
    ]);
    expect(await payInBrowser(originOf(stranger), executable ?? '')).toMatch(/fetch/i);
  },
);

const HEALTH = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';

/** A connection on which one request was answered; the answer's headers. */
async function openIdle(url: string): Promise<{ socket: Socket; head: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(HEALTH);
  const [head] = (await once(socket, 'data')) as [Buffer];
  return { socket, head: head.toString() };
}

test('an idle connection stays open for KEEP_ALIVE_MS, and a header says so', async () => {
  const { socket, head } = await openIdle(api.url);
  const since = performance.now();
  expect(head).toMatch(/\r\nkeep-alive: timeout=2\r\n/i);
  await once(socket, 'close');
  expect(performance.now() - since).toBeGreaterThan(KEEP_ALIVE_MS - 100);
});

test('by default for longer than the balancers of the big clouds keep theirs, which is 600 s', async () => {
  const { socket, head } = await openIdle(sharedGateway().url);
  socket.destroy();
  const [, seconds] = /\r\nkeep-alive: timeout=(\d+)\r\n/i.exec(head) ?? [];
  expect(Number(seconds)).toBeGreaterThan(600);
});

const ENCODED = ['gzip', 'x-gzip', 'deflate', 'br', 'zstd', 'GZIP', 'identity, gzip'];
test('a compressed body is a 415 that says so and what is taken, before anything is done', async () => {
  const body = await promisify(gzip)(
    JSON.stringify(payBody(shop.merchantUUID, { payModeUUID: 'x', clientPayNo: 'zipped' })),
  );
  const notice = new URL(noticeUrl(api.url, 'pay', '1'.repeat(20)));
  for (const encoding of ENCODED) {
    for (const path of [`${BASE}/pay`, `${BASE}/batchPay`, `${BASE}/refund`, notice.pathname]) {
      const headers = { 'content-encoding': encoding };
      const answer = await shop.client.postRaw(path, body, headers);
      const expected = { code: 9004, status: 415, field: 'content-encoding:' };
      expect([path, refusalProblem(answer, expected)]).toEqual([path, null]);
      expect(answer.headers.get('accept-encoding')).toBe('identity');
    }
  }
  const plain = await shop.client.post(
    '/payModes',
    { name: 'x' },
    { 'content-encoding': 'identity' },
  );
  expect(plain.status).toBe(201);
});

interface Line {
  readonly msg: string;
  readonly route?: string;
  readonly requestId?: string;
}
/** The lines of its log about requests that hold this text. */
async function linesWith(text: string, count: number): Promise<Line[]> {
  const read = async () =>
    api.app
      .output()
      .split('\n')
      .filter((line) => line.includes(text) && /"msg":"(request|order of a batch)"/.test(line))
      .map((line) => JSON.parse(line) as Line);
  return await eventually(read, (lines) => lines.length >= count);
}

test('a payment is found in the log of requests by its number, the till’s or ours, and by its merchant', async () => {
  const { merchantUUID, client } = shop;
  const mode = await shop.openOwn();
  const clientPayNo = `log-${newMerchant()}`;
  const { tractionNo, uuid } = (await shop.pay(mode, clientPayNo)).body.data;
  await client.get(`/payOrders?clientPayNo=${clientPayNo}`);
  await client.get(`/payOrders/${uuid}`);
  await client.post('/refund', {
    payTractionNo: tractionNo,
    clientRefundNo: `back-${clientPayNo}`,
  });
  await client.post(new URL(noticeUrl(api.url, 'pay', tractionNo)).pathname, { ret: 'running' });
  await shop.pay(mode, clientPayNo, { amount: 7 });

  const byClient = await linesWith(`"clientPayNo":"${clientPayNo}"`, 4);
  const routes = byClient.map(({ route }) => route?.replace(BASE, ''));
  expect(routes).toEqual(['/pay', '/payOrders', '/payOrders/:uuid', '/pay']);
  expect(byClient[0]).toMatchObject({ merchantUUID, clientPayNo, tractionNo, statusCode: 200 });
  expect(byClient[3]).toMatchObject({ merchantUUID, clientPayNo, statusCode: 409 });

  const byOurs = await linesWith(`ractionNo":"${tractionNo}"`, 4);
  expect(byOurs.map(({ route }) => route?.replace(BASE, ''))).toEqual([
    ...['/pay', '/payOrders/:uuid', '/refund', '/payInfo/:tractionNo/:token'],
  ]);
  expect(byOurs[2]).toMatchObject({
    merchantUUID,
    payTractionNo: tractionNo,
    clientRefundNo: `back-${clientPayNo}`,
    tractionNo: expect.stringMatching(/^2\d{19}$/),
  });
  const ofNotice = noticeUrl(api.url, 'pay', tractionNo).split('/').at(-1) ?? '';
  expect(api.app.output()).not.toContain(ofNotice);
});

test('so is every payment of a batch, under the request that brought it', async () => {
  const { merchantUUID, client } = shop;
  const name = `batch-${newMerchant()}`;
  const batchPayData = [1, 2, 3].map((at) =>
    payBody(merchantUUID, { payModeUUID: cash, clientPayNo: `${name}-${at}` }),
  );
  const { body } = await client.post('/batchPay', { batchPayData });
  const lines = await linesWith(name, 3);
  expect(lines).toMatchObject(
    body.batchPayResult.map((element: { clientPayNo: string; body: { data: object } }) => ({
      merchantUUID,
      clientPayNo: element.clientPayNo,
      tractionNo: (element.body.data as { tractionNo: string }).tractionNo,
    })),
  );
  expect(new Set(lines.map(({ requestId }) => requestId)).size).toBe(1);
});

test('what is no number of an order is not copied from a request that was refused', async () => {
  const mark = `mark${newMerchant()}`;
  const odd = [{ [mark]: 1 }, [mark], `${mark}${'x'.repeat(64)}`];
  for (const clientPayNo of odd) await shop.client.post('/pay', { clientPayNo });
  const barcode = '134567890123456789';
  await shop.client.post('/pay', { clientPayNo: barcode });
  await createClient(api.url, null).get(`/payOrders?clientPayNo=${mark}-${'x'.repeat(64)}`);
  await linesWith('***6789', 1);
  expect(api.app.output()).not.toContain(mark);
  expect(api.app.output()).not.toContain(barcode);
});
