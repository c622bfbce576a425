import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { HOOK, openPaused } from '../support/notify.ts';
import { refusalProblem } from '../support/refusal.ts';
import { openTally } from '../support/report.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { ssrfVectors } from './ssrf-vectors.ts';

const gateway = sharedGateway();
const tally = openTally('SSRF vectors x (endpoint, its change, notifyUrl of payment and refund)');
const port = (url: string) => Number(new URL(url).port);

/** Other tests have receivers on this machine. */
let strict: ApiProcess;
beforeAll(async () => {
  strict = await startApi(gateway, { NOTIFY_ALLOW: '' });
});
afterAll(async () => await strict.stop());

/** Names by https: where they lead is judged when they are resolved, before each connection. */
const NAMES = new Set(['metadata.google.internal', 'metadata', 'pay.example', 'unix', '8.8.8.8']);
const isName = (url: string) =>
  URL.canParse(url) &&
  url.startsWith('https:') &&
  (NAMES.has(new URL(url).hostname) || new URL(url).hostname.endsWith('.nip.example'));

const vectors = ssrfVectors({
  canary: port(gateway.sandboxUrl),
  api: port(gateway.url),
  database: port(gateway.databaseUrl),
  allowed: port(gateway.sandboxUrl),
});
const URLS = [...vectors, ...vectors.map((url) => url.replace(/^http:/, 'https:'))].filter(
  (url) => !isName(url),
);

test('no way of writing an address that is not public is taken, for an endpoint or for an order', async () => {
  const shop = await newShop({ ...gateway, url: strict.url });
  const endpoint = await openPaused(shop);
  const payModeUUID = await shop.open('cash');
  const { tractionNo } = (await shop.pay(payModeUUID, 'paid')).body.data;
  const pay = payBody(shop.merchantUUID, { payModeUUID, clientPayNo: 'never' });
  const refund = { payTractionNo: tractionNo, clientRefundNo: 'never' };
  for (const url of URLS) {
    const answers = [
      ['url', await shop.client.post('/notifyEndpoints', { url })],
      ['url', await shop.client.post(`/notifyEndpoints/${endpoint['uuid']}`, { url })],
      ['notifyUrl', await shop.client.post('/pay', { ...pay, notifyUrl: url })],
      ['notifyUrl', await shop.client.post('/refund', { ...refund, notifyUrl: url })],
    ] as const;
    for (const [field, answer] of answers) {
      const problem = refusalProblem(answer, { code: 9004, field });
      expect(tally.judge([problem && `${field} ${url}: ${problem}`])).toEqual([]);
    }
  }
  expect(URLS.length).toBeGreaterThan(200);
  expect((await shop.client.get(`/notifyEndpoints/${endpoint['uuid']}`)).body.url).toBe(HOOK);
  expect((await shop.client.get('/notifyEndpoints')).body.size).toBe(1);
  expect((await shop.client.get('/payOrders')).body.size).toBe(1);
  expect((await shop.client.get('/refundOrders')).body.size).toBe(0);
});
