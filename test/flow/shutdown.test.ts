import { once } from 'node:events';
import { connect } from 'node:net';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { expect, type TestContext, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { createDatabase, startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { takeTurns } from '../support/turns.ts';

const servers = testServers();
/** With the time that it waits for its turn. */
const LOADED = { timeout: 300_000 };
const NO_WAIT = { headers: { prefer: 'respond-async' } };

/**
 * Tells it to stop and answers its exit code, or its log when that is not 0. A part that is not done after 10 s ends itself with another code than 0, so 0 also
 * says that it was in time.
 */
async function stopped(app: RunningApp): Promise<0 | string> {
  app.signal('SIGTERM');
  const code = await app.exited;
  return code === 0 ? 0 : `${code}: ${app.output()}`;
}

/** Most of what these tests do is waiting; no more at once, because a stop must be in time. */
const inTurn = takeTurns(['one', 'another', 'a third']);

/** A gateway without sandbox: an API, and the wires to its servers. */
async function startWired(
  { onTestFinished }: Pick<TestContext, 'onTestFinished'>,
  settings: Record<string, string> = {},
) {
  const databaseUrl = await createDatabase(servers);
  await seedTemplates(databaseUrl);
  const database = await startTcpProxy(databaseUrl);
  onTestFinished(database.close);
  const redis = servers.engine === 'redis' ? await startRedis() : null;
  onTestFinished(async () => await redis?.stop());
  const queue = redis === null ? null : await startTcpProxy(redis.url);
  onTestFinished(async () => await queue?.close());
  const urls = { databaseUrl: database.url, redisUrl: queue?.url ?? '' };
  const api = await startApi(urls, settings);
  onTestFinished(api.stop);
  const shop = await newShop({ ...urls, url: api.url, sandboxUrl: 'http://127.0.0.1:6010' });
  return { database, queue, urls, api, shop };
}
type Wired = Awaited<ReturnType<typeof startWired>>;

/** What may be wrong around a process that gets SIGTERM. */
const OUTAGES: ReadonlyArray<readonly [string, (wired: Wired) => Promise<void> | void]> = [
  ['nothing wrong', () => {}],
  ['its database gone', async ({ database }) => await database.cut()],
  ['its database hanging', ({ database }) => database.freeze()],
  // On the PostgreSQL engine the queue goes with the database.
  ['its queue gone', async ({ queue, database }) => await (queue ?? database).cut()],
  ['its queue hanging', ({ queue, database }) => (queue ?? database).freeze()],
];

test.concurrent.for(OUTAGES)(
  'with %s an API with a call in progress and a worker end in time and as a success',
  LOADED,
  async ([_what, begin], context) =>
    await inTurn(async () => {
      const { onTestFinished } = context;
      const wired = await startWired(context);
      const mode = await wired.shop.openOwn();
      await wired.shop.pay(mode, 'before', NO_WAIT);
      const worker = await spawnApp('worker', {
        DATABASE_URL: wired.urls.databaseUrl,
        REDIS_URL: wired.urls.redisUrl,
        NOTIFY_TOKEN_SECRET: 'test-notify-secret-of-at-least-32-bytes',
      });
      onTestFinished(worker.stop);
      await begin(wired);
      const call = wired.shop.pay(mode, 'in-progress').then(
        ({ status }) => status,
        () => 'cut',
      );
      expect(await Promise.all([stopped(wired.api.app), stopped(worker)])).toEqual([0, 0]);
      expect([200, 503, 'cut']).toContain(await call);
    }),
);

test.concurrent(
  'whoever waits is answered paying at once, health says to move on, connections are given up',
  LOADED,
  async (context) =>
    await inTurn(async () => {
      const { api, shop } = await startWired(context, { PAY_WAIT_MS: '60000', DRAIN_MS: '5000' });
      const mode = await shop.openOwn();
      const waiting = shop.pay(mode, 'waits');
      await eventually(
        async () => (await shop.client.get('/payOrders?clientPayNo=waits')).body.items,
        (items) => items.length === 1,
      );
      const probe = createClient(api.url, null);
      expect((await probe.get('/health/ready')).status).toBe(200);
      const end = stopped(api.app);
      const answer = await waiting;
      expect([answer.status, answer.body.data.status]).toEqual([200, 'paying']);
      for (const path of ['/health/ready', '/health/live']) {
        const { status, body } = await probe.get(path);
        expect([path, status, body.status]).toEqual([path, 503, 'stopping']);
      }
      // It is still there for those who have not heard, and answers without waiting.
      const late = await shop.pay(mode, 'late');
      expect([late.status, late.body.data.status]).toEqual([200, 'paying']);
      expect(late.headers.get('connection')).toBe('close');
      expect(await end).toBe(0);
    }),
);

test.concurrent(
  'a client that never finishes its request does not keep an API from ending',
  LOADED,
  async (context) =>
    await inTurn(async () => {
      const { api } = await startWired(context);
      const { hostname, port } = new URL(api.url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      context.onTestFinished(() => void socket.destroy());
      socket.write('POST /api/v1.0.0/payInfo/1/x HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n');
      socket.write('content-type: application/json\r\ncontent-length: 9\r\n\r\n');
      await once(socket, 'data');
      socket.write('{');
      expect(await stopped(api.app)).toBe(0);
    }),
);

test.concurrent(
  'a worker whose connector hangs gives the order back, and the next one pays it, once',
  LOADED,
  async ({ onTestFinished }) =>
    await inTurn(async () => {
      // With a lease that outlives this test: who waited for it would not see the order paid.
      const gateway = await startGateway(servers, { LEASE_MS: '600000' });
      onTestFinished(gateway.stop);
      const shop = await newShop(gateway);
      const mode = await shop.openOwn({ timeoutMs: 60_000 });
      const { body } = await shop.pay(mode, 'c1', { sandbox: 'chargeThenHang', ...NO_WAIT });
      const { uuid, tractionNo } = body.data;
      const charges = async () =>
        (await readLedger(gateway)).filter(
          (line) => line.tractionNo === tractionNo && line.event === 'charged',
        );
      await eventually(charges, (lines) => lines.length > 0);
      expect(await stopped(gateway.worker)).toBe(0);
      const next = await spawnApp('worker', { ...gateway.env });
      onTestFinished(next.stop);
      const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
      const order = await eventually(read, ({ status }) => status !== 'paying', 60_000);
      expect(order.status).toBe('payed');
      expect(await charges()).toHaveLength(1);
      const records = await shop.client.get(`/payOrders/${uuid}/tradeRecords`);
      const events = records.body.items.map((record: { event: string }) => record.event);
      expect(events).toEqual(['accept', 'unknown', 'succeed']);
      await expectInvariants(gateway);
    }),
);
