import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { freePort } from '../support/free-port.mjs';
import { runCommand } from '../support/run-command.ts';
import { createDatabase, startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const servers = testServers();
const isRedis = servers.engine === 'redis';

/** A queue that is not usable while an API starts, and what the API's log then says. */
async function startWithoutQueue() {
  const databaseUrl = await createDatabase(servers);
  await seedTemplates(databaseUrl);
  const redisUrl = isRedis ? `redis://127.0.0.1:${await freePort()}` : '';
  if (!isRedis) await runSql(databaseUrl, 'ALTER SCHEMA bullmq RENAME TO away');
  const api = await startApi({ databaseUrl, redisUrl });
  onTestFinished(api.stop);
  return { ...api, databaseUrl, redisUrl, sandboxUrl: 'http://127.0.0.1:6010' };
}

test('an API whose queue is away starts all the same, warns, and accepts payments', async () => {
  const api = await startWithoutQueue();
  expect(api.app.output()).toMatch(/the queue does not answer yet/);
  const shop = await newShop(api);
  const mode = await shop.openOwn();
  const { status, body } = await shop.pay(mode, 'c1', { headers: { prefer: 'respond-async' } });
  expect([status, body.data?.status]).toEqual([200, 'paying']);
});

const UNUSABLE = [
  { settings: ['--maxmemory-policy', 'allkeys-lru'], said: 'maxmemory-policy is allkeys-lru' },
  { settings: ['--cluster-enabled', 'yes'], said: 'node of a Redis cluster' },
];
const STARTS = UNUSABLE.flatMap((one) => ['api', 'worker'].map((part) => ({ part, ...one })));

// Only Redis has such settings: on the PostgreSQL engine there is nothing to refuse.
test.each(isRedis ? STARTS : [])(
  'start:$part refuses a Redis with $settings, in one line that says what to change',
  async ({ part, settings, said }) => {
    const folder = await mkdtemp(join(tmpdir(), 'payserver-redis-'));
    const redis = await startRedis(undefined, ['--dir', folder, ...settings]);
    onTestFinished(async () => {
      await redis.stop();
      await rm(folder, { recursive: true });
    });
    const ended = await runCommand(part, {
      DATABASE_URL: await createDatabase(servers),
      ALLOW_DATA_LOSS: '1',
      REDIS_URL: redis.url,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      JWT_SECRET: TEST_JWT_SECRET,
    });
    expect(ended.code).toBe(1);
    expect(ended.errors).toMatch(new RegExp(`^payserver: [^\\n]*${said}[^\\n]*\\n$`));
  },
);
