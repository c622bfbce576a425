import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { readAnswers } from '../support/http-answers.ts';
import { heardUntilClosed } from '../support/raw-http.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { missingHeaders } from '../support/security-headers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { merchantToken } from '../support/tokens.ts';

/** Far longer than the gateway gives a request to arrive. */
const PATIENCE_MS = 60_000;
const DRIP_MS = 300;

const tally = openTally('slow connections');

let gateway: Gateway;
let shop: Shop;
let mode: string;
beforeAll(async () => {
  gateway = await startGateway(testServers());
  shop = await newShop(gateway);
  mode = await shop.open('cash');
});
afterAll(async () => {
  await gateway.stop();
});

async function open(): Promise<Socket> {
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

const HEAD = 'POST /api/v1.0.0/pay HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
const authorized = async () => `${HEAD}Authorization: Bearer ${await merchantToken('slow')}\r\n`;

/** What is said at once, and what is then said again and again. */
const SLOW: ReadonlyArray<readonly [string, () => Promise<string>, string]> = [
  ['nothing', async () => '', ''],
  ['a request line, letter by letter', async () => 'GET /', 'x'],
  ['one header after the other', async () => HEAD, 'X: y\r\n'],
  ['a header without end', async () => `${HEAD}X: `, 'y'],
  [
    'a body, letter by letter',
    async () => `${await authorized()}Content-Length: 9999\r\n\r\n{`,
    ' ',
  ],
  ['a body that never comes', async () => `${await authorized()}Content-Length: 9999\r\n\r\n`, ''],
  [
    'one chunk after the other',
    async () => `${await authorized()}Transfer-Encoding: chunked\r\n\r\n`,
    '1\r\n \r\n',
  ],
  [
    'chunks of which none is whole',
    async () => `${await authorized()}Transfer-Encoding: chunked\r\n\r\nfff\r\n`,
    ' ',
  ],
  ['empty lines', async () => '', '\r\n'],
];

/** What is wrong with how it was answered, or null. */
async function problemOf([what, begin, drip]: (typeof SLOW)[number]): Promise<string | null> {
  const sockets = await Promise.all(Array.from({ length: 20 }, open));
  for (const socket of sockets) socket.write(await begin());
  const drips = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write(drip);
  }, DRIP_MS);
  // A drip that crosses the server's end is answered by a reset.
  const heard = await Promise.all(sockets.map(heardUntilClosed));
  clearInterval(drips);
  const all = heard.map((bytes) => readAnswers(bytes));
  if (all.every(({ answers }) => answers.length === 0)) return `${what}: no answer at all`;
  const problems = all.flatMap(({ answers, rest }) => {
    return [
      rest,
      ...answers.flatMap(({ status, headers, text }) => [
        refusalProblem({ status, body: JSON.parse(text) }, { code: 9004 }),
        ...missingHeaders(headers),
      ]),
    ];
  });
  const problem = problems.find((one) => one !== null);
  return problem ? `${what}: ${problem}` : null;
}

test('whoever is slow is refused and let go, and keeps nobody else waiting', {
  timeout: PATIENCE_MS,
}, async () => {
  const slow = Promise.all(SLOW.map(problemOf));
  for (let at = 0; at < 20; at += 1) {
    expect((await shop.pay(mode, `beside ${at}`)).body.data.status).toBe('payed');
  }
  expect(tally.judge((await slow).flatMap((problem) => Array(20).fill(problem)))).toEqual([]);
});

const AT_ONCE = 8;
const ask = (path: string, ...headers: string[]) =>
  [`GET ${path} HTTP/1.1`, 'Host: x', ...headers, '', ''].join('\r\n');

test('eight requests at once on one connection are served in their order', async () => {
  const socket = await open();
  socket.write(
    ask('/health/ready').repeat(AT_ONCE - 1) + ask('/openapi.json', 'Connection: close'),
  );
  const { answers, rest } = readAnswers(await buffer(socket));
  expect(rest).toBeNull();
  expect(answers.map(({ status }) => status)).toEqual(Array(AT_ONCE).fill(200));
  expect(answers.at(-1)?.text).toContain('"openapi":"3.1.0"');
});

test('the ninth is refused, nothing of it is done, and the connection ends', async () => {
  const socket = await open();
  socket.write(ask('/health/ready').repeat(AT_ONCE + 1) + ask('/openapi.json').repeat(5));
  const { answers, rest } = readAnswers(await buffer(socket));
  expect(rest).toBeNull();
  expect(answers.map(({ status }) => status)).toEqual([...Array(AT_ONCE).fill(200), 503]);
  const { status, headers, text } = answers.at(-1) ?? {};
  expect(
    refusalProblem({ status: status ?? 0, body: JSON.parse(text ?? '') }, { code: 9503 }),
  ).toBeNull();
  expect(headers?.get('retry-after')).toMatch(/^[123]$/);
});

/** MiB of memory that the API takes. */
const roomOf = ({ api }: Gateway) =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(api.pid)])) / 1_024;

test.each(['/openapi.json', '/docs/json', '/docs/static/swagger-ui-bundle.js', '/nowhere'])(
  'who asks ten thousand times for %s and reads no answer takes no room for the answers',
  async (path) => {
    const before = roomOf(gateway);
    const sockets = await Promise.all(Array.from({ length: 10 }, open));
    for (const socket of sockets) {
      socket.pause();
      socket.write(ask(path).repeat(1_000));
    }
    for (let at = 0; at < 20; at += 1) {
      expect((await shop.pay(mode, `unread ${path} ${at}`)).body.data.status).toBe('payed');
    }
    expect(roomOf(gateway) - before).toBeLessThan(150);
    for (const socket of sockets) socket.destroy();
  },
);
