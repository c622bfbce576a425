import { expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { sendBytes } from '../support/raw-http.ts';
import { refusalProblem } from '../support/refusal.ts';
import { missingHeaders } from '../support/security-headers.ts';
import { newMerchant, sharedGateway } from '../support/shared-gateway.ts';
import { merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
const token = await merchantToken(newMerchant());
const API = '/api/v1.0.0';

/** What the server says to exactly this request. */
async function ask(request: string, ...headers: string[]) {
  return await sendBytes(
    gateway.url,
    [`${request} HTTP/1.1`, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n'),
  );
}
const asCashier = `Authorization: Bearer ${token}`;

test.each<readonly [string, number, string[]]>([
  [`GET ${API}/payModes`, 200, [asCashier]],
  [`GET ${API}/payOrders/nowhere`, 404, [asCashier]],
  [`GET ${API}/payModes`, 401, []],
  [`POST ${API}/pay`, 415, [asCashier, 'Content-Type: text/plain', 'Content-Length: 0']],
  [`POST ${API}/pay`, 413, [asCashier, 'Content-Type: application/json', 'Content-Length: 999999']],
  ['GET /nowhere', 404, []],
  ['GET /%zz', 400, []],
  [`GET ${API}/payModes/${'x'.repeat(500)}`, 404, [asCashier]],
  ['GET /health/live', 200, []],
  ['GET /health/ready', 200, []],
  ['GET /openapi.json', 200, []],
  ['CONNECT pay.example:443', 400, []],
  ['GET /', 400, ['Expect: something']],
  ['GET /', 400, ['no colon']],
  ['GET /', 413, [`X: ${'x'.repeat(100_000)}`]],
])(
  '%s (%d) says that it is no page, and that no cache may store it',
  async (request, status, headers) => {
    const answer = await ask(request, ...headers);
    expect(answer.status).toBe(status);
    expect(missingHeaders(answer.headers)).toEqual([]);
  },
);

test('the reference is a page: it has a policy of its own, and nobody may frame it either', async () => {
  for (const path of ['/docs', '/docs/', '/docs/static/index.html']) {
    const { status, headers } = await fetch(`${gateway.url}${path}`);
    expect([path, status]).toEqual([path, 200]);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

const ORIGIN = 'Origin: https://evil.example';
test('pages of other origins are allowed nothing: no CORS, with or without a preflight', async () => {
  const answers = [
    await ask(`GET ${API}/payModes`, asCashier, ORIGIN),
    await ask(`GET ${API}/payModes`, ORIGIN),
    await ask(`OPTIONS ${API}/pay`, ORIGIN, 'Access-Control-Request-Method: POST'),
    await ask('OPTIONS *', ORIGIN, 'Access-Control-Request-Method: POST'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404, 404]);
  const names = answers.flatMap(({ headers }) => [...headers.keys()]);
  expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('no answer says what the server is made of', async () => {
  for (const path of ['/health/live', `${API}/payModes`, '/nowhere']) {
    const { headers } = await ask(`GET ${path}`);
    expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null]);
  }
});

const UNDOCUMENTED = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'LINK'];
test.each(UNDOCUMENTED)('%s is served on no path', async (method) => {
  for (const path of ['/pay', '/payOrders', '/payModes/x', '/registerPayModeTemplate']) {
    const answer = await ask(`${method} ${API}${path}`, asCashier, 'Content-Length: 0');
    expect([path, refusalProblem(answer, { code: 9003 })]).toEqual([path, null]);
    expect(answer.body.message).toBe('no such route');
  }
});

test('a method in a header or in the query is not taken for one', async () => {
  const overrides = [
    'X-HTTP-Method-Override: POST',
    'X-HTTP-Method: POST',
    'X-Method-Override: POST',
  ];
  const answer = await ask(`GET ${API}/pay?_method=POST`, asCashier, ...overrides);
  expect(refusalProblem(answer, { code: 9003 })).toBeNull();
});

test('HEAD tells a stranger no more than GET does', async () => {
  const url = `${gateway.url}${API}/payModes`;
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(401);
  const headers = { authorization: `Bearer ${token}` };
  expect((await fetch(url, { method: 'HEAD', headers })).status).toBe(200);
  expect((await createClient(gateway.url, token).get('/payModes')).status).toBe(200);
});
