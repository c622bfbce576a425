import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultRig } from './fault-rig.ts';
import { createProbes } from './probes.ts';
import { tellRedis } from './servers.ts';
import type { Shop } from './shop.ts';

/** Where a fault happens. */
export interface FaultScene {
  readonly rig: FaultRig;
  readonly shop: Shop;
  /** a mode of the sandbox, for payments of the fault's own */
  readonly mode: string;
  readonly leaseMs: number;
  /** 0 to 1 */
  readonly random: () => number;
}

/** Breaks something, and mends it before it answers; what it did may go on to have effects. */
export type Fault = (scene: FaultScene) => Promise<void>;

/** In the middle of a call. */
const killWorker: Fault = async (scene) => {
  await createProbes(scene).postUntilHeld('slow:1000');
  const { worker } = scene.rig.running;
  worker.signal('SIGKILL');
  await worker.exited;
  await scene.rig.restart('worker');
};

const killApi: Fault = async ({ rig }) => {
  rig.running.api.signal('SIGKILL');
  await rig.running.api.exited;
  await rig.restart('api');
};

const killRedis: Fault = async ({ rig, random }) => {
  await rig.running.redis?.stop();
  await sleep(2_000 * random());
  await rig.restart('redis');
};

const killPostgres: Fault = async ({ rig, random }) => {
  await rig.postgres.kill();
  await sleep(1_000 * random());
  await rig.postgres.restart();
};

/** It wakes up with a lease that others have taken over since. */
const pauseWorker: Fault = async ({ rig, leaseMs }) => {
  rig.running.worker.signal('SIGSTOP');
  await sleep(leaseMs + 1_000);
  rig.running.worker.signal('SIGCONT');
};

const pauseApi: Fault = async ({ rig, leaseMs, random }) => {
  rig.running.api.signal('SIGSTOP');
  await sleep((leaseMs + 1_000) * random());
  rig.running.api.signal('SIGCONT');
};

const pauseRedis: Fault = async ({ rig, random }) => {
  const { pid } = rig.running.redis ?? { pid: 0 };
  process.kill(pid, 'SIGSTOP');
  await sleep(2_000 * random());
  process.kill(pid, 'SIGCONT');
};

const flushRedis: Fault = async ({ rig }) => await tellRedis(rig.running.redis, 'FLUSHALL');

/** It answers every write that there is no room. */
const fillRedis: Fault = async ({ rig, random }) => {
  await tellRedis(rig.running.redis, 'CONFIG SET maxmemory 1');
  await sleep(2_000 * random());
  await tellRedis(rig.running.redis, 'CONFIG SET maxmemory 0');
};

type Wire = keyof FaultRig['wires'];

const cut =
  (name: Wire): Fault =>
  async ({ rig, random }) => {
    await rig.wires[name]?.cut();
    await sleep(1_000 * random());
    await rig.wires[name]?.mend();
  };

const freeze =
  (name: Wire): Fault =>
  async ({ rig, random }) => {
    rig.wires[name]?.freeze();
    await sleep(2_000 * random());
    await rig.wires[name]?.mend();
  };

const slow =
  (name: Wire): Fault =>
  async ({ rig, random }) => {
    rig.wires[name]?.slow(10 + 90 * random());
    await sleep(2_000 * random());
    await rig.wires[name]?.mend();
  };

/** Those that change an order. */
const STATEMENTS = ['insert-pay-orders', 'claim-pay', 'settle-pay', 'reschedule-pay', 'COMMIT'];
const WITHIN_MS = 3_000;

/** PostgreSQL commits, and whoever asked for it never hears of it. */
const loseCommit: Fault = async ({ rig, random }) => {
  const statement = STATEMENTS[Math.floor(random() * STATEMENTS.length)] ?? '';
  const signal = AbortSignal.timeout(WITHIN_MS);
  const end = await rig.wires.database.loseAnswerTo(statement, signal);
  await sleep(200 * random());
  end();
};

const ON_BOTH = {
  killWorker,
  killApi,
  killPostgres,
  pauseWorker,
  pauseApi,
  cutDatabase: cut('database'),
  freezeDatabase: freeze('database'),
  slowDatabase: slow('database'),
  loseCommit,
};

/** The faults that each engine can have. */
export const FAULTS: Readonly<Record<'postgres' | 'redis', Readonly<Record<string, Fault>>>> = {
  postgres: ON_BOTH,
  redis: {
    ...ON_BOTH,
    killRedis,
    pauseRedis,
    flushRedis,
    fillRedis,
    cutRedis: cut('redis'),
    freezeRedis: freeze('redis'),
    slowRedis: slow('redis'),
  },
};
