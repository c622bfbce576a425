import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newUuid } from '@payserver/shared/domain/ids';
import { createSecretSeal, newEndpointSecret } from '@payserver/shared/runtime/sealed-secret';
import { PART_FLAGS } from '@payserver/shared/runtime/start-part';
import { testEnvironment } from '../test/support/gateway.ts';
import { TEST_NOTIFY_SECRET } from '../test/support/notice-url.ts';
import { type EngineName, startRedis } from '../test/support/servers.ts';
import { spawnApp } from '../test/support/spawn-app.ts';
import { runSql } from '../test/support/sql.ts';
import type { BenchPostgres } from './database.ts';
import { type HelperProcess, startHelper } from './helper-process.ts';
import type { ReceiverReport } from './notify-receiver.ts';

/** The servers that a case of notifications runs on. */
export interface NotifyServers {
  readonly postgres: BenchPostgres;
  readonly engine: EngineName;
  /** folder for V8's CPU profile of the worker; '' for none */
  readonly profileIn: string;
}

/** One worker from the build, its database, and the receivers. */
export interface NotifyPlace {
  readonly databaseUrl: string;
  readonly pids: Readonly<Record<string, number>>;
  readonly receiverPort: number;
  /** What came since this was asked last. */
  received(): Promise<ReceiverReport>;
  stop(): Promise<void>;
}

/** Starts them on a fresh database, which goes again. */
export async function startNotifyPlace(servers: NotifyServers): Promise<NotifyPlace> {
  const { postgres, engine } = servers;
  const databaseUrl = await postgres.newDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'payserver-bench-'));
  const redis = engine === 'redis' ? await startRedis() : null;
  const receiver = await startHelper<ReceiverReport>('notify-receiver.ts');
  const address = { url: 'http://127.0.0.1:1', sandboxUrl: '', databaseUrl };
  const worker = await spawnApp('worker', {
    ...testEnvironment(
      { ...address, redisUrl: redis?.url ?? '' },
      { dataDir, apiPort: 1, sandboxPort: 2 },
    ),
    NODE_ENV: 'production',
    NODE_OPTIONS: [...PART_FLAGS, ...profiling(servers)].join(' '),
    ...(servers.profileIn !== '' && { PROFILE_IN: servers.profileIn }),
    SWEEP_INTERVAL_MS: '1000',
    LOG_LEVEL: 'warn',
  });
  return {
    databaseUrl,
    pids: { worker: worker.pid, postgres: postgres.pid, receiver: receiver.pid },
    receiverPort: receiver.ready.port ?? 0,
    received: async () => await reportOf(receiver),
    async stop() {
      await worker.stop();
      await receiver.stop();
      await redis?.stop();
      await postgres.dropDatabase(databaseUrl);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function profiling({ profileIn }: NotifyServers): string[] {
  return profileIn === '' ? [] : [`--import=${new URL('profile.mjs', import.meta.url).href}`];
}

/** What this receiver has had since it was asked last. */
async function reportOf(receiver: HelperProcess<ReceiverReport>): Promise<ReceiverReport> {
  const answered = receiver.next();
  receiver.tell({ type: 'report' });
  return await answered;
}

/** An endpoint that a case needs; it wants every type. */
export interface BenchEndpoint {
  readonly merchantUUID: string;
  readonly url: string;
  readonly status?: 'on' | 'paused';
}

const ADD_SQL = `
INSERT INTO "NotifyEndpoint" (uuid, "merchantUUID", url, origin, secret, status)
SELECT t.uuid, t."merchantUUID", t.url, t.origin, t.secret, t.status
FROM jsonb_to_recordset($1::jsonb) t(uuid text, "merchantUUID" text, url text, origin text, secret text, status text)`;

/** Adds endpoints with secrets of their own. */
export async function addEndpoints(
  databaseUrl: string,
  endpoints: readonly BenchEndpoint[],
): Promise<void> {
  const seal = createSecretSeal(TEST_NOTIFY_SECRET);
  const rows = endpoints.map(({ merchantUUID, url, status = 'on' }) => {
    const uuid = newUuid();
    const secret = seal.seal(newEndpointSecret(), uuid);
    return { uuid, merchantUUID, url, origin: new URL(url).origin, secret, status };
  });
  await runSql(databaseUrl, ADD_SQL, [JSON.stringify(rows)]);
}

/** An origin of its own for each number: all of 127.0.0.0/8 is this machine. */
export function originOf(port: number, no: number): string {
  return `http://127.1.${Math.floor(no / 250)}.${1 + (no % 250)}:${port}`;
}

/** The quick endpoint of each of so many merchants, M0 and so on. */
export function quickEndpoints(
  { receiverPort }: NotifyPlace,
  count: number,
  status: 'on' | 'paused',
): BenchEndpoint[] {
  return Array.from({ length: count }, (_, no) => ({
    merchantUUID: `M${no}`,
    url: `${originOf(receiverPort, no)}/quick`,
    status,
  }));
}

const POLL_MS = 50;
const PATIENCE_MS = 300_000;

/**
 * Asks again and again until it is so, and answers how long that took, ms.
 *
 * @throws {Error} when it is not within five minutes
 */
export async function timeUntil(isSo: () => Promise<boolean>): Promise<number> {
  const startedAt = performance.now();
  while (!(await isSo())) {
    if (performance.now() - startedAt > PATIENCE_MS) throw new Error('it took five minutes');
    await sleep(POLL_MS);
  }
  return performance.now() - startedAt;
}
