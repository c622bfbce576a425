import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { freePort } from '../support/free-port.ts';
import { runCommand } from '../support/run-command.ts';
import { createDatabase, startRedis, tellRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const servers = testServers();
const isRedis = servers.engine === 'redis';

/** A queue that is not usable while an API starts, and what the API's log then says. */
async function startWithoutQueue() {
  const databaseUrl = await createDatabase(servers);
  await seedTemplates(databaseUrl, null);
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

// Only Redis has such a setting: on the PostgreSQL engine there is nothing to refuse.
test.each(isRedis ? ['api', 'worker'] : [])(
  'start:%s refuses a Redis that may throw jobs away, in one line that says what to change',
  async (part) => {
    const redis = await startRedis();
    onTestFinished(redis.stop);
    await tellRedis(redis, 'CONFIG SET maxmemory-policy allkeys-lru');
    const ended = await runCommand(part, {
      DATABASE_URL: await createDatabase(servers),
      REDIS_URL: redis.url,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      JWT_SECRET: TEST_JWT_SECRET,
    });
    expect(ended.code).toBe(1);
    expect(ended.errors).toMatch(/^payserver: [^\n]*maxmemory-policy is allkeys-lru[^\n]*\n$/);
  },
);
