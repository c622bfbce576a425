import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { type Client, createClient } from './client.ts';
import { freePort } from './free-port.mjs';
import { TEST_NOTIFY_SECRET } from './notice-url.ts';
import { createDatabase, startRedis, type TestRedis, type TestServers } from './servers.ts';
import { type RunningApp, spawnApp } from './spawn-app.ts';
import { adminToken, merchantToken, TEST_JWT_SECRET } from './tokens.ts';

/** Where a running gateway is; plain data, so that it can be handed to other test processes. */
export interface GatewayAddress {
  readonly url: string;
  readonly sandboxUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
}

/** A whole gateway in processes of its own, on a database of its own. */
export interface Gateway extends GatewayAddress {
  readonly dataDir: string;
  /** The environment its processes were started with. */
  readonly env: Readonly<Record<string, string>>;
  readonly api: RunningApp;
  readonly worker: RunningApp;
  readonly sandbox: RunningApp;
  /** Null on the PostgreSQL engine. */
  readonly redis: TestRedis | null;
  stop(): Promise<void>;
}

type SpawnPart = (name: 'api' | 'worker', env: Record<string, string>) => Promise<RunningApp>;

/**
 * Starts API, worker and sandbox as real processes from the build, on a fresh database and, on the
 * Redis engine, a Redis of its own.
 *
 * @param extraEnv settings that differ from the test defaults
 * @param spawnPart starts API and worker, when not from the usual build
 */
export async function startGateway(
  servers: TestServers,
  extraEnv: Record<string, string> = {},
  spawnPart: SpawnPart = spawnApp,
): Promise<Gateway> {
  const [apiPort, sandboxPort] = [await freePort(), await freePort()];
  const redis = servers.engine === 'redis' ? await startRedis() : null;
  const address: GatewayAddress = {
    url: `http://127.0.0.1:${apiPort}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    databaseUrl: await createDatabase(servers),
    redisUrl: redis?.url ?? '',
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-test-'));
  const env = {
    ...testEnvironment(address, { dataDir, apiPort, sandboxPort }),
    ...extraEnv,
  };
  await seedTemplates(address.databaseUrl, { sandboxUrl: address.sandboxUrl });
  const [sandbox, worker, api] = await Promise.all([
    spawnApp('sandbox', env),
    spawnPart('worker', env),
    spawnPart('api', env),
  ]);
  const stop = async () => {
    await Promise.all([api.stop(), worker.stop(), sandbox.stop()]);
    await redis?.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { ...address, dataDir, env, api, worker, sandbox, redis, stop };
}

/** The settings that gateways under test are started with. */
export function testEnvironment(
  address: GatewayAddress,
  places: { dataDir: string; apiPort: number; sandboxPort: number },
): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(places.apiPort),
    PUBLIC_URL: address.url,
    SANDBOX_PORT: String(places.sandboxPort),
    DATA_DIR: places.dataDir,
    DATABASE_URL: address.databaseUrl,
    REDIS_URL: address.redisUrl,
    // The servers of tests do without fsync.
    ALLOW_DATA_LOSS: '1',
    JWT_SECRET: TEST_JWT_SECRET,
    NOTIFY_TOKEN_SECRET: TEST_NOTIFY_SECRET,
    // The receivers of tests.
    NOTIFY_ALLOW: '127.0.0.0/8:*',
    CONSOLE: '1',
    SWEEP_INTERVAL_MS: '200',
    LOG_LEVEL: 'info',
  };
}

/** A cashier of this merchant at this gateway. */
export async function cashier(gateway: GatewayAddress, merchantUUID: string): Promise<Client> {
  return createClient(gateway.url, await merchantToken(merchantUUID));
}

/** An operator of this gateway. */
export async function operator(gateway: GatewayAddress): Promise<Client> {
  return createClient(gateway.url, await adminToken());
}
