import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { freePort } from './free-port.mjs';
import type { GatewayAddress } from './gateway.ts';
import { createDatabase, startRedis, type TestRedis, type TestServers } from './servers.ts';
import { type RunningApp, spawnApp } from './spawn-app.ts';
import { TEST_JWT_SECRET } from './tokens.ts';

/** One more API process. */
export interface ApiProcess {
  readonly url: string;
  readonly app: RunningApp;
  stop(): Promise<void>;
}

/** An API with nobody beside it: nothing but its own requests ever changes its database. */
export interface LoneApi extends ApiProcess {
  readonly databaseUrl: string;
  /** Null on the PostgreSQL engine. */
  readonly redis: TestRedis | null;
}

/**
 * Starts an API without worker and sandbox, on a database of its own with the built-in templates and, on
 * the Redis engine, a Redis of its own.
 *
 * @param extraEnv settings that differ from the test defaults
 */
export async function startLoneApi(
  servers: TestServers,
  extraEnv: Record<string, string> = {},
): Promise<LoneApi> {
  const databaseUrl = await createDatabase(servers);
  await seedTemplates(databaseUrl);
  const redis = servers.engine === 'redis' ? await startRedis() : null;
  try {
    const api = await startApi({ databaseUrl, redisUrl: redis?.url ?? '' }, extraEnv);
    const stop = async () => {
      await api.stop();
      await redis?.stop();
    };
    return { ...api, databaseUrl, redis, stop };
  } catch (error) {
    await redis?.stop();
    throw error;
  }
}

/**
 * Starts an API with settings of its own beside a running gateway, or on servers of its own. There may
 * be any number of them on the same database.
 *
 * @param extraEnv settings that differ from the test defaults
 * @throws {Error} with its output when it does not start
 */
export async function startApi(
  servers: Pick<GatewayAddress, 'databaseUrl' | 'redisUrl'>,
  extraEnv: Record<string, string> = {},
): Promise<ApiProcess> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-test-'));
  const removeData = async () => await rm(dataDir, { recursive: true, force: true });
  const env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    PUBLIC_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: servers.databaseUrl,
    REDIS_URL: servers.redisUrl,
    // The servers of tests do without fsync.
    ALLOW_DATA_LOSS: '1',
    JWT_SECRET: TEST_JWT_SECRET,
    NOTIFY_TOKEN_SECRET: 'test-notify-secret-of-at-least-32-bytes',
    ...extraEnv,
  };
  try {
    const app = await spawnApp('api', env);
    const stop = async () => {
      await app.stop();
      await removeData();
    };
    return { url, app, stop };
  } catch (error) {
    await removeData();
    throw error;
  }
}
