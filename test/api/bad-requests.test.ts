import { beforeAll, expect, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { cashier } from '../support/gateway.ts';
import { sendBytes } from '../support/raw-http.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
const BASE = '/api/v1.0.0';
const POSTS = [
  '/pay',
  '/closePay',
  '/batchPay',
  '/refund',
  '/batchRefund',
  '/payModes',
  '/payModes/nowhere',
];

let client: Client;
let authorization: string;
beforeAll(async () => {
  const merchantUUID = newMerchant();
  client = await cashier(gateway, merchantUUID);
  authorization = `Bearer ${await merchantToken(merchantUUID)}`;
});

/** Sends what `fetch` sends, and nothing that a client would add by itself. */
async function call(path: string, init: RequestInit & { duplex?: 'half' }) {
  const headers = new Headers(init.headers);
  headers.set('authorization', authorization);
  const response = await fetch(`${gateway.url}${BASE}${path}`, { ...init, headers });
  return { status: response.status, body: await response.json() };
}

test.each([
  ['nothing', ''],
  ['spaces', ' \n '],
  ['half of an object', '{"payer":'],
  ['two objects', '{}{}'],
  ['a comma too many', '{"payer":"A",}'],
  ['a comment', '{/* payer */}'],
  ['single quotes', "{'payer':'A'}"],
  ['a name without quotes', '{payer:"A"}'],
  ['NaN', '{"payAmount":NaN}'],
  ['a leading zero', '{"payAmount":07}'],
  ['hexadecimal', '{"payAmount":0x10}'],
  ['an unknown escape', String.raw`{"payer":"\x41"}`],
  ['a line break inside a text', '{"payer":"a\nb"}'],
  ['a form', 'payer=A&payAmount=1'],
  ['a hundred thousand brackets', '['.repeat(100_000)],
  ['a hundred thousand lists', '['.repeat(100_000) + ']'.repeat(100_000)],
  ['null', 'null'],
  ['true', 'true'],
  ['a number', '1'],
  ['a text', '"payer"'],
  ['a list', '[]'],
  ['an object nested 40 deep', '{"a":'.repeat(40) + '1' + '}'.repeat(40)],
])('a body that is %s is a 400 with 9004 on every POST route', async (_what, body) => {
  for (const path of POSTS) {
    const answer = await client.postRaw(path, body);
    expect([path, refusalProblem(answer, { code: 9004 })]).toEqual([path, null]);
  }
});

test('bytes that are no UTF-8 are refused: read loosely, two numbers could become one', async () => {
  const quote = Buffer.from('{"clientPayNo":"');
  const bytes = [[0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xf8, 0x88], [0xc0, 0x80]];
  for (const wrong of bytes) {
    const body = Buffer.concat([quote, Buffer.from(wrong), Buffer.from('"}')]);
    const answer = await client.postRaw('/pay', body);
    expect(refusalProblem(answer, { code: 9004, field: 'the body' })).toBeNull();
  }
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'json', 'a/'])(
  'a body whose content type is %s is a 415 with 9004, whatever is in it',
  async (type) => {
    for (const path of POSTS) {
      const answer = await client.postRaw(path, '{}', { 'content-type': type });
      const expected = { code: 9004, status: 415 };
      expect([path, refusalProblem(answer, expected)]).toEqual([path, null]);
    }
  },
);

test('a POST without any body is a 400 with 9004', async () => {
  for (const path of POSTS) {
    const answer = await call(path, { method: 'POST' });
    expect([path, refusalProblem(answer, { code: 9004 })]).toEqual([path, null]);
  }
});

const KIB = 2 ** 10;

test.each([
  ['/pay', 256 * KIB],
  ['/refund', 256 * KIB],
  ['/payModes', 256 * KIB],
  ['/batchPay', 1_000 * 8 * KIB],
  ['/batchRefund', 1_000 * 8 * KIB],
])(
  'POST %s: a body of more than %d bytes is a 413 with 9413, announced or not',
  async (path, limit) => {
    const head = [
      `POST ${BASE}${path} HTTP/1.1`,
      'host: test',
      'content-type: application/json',
      `authorization: ${authorization}`,
    ];
    // Refused by its announced length alone: a client that went on writing might meet the closed
    // connection before it reads the answer.
    const announced = [...head, `content-length: ${limit + 1}`, '', ''].join('\r\n');
    expect(refusalProblem(await sendBytes(gateway.url, announced), { code: 9413 })).toBeNull();
    const size = (limit + 1).toString(16);
    const chunked = [...head, 'transfer-encoding: chunked', '', size, 'x'.repeat(limit + 1)];
    const answer = await sendBytes(gateway.url, chunked.join('\r\n'));
    expect(refusalProblem(answer, { code: 9413 })).toBeNull();
  },
);

test('routes and methods that do not exist are a 404 with 9003', async () => {
  const requests = [
    ...['/nowhere', '/', '', '/PAY', '/pay/', '/payModes/a/nowhere', '/payOrders/a/payModes'].map(
      (path) => ['GET', path] as const,
    ),
    ...['/pay', '/refund', '/batchPay', '/batchRefund', '/registerPayModeTemplate'].map(
      (path) => ['GET', path] as const,
    ),
    ...[
      '/payOrders',
      '/refundOrders',
      '/tradeRecords',
      '/payModeTemplates',
      '/listAllPayModes',
    ].map((path) => ['POST', path] as const),
    ...['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'REPORT'].map((method) => [method, '/pay'] as const),
    ...['PUT', 'DELETE'].map((method) => [method, '/payModes/a'] as const),
  ];
  for (const [method, path] of requests) {
    const answer = await call(path, { method });
    expect([method, path, refusalProblem(answer, { code: 9003 })]).toEqual([method, path, null]);
  }
});

test('a path that can be no id is a 404 with 9003', async () => {
  const ids = ['%00', '%0a', "'", '..%2f..', '%C3%A4', 'a%20b', 'x'.repeat(65)];
  for (const id of [...ids, 'x'.repeat(5_000)]) {
    for (const list of ['payModes', 'payOrders', 'refundOrders', 'tradeRecords']) {
      const answer = await client.get(`/${list}/${id}`);
      expect([id, refusalProblem(answer, { code: 9003 })]).toEqual([id, null]);
    }
  }
});

test('a path whose escapes mean nothing is a 400 with 9004', async () => {
  for (const path of ['/payModes/%zz', '/payModes/%', '/%c3%28', '/payOrders/%ed%a0%80']) {
    const answer = await client.get(path);
    expect([path, refusalProblem(answer, { code: 9004 })]).toEqual([path, null]);
  }
});

const head = (...lines: string[]) => `${[...lines, 'Connection: close', '', ''].join('\r\n')}`;

test.each([
  ['no HTTP at all', 'GARBAGE\r\n\r\n', 9004],
  ['a TLS greeting', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 9004],
  ['an unknown version', head('GET / HTTP/3.7'), 9004],
  ['a header without a name', head('GET / HTTP/1.1', 'Host: a', ': b'), 9004],
  [
    'two different lengths',
    head('POST / HTTP/1.1', 'Content-Length: 1', 'Content-Length: 2'),
    9004,
  ],
  [
    'a length and chunks',
    head('POST / HTTP/1.1', 'Content-Length: 1', 'Transfer-Encoding: chunked'),
    9004,
  ],
  ['headers of 100 KiB', head('GET / HTTP/1.1', `X: ${'x'.repeat(100_000)}`), 9413],
  ['CONNECT', head('CONNECT pay.example:443 HTTP/1.1', 'Host: a'), 9004],
  ['an expectation', head('GET / HTTP/1.1', 'Host: a', 'Expect: 200-maybe'), 9004],
  ['no host', head('GET /nothing HTTP/1.1'), 9003],
])(
  '%s on the port is answered in the same words as everything else',
  async (_what, bytes, code) => {
    const answer = await sendBytes(gateway.url, Buffer.from(bytes, 'latin1'));
    expect(refusalProblem(answer, { code })).toBeNull();
  },
);

test('after all of that the gateway still serves', async () => {
  expect((await client.get('/payModes')).status).toBe(200);
  expect((await client.get('/health/ready')).status).toBe(200);
});
