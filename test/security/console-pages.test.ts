import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';

const gateway = sharedGateway();
const ASSETS = new URL('../../apps/console/dist/assets/', import.meta.url);
/** A file as the build makes them, with its compressed forms beside it. */
const NAME = `test-${randomBytes(6).toString('hex')}.js`;
const SOURCE = `console.log(${JSON.stringify('x'.repeat(5_000))});`;

beforeAll(() => {
  writeFileSync(new URL(NAME, ASSETS), SOURCE);
  writeFileSync(new URL(`${NAME}.br`, ASSETS), brotliCompressSync(SOURCE));
  writeFileSync(new URL(`${NAME}.gz`, ASSETS), gzipSync(SOURCE));
});
afterAll(() => {
  for (const end of ['', '.br', '.gz']) rmSync(new URL(NAME + end, ASSETS), { force: true });
});

/** Asks for exactly this path, without what fetch makes of it. */
async function ask(path: string, method = 'GET') {
  const { hostname, port } = new URL(gateway.url);
  const asked = request({ hostname, port, path, method, agent: false }).end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
}

const nonceIn = (html: string) => /<meta name="csp-nonce" content="([^"]+)">/.exec(html)?.[1] ?? '';

test('the page has a strict policy, which only its own nonce opens for styles', async () => {
  const response = await fetch(`${gateway.url}/console/`);
  const html = await response.text();
  const nonce = nonceIn(html);
  expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(response.headers.get('content-security-policy')).toBe(
    `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; ` +
      "font-src 'self'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
  );
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(html).toContain('<head><base href="/console/">');
  expect(html).toContain('<meta name="payserver-api" content="/console/api/v1.0.0">');
  // Nothing in the page needs more than that.
  expect(html.match(/<script(?![^>]* src=)/g)).toBeNull();
  expect(html).not.toMatch(/ style=| on\w+=|<style/);
});

test.each([
  '/',
  '/login',
  '/payments',
  '/payments/abc.def',
  '/search?q=1',
  '/index.html',
  '/a/b/c',
])('%s is the page, never stored, each time with another nonce', async (path) => {
  const pages = [
    await fetch(`${gateway.url}/console${path}`),
    await fetch(`${gateway.url}/console${path}`),
  ];
  const nonces = await Promise.all(pages.map(async (page) => nonceIn(await page.text())));
  expect(new Set(nonces).size).toBe(2);
  expect(nonces.every((nonce) => nonce.length > 20)).toBe(true);
  for (const { status, headers } of pages) {
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
  }
});

test('/console leads to /console/', async () => {
  const answer = await fetch(`${gateway.url}/console`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/console/']);
});

test('below ROUTE_PREFIX everything is below it, and nothing beside it', async () => {
  const api = await startApi(gateway, { CONSOLE: '1', ROUTE_PREFIX: '/payServer' });
  onTestFinished(async () => await api.stop());
  const answer = await fetch(`${api.url}/payServer/console`, { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('/payServer/console/');
  const html = await (await fetch(`${api.url}/payServer/console/payments`)).text();
  expect(html).toContain('<base href="/payServer/console/">');
  expect(html).toContain('content="/payServer/console/api/v1.0.0"');
  const asset = await fetch(`${api.url}/payServer/console/assets/${NAME}`);
  expect(asset.status).toBe(200);
  const options = await (await fetch(`${api.url}/payServer/console/options`)).json();
  expect(options).toMatchObject({ prefix: '/payServer', oidc: null });
  expect((await fetch(`${api.url}/console/`)).status).toBe(404);
});

test('a file that is named by its content may be stored for a year', async () => {
  const plain = await ask(`/console/assets/${NAME}`);
  expect([plain.status, plain.body]).toEqual([200, SOURCE]);
  expect(plain.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': expect.stringMatching(/^(?:text|application)\/javascript/),
    vary: 'accept-encoding',
    'x-content-type-options': 'nosniff',
  });
});

test.each([
  ['br', 'br, gzip'],
  ['gzip', 'gzip, deflate'],
  [null, 'identity'],
])('it is sent as %s to who takes %s', async (encoding, accepted) => {
  const headers = { 'accept-encoding': accepted };
  const response = await fetch(`${gateway.url}/console/assets/${NAME}`, { headers });
  expect(response.headers.get('content-encoding')).toBe(encoding);
  expect(response.headers.get('content-type')).toMatch(/javascript/);
  const bytes = Number(response.headers.get('content-length'));
  expect(bytes < SOURCE.length).toBe(encoding !== null);
  expect(await response.text()).toBe(SOURCE);
});

test.each([
  '/assets/nothing.js',
  '/assets/',
  '/assets/index.html',
  '/assets/..%2findex.html',
  '/assets/%2e%2e/index.html',
  '/assets/..%5cindex.html',
  '/assets/../../package.json',
  '/assets/..%2f..%2fpackage.json',
  '/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fetc%2fpasswd',
  '/assets//etc/passwd',
  '/assets/%00',
  '/assets/.%00/x',
  '/api/v1.0.0/nothing',
  '/api/v1/whoami',
  '/api/',
])('GET %s is no file: refused, and never the page', async (path) => {
  const answer = await ask(`/console${path}`);
  expect([400, 404]).toContain(answer.status);
  expect(answer.headers['cache-control']).toBe('no-store');
  const body = JSON.parse(answer.body) as { code: number };
  expect([9003, 9004]).toContain(body.code);
});

test.each([
  '/../package.json',
  '/..%2fpackage.json',
  '/%2e%2e/%2e%2e/.env',
  '/.env',
  '/index.html.br',
])('GET %s is the page: nothing beside the console is ever served', async (path) => {
  const answer = await ask(`/console${path}`);
  expect(answer.body).toMatch(/^<!doctype html>/i);
  expect(answer.body).toContain('csp-nonce');
});

test('what lies beside the page is served, and asked for anew each time', async () => {
  const others = readdirSync(new URL('../', ASSETS)).filter((name) => name.endsWith('.md'));
  expect(others).toContain('licences.md');
  const response = await fetch(`${gateway.url}/console/licences.md`);
  expect([response.status, response.headers.get('cache-control')]).toEqual([
    200,
    'public, max-age=0',
  ]);
});

test.each(['/console/', '/console/payments', `/console/assets/${NAME}`, '/console/options'])(
  'HEAD %s says what GET would, without a body',
  async (path) => {
    const [head, get] = [await ask(path, 'HEAD'), await ask(path)];
    expect([head.status, head.body]).toEqual([200, '']);
    for (const name of ['content-type', 'cache-control', 'content-length']) {
      expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
    }
  },
);

test('what is no reading is no page', async () => {
  for (const path of ['/', '/payments', `/assets/${NAME}`]) {
    const response = await fetch(`${gateway.url}/console${path}`, { method: 'POST' });
    const answer = { status: response.status, body: await response.json() };
    expectRefusal(answer, 9003);
  }
});

test('the front page and /docs are what they were', async () => {
  const about = await (await fetch(gateway.url)).json();
  expect(about).toMatchObject({ name: 'PayServer', docs: { href: `${gateway.url}/docs` } });
  const html = await (await fetch(`${gateway.url}/docs/`)).text();
  expect(html).toContain('swagger');
  const description = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as {
    paths: object;
  };
  expect(Object.keys(description.paths).filter((path) => path.includes('console'))).toEqual([]);
});
