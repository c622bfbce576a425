import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { askForMetrics, type MetricsPage, metric, readMetrics } from '../support/metrics.ts';
import { addEndpoint, type ReceiverAnswer, startReceiver } from '../support/notify-receiver.ts';
import { runCommand } from '../support/run-command.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';

const TOKEN = 'a-token-of-the-metrics-of-this-test';

let gateway: Gateway;
let port: number;
beforeAll(async () => {
  port = await freePort();
  gateway = await startGateway(testServers(), {
    METRICS_PORT: String(port),
    METRICS_TOKEN: TOKEN,
  });
});
afterAll(async () => await gateway?.stop());

async function textOf(): Promise<string> {
  const answer = await askForMetrics(port, TOKEN);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
  ]);
  return await answer.text();
}

/** The first page that shows this. */
async function pageWith(isThere: (page: MetricsPage) => boolean): Promise<MetricsPage> {
  return await eventually(async () => readMetrics(await textOf()), isThere, 40_000);
}

/** What each payment of a new shop's becomes a message to. */
async function openScene(
  answer: (before: number) => ReceiverAnswer,
  columns: Readonly<Record<string, unknown>> = {},
) {
  const shop = await newShop(gateway);
  const receiver = await startReceiver(answer);
  onTestFinished(async () => await receiver.stop());
  const { merchantUUID } = shop;
  const at = { merchantUUID, url: receiver.url };
  const endpoint = await addEndpoint(gateway.databaseUrl, at, columns);
  return { shop, receiver, endpoint, mode: await shop.open('wechat') };
}

const ended = (page: MetricsPage, outcome: string) =>
  metric(page, 'notify_deliveries_ended_total', { outcome });
const attempts = (page: MetricsPage, phase: string, answerClass: string) =>
  metric(page, 'notify_attempts_total', { phase, class: answerClass });
const latency = (page: MetricsPage, what: 'sum' | 'count', attempt: string) =>
  metric(page, `notify_delivery_latency_seconds_${what}`, { attempt });

test('the page shows what became of each message, and nothing of who it was for', {
  timeout: 180_000,
}, async () => {
  const first = readMetrics(await textOf());
  expect([ended(first, 'ok'), ended(first, 'failed'), ended(first, 'skipped')]).toEqual([0, 0, 0]);

  const good = await openScene(() => ({}));
  await good.shop.pay(good.mode, 'c1');
  const sent = await pageWith((page) => ended(page, 'ok') === 1);
  expect(metric(sent, 'notify_events_fanned_out_total')).toBe(1);
  expect([attempts(sent, 'ok', '2xx'), attempts(sent, 'status', '5xx')]).toEqual([1, 0]);
  expect([latency(sent, 'count', 'first'), latency(sent, 'count', 'later')]).toEqual([1, 0]);
  expect(latency(sent, 'sum', 'first')).toBeGreaterThan(0);
  expect(latency(sent, 'sum', 'first')).toBeLessThan(60);

  const flaky = await openScene((before) => ({ status: before === 0 ? 503 : 200 }));
  await flaky.shop.pay(flaky.mode, 'c1');
  const retried = await pageWith((page) => ended(page, 'ok') === 2);
  expect([attempts(retried, 'ok', '2xx'), attempts(retried, 'status', '5xx')]).toEqual([2, 1]);
  expect([latency(retried, 'count', 'first'), latency(retried, 'count', 'later')]).toEqual([1, 1]);
  // The second attempt is 3 s after the first, less 15 % at most.
  expect(latency(retried, 'sum', 'later')).toBeGreaterThan(2.5);

  const gone = await openScene(() => ({ status: 410 }));
  await gone.shop.pay(gone.mode, 'c1');
  await pageWith((page) => ended(page, 'failed') === 1);
  await pageWith((page) => metric(page, 'notify_endpoints', { status: 'off' }) === 1);
  await gone.shop.pay(gone.mode, 'c2');
  const skipped = await pageWith((page) => ended(page, 'skipped') === 1);
  expect(attempts(skipped, 'status', '4xx')).toBe(1);

  const paused = await openScene(() => ({}), { status: 'paused', failingSince: new Date() });
  await paused.shop.pay(paused.mode, 'c1');
  const refused = await openScene(() => ({}), { failingSince: new Date() });
  await refused.receiver.stop();
  await refused.shop.pay(refused.mode, 'c1');
  const open = await pageWith((page) => metric(page, 'notify_deliveries_open') === 2);
  // Whoever is paused is sent nothing, so that it does not fail either.
  expect(metric(open, 'notify_endpoints', { status: 'failing' })).toBe(1);
  expect(attempts(open, 'connect', 'none')).toBeGreaterThan(0);
  for (const of of ['deliveries', 'endpoints']) {
    expect(metric(open, 'notify_counts_truncated', { of })).toBe(0);
  }
  expect(metric(open, 'notify_tail_lag_seconds')).toBeLessThan(30);
  const at = metric(open, 'notify_stats_last_success_timestamp_seconds') ?? 0;
  expect(Math.abs(Date.now() / 1_000 - at)).toBeLessThan(60);

  const text = await textOf();
  for (const { shop, receiver, endpoint } of [good, flaky, gone, paused, refused]) {
    const words = [shop.merchantUUID, receiver.url, endpoint.uuid, endpoint.secret];
    expect(words.filter((word) => text.includes(word))).toEqual([]);
  }
  expect(text).not.toMatch(/127\.0\.0\.1|https?:|whsec_|\bM\d+x/);
});

test('an attempt that waits for its receiver is in flight, in the slow lane after a second', async () => {
  const slow = await openScene(() => ({ delayMs: 5_000 }));
  const inFlight = (page: MetricsPage, lane: string) =>
    metric(page, 'notify_attempts_in_flight', { lane }) ?? 0;
  await slow.shop.pay(slow.mode, 'c1');
  const waiting = await pageWith((page) => inFlight(page, 'slow') === 1);
  expect(inFlight(waiting, 'fast')).toBe(0);
  await pageWith((page) => inFlight(page, 'slow') + inFlight(page, 'fast') === 0);
});

test('only who has the token reads it, and there is no other page', async () => {
  for (const wrong of [undefined, '', 'x', TOKEN.slice(0, -1), `${TOKEN}x`, TOKEN.toUpperCase()]) {
    const answer = await askForMetrics(port, wrong);
    expect([wrong, answer.status, await answer.text()]).toEqual([wrong, 401, '']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  }
  const headers = { authorization: `Bearer ${TOKEN}` };
  for (const path of ['/', '/metrics/', '/metrics2', '//metrics', '/health/live']) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
    expect([path, answer.status, await answer.text()]).toEqual([path, 404, '']);
  }
  const posted = await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST', headers });
  expect(posted.status).toBe(405);
  expect(gateway.worker.output()).not.toContain(TOKEN);
});

test('a worker in the place of one that was killed has its port again and counts from 0', async () => {
  let next: RunningApp | null = null;
  gateway.worker.signal('SIGKILL');
  await gateway.worker.exited;
  next = await spawnApp('worker', gateway.env);
  onTestFinished(async () => await next?.stop());
  const page = readMetrics(await textOf());
  expect(ended(page, 'ok')).toBe(0);
});

test('a port in use stops the start with one line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  onTestFinished(() => void other.close());
  const taken = String((other.address() as { port: number }).port);
  const stopped = await runCommand('worker', { ...gateway.env, METRICS_PORT: taken });
  expect(stopped.code).toBe(1);
  expect(stopped.errors).toBe(
    `payserver: cannot listen on 127.0.0.1:${taken} (METRICS_PORT): another program does already; stop it or choose another port\n`,
  );
});
