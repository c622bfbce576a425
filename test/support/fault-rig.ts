import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { freePort } from './free-port.mjs';
import { type GatewayAddress, testEnvironment } from './gateway.ts';
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts';
import { type EngineName, startRedis, type TestRedis } from './servers.ts';
import { type RunningApp, spawnApp } from './spawn-app.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

/** A gateway of which every process and every wire can be broken and mended again. */
export interface FaultRig extends GatewayAddress {
  readonly wires: { readonly database: TcpProxy; readonly redis: TcpProxy | null };
  readonly postgres: OwnPostgres;
  /** what runs at the moment */
  readonly running: { api: RunningApp; worker: RunningApp; redis: TestRedis | null };
  /** Starts it again after it was killed. */
  restart(part: 'api' | 'worker' | 'redis'): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts everything as processes of its own: PostgreSQL, Redis on that engine, sandbox, worker and API,
 * the last two with a wire to each server that can be cut. `databaseUrl` goes past the wire.
 *
 * @param extraEnv settings that differ from the test defaults; undefined leaves the product's own
 * @param given its PostgreSQL, which stops with the rest
 */
export async function startFaultRig(
  engine: EngineName,
  extraEnv: Readonly<Record<string, string | undefined>>,
  given?: OwnPostgres,
): Promise<FaultRig> {
  const [apiPort, sandboxPort] = [await freePort(), await freePort()];
  const postgres = given ?? (await startOwnPostgres());
  const redis = engine === 'redis' ? await startRedis() : null;
  const wires = {
    database: await startTcpProxy(postgres.url),
    redis: redis === null ? null : await startTcpProxy(redis.url),
  };
  const address = {
    url: `http://127.0.0.1:${apiPort}`,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    databaseUrl: postgres.url,
    redisUrl: redis?.url ?? '',
  };
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-test-'));
  const wired = {
    ...address,
    databaseUrl: wires.database.url,
    redisUrl: wires.redis?.url ?? '',
  };
  const env = {
    ...testEnvironment(wired, { dataDir, apiPort, sandboxPort }),
    ...extraEnv,
  };
  await seedTemplates(address.databaseUrl, { sandboxUrl: address.sandboxUrl });
  const sandbox = await spawnApp('sandbox', env);
  const [worker, api] = await Promise.all([spawnApp('worker', env), spawnApp('api', env)]);
  const running: FaultRig['running'] = { api, worker, redis };
  return {
    ...address,
    wires,
    postgres,
    running,
    restart: async (part) => {
      if (part === 'redis') running.redis = await startRedis(redis?.port);
      else running[part] = await spawnApp(part, env);
    },
    stop: async () => {
      await Promise.all([running.api.stop(), running.worker.stop(), sandbox.stop()]);
      await Promise.all([wires.database.close(), wires.redis?.close()]);
      await Promise.all([running.redis?.stop(), postgres.stop()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
