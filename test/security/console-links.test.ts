import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { openConsole } from '../support/console.ts';
import { consoleCode } from '../support/console-code.ts';
import { operator } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';

const gateway = sharedGateway();
const MINUTE_MS = 60_000;

async function use(code: string, headers?: Record<string, string>) {
  const browser = openConsole(gateway.url);
  const all = { 'x-payserver-console': '1', 'sec-fetch-site': 'same-origin', ...headers };
  return { browser, answer: await browser.post('/login', { code }, all) };
}

test('a one-time link logs an administrator in who is called local', async () => {
  const { browser, answer } = await use(consoleCode());
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    subject: 'local',
    role: 'admin',
    scope: 'all',
    merchantUUID: null,
    session: { via: 'link' },
  });
  expect((await browser.get('/api/v1.0.0/whoami')).body).toMatchObject({ subject: 'local' });
  const { uuid } = answer.body.session;
  const { items } = (await (await operator(gateway)).get(`/auditRecords?target=${uuid}`)).body;
  expect(items).toMatchObject([{ actor: 'local', action: 'POST /console/login', result: 'done' }]);
});

test('it works once, also when it is used twenty times at the same moment', async () => {
  const code = consoleCode();
  const answers = await Promise.all(Array.from({ length: 20 }, async () => await use(code)));
  const statuses = answers.map(({ answer }) => answer.status).toSorted((a, b) => a - b);
  expect(statuses).toEqual([201, ...Array<number>(19).fill(401)]);
  const late = (await use(code)).answer;
  expectRefusal(late, 9401, 'this link');
  expect(late.headers.getSetCookie()).toEqual([]);
});

test('it works for five minutes', async () => {
  expect((await use(consoleCode(Date.now() - 4 * MINUTE_MS))).answer.status).toBe(201);
  expectRefusal((await use(consoleCode(Date.now() - 6 * MINUTE_MS))).answer, 9401, 'this link');
});

const [end = '', nonce = '', seal = ''] = consoleCode().split('.');
const later = (Date.now() + 60 * MINUTE_MS).toString(36);
test.each([
  ['another secret', consoleCode(Date.now(), 'another-secret-of-at-least-32-bytes')],
  ['a later end', [later, nonce, seal].join('.')],
  ['another nonce', [end, 'A'.repeat(22), seal].join('.')],
  ['another seal', [end, nonce, 'A'.repeat(43)].join('.')],
  ['no seal', [end, nonce, ''].join('.')],
  ['no nonce', [end, '', seal].join('.')],
  ['a part too many', [end, nonce, seal, ''].join('.')],
  ['nothing of it', 'x'],
])('one with %s opens nothing', async (_what, code) => {
  expectRefusal((await use(code)).answer, 9401, 'this link');
});

test.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
  'through a proxy, which says %s, it does not work, and is not used up',
  async (name) => {
    const code = consoleCode();
    expectRefusal((await use(code, { [name]: '203.0.113.7' })).answer, 9403, 'a one-time');
    const options = await openConsole(gateway.url).get('/options', { [name]: '203.0.113.7' });
    expect(options.body.links).toBe(false);
    expect((await use(code)).answer.status).toBe(201);
  },
);

const elsewhere = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

test('from an address that is not loopback it does not work', async ({ skip }) => {
  if (elsewhere === undefined) skip('this machine has loopback only');
  const api = await startApi(gateway, { CONSOLE: '1', HOST: '0.0.0.0' });
  onTestFinished(async () => await api.stop());
  const far = openConsole(api.url.replace('127.0.0.1', elsewhere ?? ''));
  expectRefusal(await far.post('/login', { code: consoleCode() }), 9403, 'a one-time');
  expect((await far.get('/options')).body.links).toBe(false);
  const near = openConsole(api.url);
  expect((await near.post('/login', { code: consoleCode() })).status).toBe(201);
});

test('the log-in page hears that links are possible on this machine', async () => {
  expect((await openConsole(gateway.url).get('/options')).body).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    timeZone: 'Asia/Shanghai',
    oidc: null,
    links: true,
    prefix: '',
  });
});
