import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Client, createClient } from '../support/client.ts';
import { startConnector } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusal.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { merchantToken } from '../support/tokens.ts';

const PREFIX = '/payServer';
const PUBLIC_URL = 'https://pay.example';
const API = `${PUBLIC_URL}${PREFIX}/api/v1.0.0`;

let gateway: Gateway;
let shop: Shop;

beforeAll(async () => {
  gateway = await startGateway(testServers(), { ROUTE_PREFIX: PREFIX, PUBLIC_URL });
  shop = await newShop({ ...gateway, url: `${gateway.url}${PREFIX}` });
});
afterAll(async () => await gateway.stop());

/** The shop's cashier, whose paths begin after this origin and prefix. */
async function at(origin: string): Promise<Client> {
  return createClient(origin, await merchantToken(shop.merchantUUID));
}

/** Every href inside an answer that leads to this API; a merchant's lives in its own system. */
function hrefsIn(value: unknown, name = ''): string[] {
  if (typeof value !== 'object' || value === null || name === 'merchant') return [];
  return Object.entries(value).flatMap(([key, child]) =>
    (key === 'href' || key === 'next') && typeof child === 'string' ? [child] : hrefsIn(child, key),
  );
}

test.each(['/api/v1.0.0', '/api/v1'])(
  'with ROUTE_PREFIX=/payServer every list answers at /payServer%s',
  async (base) => {
    const client = await at(`${gateway.url}${PREFIX}`);
    const lists = ['payModeTemplates', 'payModes', 'payOrders', 'refundOrders', 'tradeRecords'];
    for (const list of [...lists, 'listAllPayModes']) {
      expect([list, (await client.get(`${base}/${list}`)).status]).toEqual([list, 200]);
    }
  },
);

test('with ROUTE_PREFIX=/payServer no route answers without the prefix, but health does', async () => {
  const client = await at(gateway.url);
  expectRefusal(await client.get('/api/v1.0.0/payModes'), 9003);
  expectRefusal(await client.get('/api/v1/payModes'), 9003);
  expectRefusal(await client.get('/api/payServer/v1/payModes'), 9003);
  const nobody = createClient(gateway.url, null);
  expect((await nobody.get('/health/live')).status).toBe(200);
  expect((await nobody.get('/health/ready')).status).toBe(200);
});

test('every href begins with PUBLIC_URL and the prefix, whatever the headers say, and leads somewhere', async () => {
  const mode = await shop.open('onAccount');
  for (const no of ['c1', 'c2']) await shop.pay(mode, no);
  const { items } = (await shop.client.get('/payOrders')).body;
  const { tractionNo } = items[0];
  const request = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 1 };
  expect((await shop.client.post('/refund', request)).status).toBe(200);

  const seen = new Set<string>();
  const waiting = ['payModeTemplates', 'payModes', 'payOrders'].map((l) => `${API}/${l}?limit=1`);
  for (let href = waiting.pop(); href !== undefined; href = waiting.pop()) {
    if (seen.has(href)) continue;
    seen.add(href);
    expect(href.startsWith(`${API}/`), href).toBe(true);
    const path = href.slice(`${PUBLIC_URL}${PREFIX}/api/v1.0.0`.length);
    const answer = await shop.client.get(path, { 'x-forwarded-host': 'evil.example' });
    expect([href, answer.status]).toEqual([href, 200]);
    waiting.push(...hrefsIn(answer.body));
  }
  // Seven templates with four lists each, and what the shop has made.
  expect(seen.size).toBeGreaterThan(50);
});

test('notice URLs carry PUBLIC_URL and the prefix, and are served there', async () => {
  const connector = await startConnector(({ body }) => ({
    tractionNo: body.tractionNo,
    ret: 'running',
  }));
  onTestFinished(async () => await connector.close());
  const mode = await shop.openOwn({ isAsyncNotify: 1, payUrl: `${connector.url}/pay` });
  const { data } = (await shop.pay(mode, 'n1', { headers: { prefer: 'respond-async' } })).body;
  const [call] = await eventually(
    async () => connector.calls,
    (calls) => calls.length > 0,
  );
  const url: string = call?.body.notifyUrl;
  expect(url.startsWith(`${API}/payInfo/${data.tractionNo}/`)).toBe(true);
  const nobody = createClient(`${gateway.url}${PREFIX}`, null);
  const notice = { tractionNo: data.tractionNo, ret: 'success' };
  expect((await nobody.post(url.slice(API.length), notice)).status).toBe(200);
  const { body } = await shop.client.get('/payOrders?clientPayNo=n1');
  expect(body.items[0].status).toBe('payed');
});

test('GET /payServer says what this is as GET / does, and leads to /docs below the prefix', async () => {
  for (const path of ['/', PREFIX, `${PREFIX}/`]) {
    const about = await (await fetch(gateway.url + path)).json();
    expect([path, about]).toMatchObject([
      path,
      { name: 'PayServer', docs: { href: `${PUBLIC_URL}${PREFIX}/docs` }, api: { href: API } },
    ]);
  }
  for (const path of [PREFIX, `${PREFIX}/`]) {
    const page = await fetch(gateway.url + path, { headers: { accept: 'text/html' } });
    const link = /href="([^"]+docs)"/.exec(await page.text())?.[1] ?? '';
    const docs = new URL(link, page.url);
    expect([path, docs.pathname, (await fetch(docs)).status]).toEqual([
      path,
      `${PREFIX}/docs`,
      200,
    ]);
  }
});
