import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../test/support/eventually.ts';
import { type FaultRig, startFaultRig } from '../../test/support/fault-rig.ts';
import { freePort } from '../../test/support/free-port.mjs';
import { runCommand } from '../../test/support/run-command.ts';
import { askRedis, startRedis } from '../../test/support/servers.ts';
import { newShop, type Shop } from '../../test/support/shop.ts';
import { TEST_JWT_SECRET } from '../../test/support/tokens.ts';
import { healthOf, type SeenSetting } from './seen.ts';

interface Setting {
  readonly set: string;
  readonly more?: readonly string[];
  readonly undo: readonly string[];
}

const KILL = 'CLIENT KILL TYPE normal';
const config = (name: string, value: string, before: string): Setting => ({
  set: `CONFIG SET ${name} ${value}`,
  undo: [`CONFIG SET ${name} ${before}`],
});
const user = (rule: string): Setting => ({
  set: `ACL SETUSER default ${rule}`,
  undo: ['ACL SETUSER default +@all'],
});

/** Set while a gateway runs on it, one after the other. */
const LIVE: readonly Setting[] = [
  { set: 'PING', undo: ['PING'] },
  config('maxmemory-policy', 'allkeys-lru', 'noeviction'),
  config('maxmemory-policy', 'volatile-ttl', 'noeviction'),
  config('maxmemory', '1mb', '0'),
  config('maxmemory', '1gb', '0'),
  config('min-replicas-to-write', '1', '0'),
  config('timeout', '1', '0'),
  config('tcp-keepalive', '0', '300'),
  config('appendonly', 'yes', 'no'),
  config('busy-reply-threshold', '1', '5000'),
  config('maxmemory-clients', '1mb', '0'),
  config('client-output-buffer-limit', '"normal 1mb 1mb 1"', '"normal 0 0 0"'),
  config('notify-keyspace-events', 'KEA', '""'),
  config('lazyfree-lazy-user-del', 'yes', 'no'),
  config('hz', '1', '10'),
  user('-info'),
  user('-@scripting'),
  user('-@write'),
  {
    set: 'CONFIG SET requirepass changed',
    more: ['AUTH changed', KILL],
    undo: ['AUTH changed', 'CONFIG SET requirepass ""'],
  },
  { set: 'REPLICAOF 127.0.0.1 1', undo: ['REPLICAOF NO ONE'] },
];

/** With these a gateway is started. */
const AT_START: ReadonlyArray<readonly string[]> = [
  ['--cluster-enabled', 'yes'],
  ['--maxmemory-policy', 'allkeys-lru'],
];

/** The queue's watch checks every five seconds. */
const SETTLE_MS = 6_000;
const BACK_MS = 60_000;

/** Tries each setting on a real Redis with a real gateway, which must pay with every one of them or say why not. */
export async function tryRedisSettings(onSeen: (seen: SeenSetting) => void): Promise<void> {
  const rig = await startFaultRig('redis', {});
  try {
    const shop = await newShop(rig);
    const mode = await shop.open('onAccount');
    for (const [at, setting] of LIVE.entries())
      onSeen(await tryLive({ rig, shop, mode, at }, setting));
    for (const settings of AT_START) onSeen(await tryStart(rig, settings));
  } finally {
    await rig.stop();
  }
}

interface TrialContext {
  readonly rig: FaultRig;
  readonly shop: Shop;
  readonly mode: string;
  readonly at: number;
}

async function tryLive(
  context: TrialContext,
  { set, more = [], undo }: Setting,
): Promise<SeenSetting> {
  const { redis } = context.rig.running;
  const answer = await askRedis(redis, set, ...more);
  if (answer.startsWith('-')) throw new Error(`${set}: ${answer}`);
  const payments = await payOnce(context);
  await sleep(SETTLE_MS);
  const health = await healthOf(context.rig.url, 'queue');
  await askRedis(redis, ...undo);
  await eventually(
    async () => await healthOf(context.rig.url, 'queue'),
    (queue) => queue === 'ok',
    BACK_MS,
  );
  return { setting: set.replace('CONFIG SET ', ''), health, payments };
}

interface PayAnswer {
  readonly body: { readonly data?: { readonly status: string } };
}

/** The sweep takes a new order without a wake-up job after three seconds. */
const SWEEP_MS = 2_500;

async function payOnce({ shop, mode, at }: TrialContext): Promise<string> {
  const startedAt = performance.now();
  const options = { headers: { prefer: 'wait=20' } };
  const { body } = (await shop.pay(mode, `setting-${at}`, options)) as PayAnswer;
  const ms = performance.now() - startedAt;
  if (body.data?.status !== 'payed') return `not paid: ${JSON.stringify(body)}`;
  return ms < SWEEP_MS ? 'paid by the queue' : 'paid by the sweep';
}

async function tryStart(rig: FaultRig, settings: readonly string[]): Promise<SeenSetting> {
  const folder = await mkdtemp(join(tmpdir(), 'payserver-redis-'));
  const redis = await startRedis(undefined, ['--dir', folder, ...settings]);
  try {
    const { errors } = await runCommand('worker', {
      DATABASE_URL: rig.databaseUrl,
      // The rig's own, of which nothing is asked here.
      ALLOW_DATA_LOSS: '1',
      REDIS_URL: redis.url,
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      JWT_SECRET: TEST_JWT_SECRET,
    });
    const setting = `${settings.join(' ')} at the start`;
    return { setting, health: errors.trim(), payments: 'none: it does not start' };
  } finally {
    await redis.stop();
    await rm(folder, { recursive: true });
  }
}
