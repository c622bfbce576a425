import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { refusalProblem } from '../support/refusal.ts';
import { createDatabase, startRedis, type TestRedis, tellRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

const servers = testServers();
const isRedis = servers.engine === 'redis';

const stops: Array<() => Promise<unknown>> = [];
let databaseUrl: string;
let database: TcpProxy;
let redis: TestRedis | null;
let api: ApiProcess;
let probe: Client;
let shop: Shop;

beforeAll(async () => {
  databaseUrl = await createDatabase(servers);
  await seedTemplates(databaseUrl);
  database = await startTcpProxy(databaseUrl);
  stops.push(database.close);
  redis = isRedis ? await startRedis() : null;
  stops.push(async () => await redis?.stop());
  api = await startApi({ databaseUrl: database.url, redisUrl: redis?.url ?? '' });
  stops.push(api.stop);
  // Whoever asks for health has no token.
  probe = createClient(api.url, null);
  shop = await newShop({ ...api, databaseUrl, redisUrl: '', sandboxUrl: 'http://127.0.0.1:6010' });
});
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

const OK = { database: 'ok', migrations: 'ok', queue: 'ok', keys: 'ok' };
const ask = async () => await probe.get('/health/ready');
const untilReady = async () => await eventually(ask, ({ status }) => status === 200);

/** Fails unless it is not ready because of exactly these parts, while it is alive all the same. */
async function expectNotReady(broken: readonly string[]) {
  const { status, body } = await eventually(ask, (answer) => {
    const parts = Object.entries(answer.body.parts).filter(([, said]) => said !== 'ok');
    return parts.map(([name]) => name).join() === broken.join();
  });
  expect([status, body.status]).toEqual([503, 'notReady']);
  expect((await probe.get('/health/live')).status).toBe(200);
  return body.parts as Record<string, string>;
}

test('a gateway whose parts all answer is alive and ready, and says so without a token', async () => {
  const { status, body } = await ask();
  expect([status, body]).toEqual([200, { status: 'ready', parts: OK }]);
  const live = await probe.get('/health/live');
  expect([live.status, live.body]).toEqual([200, { status: 'live' }]);
});

/** Anybody may ask, so what is wrong is not said in the words of a driver. */
const HARMLESS = /^(ok|unreachable( \([A-Z0-9_]+\))?)$/;
/** What hangs on the database: the queue too, when it lives there. */
const ON_DATABASE = isRedis ? ['database', 'migrations'] : ['database', 'migrations', 'queue'];

test('without its database it is not ready, says so, answers 9503, and comes back by itself', async () => {
  const mode = await shop.open('cash');
  await database.cut();
  const parts = await expectNotReady(ON_DATABASE);
  expect(parts).toMatchObject({ database: 'unreachable', migrations: 'unreachable' });
  expect(Object.values(parts).filter((part) => !HARMLESS.test(part))).toEqual([]);
  const { pathname, password } = new URL(databaseUrl);
  const said = JSON.stringify(parts);
  for (const secret of [pathname.slice(1), password].filter(Boolean)) {
    expect(said).not.toContain(secret);
  }
  for (const answer of [await shop.client.get('/payModes'), await shop.pay(mode, 'c1')]) {
    expect(refusalProblem(answer, { code: 9503 })).toBeNull();
    expect(answer.headers.get('retry-after')).toBe('1');
  }
  await database.mend();
  expect((await untilReady()).body.parts).toEqual(OK);
  expect((await shop.pay(mode, 'c1')).body.data.status).toBe('payed');
});

test('a database that hangs makes it not ready instead of making the probe hang', async () => {
  await untilReady();
  database.freeze();
  const parts = await expectNotReady(ON_DATABASE);
  expect(parts['database']).toMatch(/^no answer in \d+ ms$/);
  await database.mend();
  await untilReady();
});

test('with a migration missing it is not ready and says how many are pending', async () => {
  const [last] = await runSql<{ migration_name: string; id: string }>(
    databaseUrl,
    `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name =
       (SELECT max(migration_name) FROM _prisma_migrations) RETURNING id`,
  );
  expect(await expectNotReady(['migrations'])).toMatchObject({ migrations: '1 pending' });
  const mended = 'UPDATE _prisma_migrations SET finished_at = now() WHERE id = $1';
  await runSql(databaseUrl, mended, [last?.id]);
  expect((await untilReady()).body.parts).toEqual(OK);
});

interface Outage {
  readonly what: string;
  /** what the queue's part must say */
  readonly says: RegExp;
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
}
const REDIS_OUTAGES: readonly Outage[] = [
  {
    what: 'a Redis that may throw jobs away',
    says: /noeviction/,
    begin: async () => await tellRedis(redis, 'CONFIG SET maxmemory-policy allkeys-lru'),
    end: async () => await tellRedis(redis, 'CONFIG SET maxmemory-policy noeviction'),
  },
  {
    what: 'a Redis that is down',
    says: HARMLESS,
    begin: async () => await redis?.stop(),
    end: async () => {
      redis = await startRedis(redis?.port);
    },
  },
];
const POSTGRES_OUTAGES: readonly Outage[] = [
  {
    what: 'a database without the tables of the queue',
    says: /^its migrations have not run$/,
    begin: async () => await runSql(databaseUrl, 'ALTER SCHEMA bullmq RENAME TO away'),
    end: async () => await runSql(databaseUrl, 'ALTER SCHEMA away RENAME TO bullmq'),
  },
];

test.each(isRedis ? REDIS_OUTAGES : POSTGRES_OUTAGES)(
  'with $what the queue alone is not ready, and orders are accepted all the same',
  async ({ what, says, begin, end }) => {
    const mode = await shop.openOwn();
    await begin();
    const { queue } = await expectNotReady(['queue']);
    expect(queue).toMatch(says);
    const answer = await shop.pay(mode, what.slice(-20).trim(), {
      headers: { prefer: 'respond-async' },
    });
    expect([answer.status, answer.body.data?.status]).toEqual([200, 'paying']);
    await end();
    expect((await untilReady()).body.parts).toEqual(OK);
  },
);
