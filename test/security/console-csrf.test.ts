import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { CONSOLE_HEADERS, type ConsoleBrowser, logIn, openConsole } from '../support/console.ts';
import { expectRefusal } from '../support/refusal.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { fingerprintMerchant } from '../support/sql.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
const merchantUUID = newMerchant();
const { origin } = new URL(gateway.url);
const X = { 'x-payserver-console': '1' };

let browser: ConsoleBrowser;
beforeAll(async () => {
  browser = await logIn(gateway.url, await merchantToken(merchantUUID));
});

/** What other sites' pages, and what no page, can make a browser send. */
const FOREIGN: Readonly<Record<string, Record<string, string>>> = {
  'nothing of its own': {},
  'only the header': X,
  'only the site': { 'sec-fetch-site': 'same-origin' },
  'another value of the header': { 'x-payserver-console': 'true', 'sec-fetch-site': 'same-origin' },
  'cross-site': { ...X, 'sec-fetch-site': 'cross-site' },
  'same-site, a neighbour': { ...X, 'sec-fetch-site': 'same-site' },
  'none, typed into the address bar': { ...X, 'sec-fetch-site': 'none' },
  'cross-site with the right Origin': { ...X, 'sec-fetch-site': 'cross-site', origin },
  'no site, another Origin': { ...X, origin: 'https://evil.example' },
  'no site, the Origin of a sandboxed frame': { ...X, origin: 'null' },
  'no site, an Origin that only begins right': { ...X, origin: `${origin}.evil.example` },
  'no site, another port': { ...X, origin: 'http://127.0.0.1:1' },
};
const PATHS = ['/api/v1.0.0/payModes', '/api/v1.0.0/pay', '/login', '/logout'];

test.each(Object.keys(FOREIGN))('a request with %s changes nothing: 9403', async (what) => {
  const before = await fingerprintMerchant(gateway.databaseUrl, merchantUUID);
  for (const path of PATHS) {
    const answer = await browser.post(path, { name: 'forged' }, FOREIGN[what]);
    expectRefusal(answer, 9403, 'only');
    expect(answer.headers.getSetCookie()).toEqual([]);
  }
  expect(await fingerprintMerchant(gateway.databaseUrl, merchantUUID)).toEqual(before);
  expect((await browser.get('/api/v1.0.0/whoami')).status).toBe(200);
});

test.each([
  ['application/x-www-form-urlencoded', 'name=forged'],
  ['multipart/form-data; boundary=x', '--x\r\n\r\n--x--'],
  ['text/plain', '{"name":"forged"}'],
])('a form that another site sends as %s is refused', async (type, body) => {
  const headers = {
    cookie: browser.cookie(),
    'content-type': type,
    origin: 'https://evil.example',
  };
  for (const path of PATHS) {
    const init = { method: 'POST', headers, body };
    const answer = await fetch(`${gateway.url}/console${path}`, init);
    expect([path, answer.status]).toEqual([path, 403]);
    // Nor would it help if it could send everything else.
    const own = { ...init, headers: { ...headers, origin, ...CONSOLE_HEADERS } };
    const read = await fetch(`${gateway.url}/console${path}`, own);
    expect([path, read.status]).toEqual([path, 415]);
  }
});

test('the console itself passes, also in a browser that names no site but its Origin', async () => {
  for (const headers of [CONSOLE_HEADERS, { ...X, origin }]) {
    const answer = await browser.post('/api/v1.0.0/payModes', { name: 'x' }, headers);
    expect(answer.status).toBe(201);
  }
});

test('behind a proxy that changes the Host, the Origin of PUBLIC_URL passes and no other', async () => {
  const settings = { CONSOLE: '1', PUBLIC_URL: 'http://pay.example:8080' };
  const api = await startApi(gateway, settings);
  onTestFinished(async () => await api.stop());
  const token = await adminToken();
  const from = async (page: string) =>
    await openConsole(api.url).post('/login', { token }, { ...X, origin: page });
  expect((await from('http://pay.example:8080')).status).toBe(201);
  expect((await from(api.url)).status).toBe(201);
  expectRefusal(await from('http://pay.example'), 9403);
  expectRefusal(await from('http://evil.example:8080'), 9403);
});

test('methods that change are refused as a POST is', async () => {
  for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
    const headers = { cookie: browser.cookie(), origin: 'https://evil.example' };
    const answer = await fetch(`${gateway.url}/console/api/v1.0.0/payModes`, { method, headers });
    expect([method, answer.status >= 400]).toEqual([method, true]);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test('connectors tell their notices to the API itself: below /console there is no such route', async () => {
  for (const path of ['/payInfo/1/x', '/refundInfo/2/x']) {
    const answer = await browser.post(`/api/v1.0.0${path}`, { tractionNo: '1', ret: 'success' });
    expectRefusal(answer, 9003, 'no such route');
  }
});
