import { existsSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PART_FLAGS } from '@payserver/shared/runtime/start-part';
import { freePort } from '../test/support/free-port.mjs';
import { testEnvironment } from '../test/support/gateway.ts';
import { type EngineName, startRedis } from '../test/support/servers.ts';
import { type AppName, spawnApp } from '../test/support/spawn-app.ts';
import { adminToken, merchantToken } from '../test/support/tokens.ts';
import type { BenchPostgres } from './database.ts';
import { startHelper } from './helper-process.ts';
import type { Hop } from './hop.ts';
import { type LoadOrder, SEARCH_KEYS } from './load-messages.ts';

/** API and worker from the build, their database and queue, and a connector: a process each. */
export interface BenchGateway {
  readonly databaseUrl: string;
  readonly url: string;
  /** what the routes begin with */
  readonly path: string;
  readonly tills: LoadOrder['tills'];
  /** process ids by part */
  readonly pids: Readonly<Record<string, number>>;
  /** what API and worker were started with */
  readonly env: Readonly<Record<string, string>>;
  /** the connector's */
  readonly payUrl: string;
  /** null on the PostgreSQL engine */
  readonly redisPort: number | null;
  /** The calls that its connector had since this was asked last. */
  calls(): Promise<Hop[]>;
  /** Stops API and worker alone. */
  stopParts(): Promise<void>;
  stop(): Promise<void>;
}

export interface GatewayOptions {
  readonly engine: EngineName;
  /** how long the connector takes, ms */
  readonly delayMs: number;
  /** folder for V8's CPU profiles of API and worker; '' for none */
  readonly profileIn: string;
  /** one that is there and stays; otherwise a fresh one, which goes */
  readonly databaseUrl?: string;
  /** folder into which API and worker write what they hold; see heap.mjs */
  readonly heapIn?: string;
  /** by how many search keys its payments are found; none if not given */
  readonly searchKeys?: number;
  /** folder of another build of the gateway, whose API and worker are started instead of ours */
  readonly buildIn?: string;
}

const PATH = '/api/v1.0.0';
const MERCHANTS = 4;
const TEMPLATE = 'T-bench';
/** The bench is one caller with the traffic of a thousand: what protects a gateway from such is off. */
const UNLIMITED = {
  MERCHANT_RATE: '0',
  MAX_IN_FLIGHT: '20000',
  MAX_WAITING: '200000',
  MAX_BODY_MIB: '512',
  MAX_LOOP_DELAY_MS: '0',
  PAY_WAIT_MS: '30000',
  SWEEP_INTERVAL_MS: '1000',
};

/** Lets API and worker load a file of this folder first. */
function preloading(file: string, env: Record<string, string>) {
  const preload = new URL(file, import.meta.url).href;
  return { ...env, NODE_OPTIONS: [...PART_FLAGS, `--import=${preload}`].join(' ') };
}

function profiling(folder: string) {
  mkdirSync(folder, { recursive: true });
  return preloading('profile.mjs', { PROFILE_IN: resolve(folder) });
}

/** What this build starts the part with: builds of before 70bd966 have no bundle. */
function programOf(name: AppName, folder: string): string {
  const built = join(folder, `apps/${name}/dist`);
  const bundle = join(built, 'bundle/main.mjs');
  return existsSync(bundle) ? bundle : join(built, 'main.js');
}

/** Starts them and opens a till of each of four merchants. */
export async function startBenchGateway(
  postgres: BenchPostgres,
  options: GatewayOptions,
): Promise<BenchGateway> {
  const redis = options.engine === 'redis' ? await startRedis() : null;
  const [apiPort, dataDir] = [await freePort(), await mkdtemp(join(tmpdir(), 'payserver-bench-'))];
  const url = `http://127.0.0.1:${apiPort}`;
  const databaseUrl = options.databaseUrl ?? (await postgres.newDatabase());
  const address = { url, sandboxUrl: '', databaseUrl, redisUrl: redis?.url ?? '' };
  const env = {
    ...testEnvironment(address, { dataDir, apiPort, sandboxPort: await freePort() }),
    ...UNLIMITED,
    NODE_ENV: 'production',
    NODE_OPTIONS: PART_FLAGS.join(' '),
    ...(options.profileIn !== '' && profiling(options.profileIn)),
    ...(options.heapIn !== undefined && preloading('heap.mjs', { HEAP_IN: options.heapIn })),
  };
  const connector = await startHelper<Hop[]>('connector.ts', { DELAY_MS: String(options.delayMs) });
  const spawnPart = async (name: 'api' | 'worker') =>
    await spawnApp(name, env, [programOf(name, options.buildIn ?? '')]);
  const [worker, api] = await Promise.all([spawnPart('worker'), spawnPart('api')]);
  const payUrl = `http://127.0.0.1:${connector.ready.port}/pay`;
  const tills = await openTills(url, payUrl, options);
  const stopParts = async () => {
    await Promise.all([api.stop(), worker.stop()]);
  };
  return {
    databaseUrl,
    url,
    path: PATH,
    tills,
    env,
    payUrl,
    redisPort: redis?.port ?? null,
    calls: async () => {
      const answered = connector.next();
      connector.tell({ type: 'calls' });
      return await answered;
    },
    stopParts,
    pids: {
      api: api.pid,
      worker: worker.pid,
      postgres: postgres.pid,
      ...(redis && { redis: redis.pid }),
      connector: connector.pid,
    },
    stop: async () => {
      await Promise.all([stopParts(), connector.stop()]);
      await redis?.stop();
      if (options.databaseUrl === undefined) await postgres.dropDatabase(databaseUrl);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openTills(
  url: string,
  payUrl: string,
  { searchKeys = 0 }: GatewayOptions,
): Promise<LoadOrder['tills']> {
  const template = {
    payTemplateId: TEMPLATE,
    name: 'bench',
    isOnline: 1,
    payUrl,
    maxConcurrency: 200,
    // Builds of before them know none.
    ...(searchKeys > 0 && { searchKeys: SEARCH_KEYS.slice(0, searchKeys) }),
  };
  await post(`${url}${PATH}/registerPayModeTemplate`, await adminToken(), template);
  const names = Array.from({ length: MERCHANTS }, (_, at) => `Mbench${at}`);
  return await Promise.all(
    names.map(async (merchantUUID) => {
      const token = await merchantToken(merchantUUID);
      const mode = { payTemplateId: TEMPLATE, isOpened: 1 };
      const { uuid } = await post(`${url}${PATH}/payModes`, token, mode);
      return { token, merchantUUID, payModeUUID: uuid };
    }),
  );
}

async function post(url: string, token: string, body: object): Promise<{ uuid: string }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return JSON.parse(text) as { uuid: string };
}
