import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import type { FaultRig } from './fault-rig.ts';
import { payBody, type Shop } from './shop.ts';
import { runSql } from './sql.ts';

/** Where a fault happens, and with what its recovery is measured. */
export interface FaultScene {
  readonly rig: FaultRig;
  readonly shop: Shop;
  readonly mode: string;
  readonly leaseMs: number;
  /** 0 to 1 */
  readonly random: () => number;
}

/** Breaks something and mends it again; answers how long the recovery took, ms, where it measures one. */
export type Fault = (scene: FaultScene) => Promise<number | null>;

let probes = 0;

function probe({ shop, mode }: FaultScene, sandbox: string) {
  probes += 1;
  return payBody(shop.merchantUUID, {
    payModeUUID: mode,
    clientPayNo: `probe-${process.pid}-${probes}`,
    sandbox,
  });
}

/** Its payment as the row has it; undefined as long as it was not accepted or the database is away. */
async function rowOf({ rig }: FaultScene, clientPayNo: string) {
  const sql = `SELECT status::text, "leaseUntil" IS NOT NULL AS held FROM "PayOrder" WHERE "clientPayNo" = $1`;
  const rows = await runSql<{ status: string; held: boolean }>(rig.databaseUrl, sql, [
    clientPayNo,
  ]).catch(() => []);
  return rows[0];
}

async function post({ shop }: FaultScene, body: object): Promise<boolean> {
  const sent = await shop.client.post('/pay', body, { prefer: 'respond-async' }).catch(() => null);
  return sent?.status === 200;
}

const RECOVERY_MS = 120_000;

/** Pays again and again until one payment has gone all the way. */
async function untilPaid(scene: FaultScene): Promise<void> {
  const deadline = Date.now() + RECOVERY_MS;
  while (Date.now() < deadline) {
    const body = probe(scene, 'succeed');
    if (await post(scene, body)) {
      const read = async () => await rowOf(scene, body.clientPayNo);
      const row = await eventually(read, (r) => r?.status === 'payed', 1_000).catch(() => null);
      if (row !== null) return;
    }
    await sleep(100);
  }
  throw new Error('no payment goes through any more');
}

/** The worker dies in the middle of a call: how long until that very order is settled. */
const killWorker: Fault = async (scene) => {
  const body = probe(scene, 'slow:1000');
  await eventually(async () => await post(scene, body), Boolean);
  await eventually(
    async () => await rowOf(scene, body.clientPayNo),
    (row) => row?.held === true || row?.status === 'payed',
    RECOVERY_MS,
  );
  const { worker } = scene.rig.running;
  worker.signal('SIGKILL');
  const killedAt = performance.now();
  await worker.exited;
  await scene.rig.restart('worker');
  const read = async () => await rowOf(scene, body.clientPayNo);
  await eventually(read, (row) => row?.status === 'payed', RECOVERY_MS);
  return performance.now() - killedAt;
};

const killApi: Fault = async ({ rig }) => {
  rig.running.api.signal('SIGKILL');
  await rig.running.api.exited;
  await rig.restart('api');
  return null;
};

const killRedis: Fault = async (scene) => {
  await scene.rig.running.redis?.stop();
  await sleep(500 + 2_000 * scene.random());
  await scene.rig.restart('redis');
  const backAt = performance.now();
  await untilPaid(scene);
  return performance.now() - backAt;
};

const killPostgres: Fault = async (scene) => {
  await scene.rig.postgres.kill();
  await sleep(500 + 1_000 * scene.random());
  await scene.rig.postgres.restart();
  const backAt = performance.now();
  await eventually(async () => await post(scene, probe(scene, 'succeed')), Boolean, RECOVERY_MS);
  return performance.now() - backAt;
};

/** It wakes up with a lease that others have taken over since. */
const pauseWorker: Fault = async ({ rig, leaseMs }) => {
  rig.running.worker.signal('SIGSTOP');
  await sleep(leaseMs + 1_000);
  rig.running.worker.signal('SIGCONT');
  return null;
};

const flushRedis: Fault = async ({ rig }) => {
  const socket = connect(rig.running.redis?.port ?? 0, '127.0.0.1');
  socket.write('FLUSHALL\r\n');
  await once(socket, 'data');
  socket.destroy();
  return null;
};

const cutDatabase: Fault = async ({ rig, random }) => {
  await rig.wires.database.cut();
  await sleep(1_000 * random());
  await rig.wires.database.mend();
  return null;
};

const freezeDatabase: Fault = async ({ rig, random }) => {
  rig.wires.database.freeze();
  await sleep(2_000 * random());
  await rig.wires.database.mend();
  return null;
};

const cutRedis: Fault = async ({ rig, random }) => {
  await rig.wires.redis?.cut();
  await sleep(1_000 * random());
  await rig.wires.redis?.mend();
  return null;
};

/** The faults that either engine can have. */
export const FAULTS: Readonly<Record<'postgres' | 'redis', Readonly<Record<string, Fault>>>> = {
  postgres: { killWorker, killApi, killPostgres, pauseWorker, cutDatabase, freezeDatabase },
  redis: {
    killWorker,
    killApi,
    killPostgres,
    pauseWorker,
    cutDatabase,
    freezeDatabase,
    killRedis,
    flushRedis,
    cutRedis,
  },
};
