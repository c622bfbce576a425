import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type FaultRig, startFaultRig } from '../support/fault-rig.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { expectInvariants } from '../support/invariants.ts';
import { createProbes, type Probes } from '../support/probes.ts';
import { seededChoices } from '../support/random.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';

// How soon all is well again, with the settings that a gateway has when nobody sets any.
const DEFAULTS = { SWEEP_INTERVAL_MS: undefined };
/** Orders that a worker is in the middle of when it dies, and how long their connector takes. */
const HELD = 5;
const CALL_MS = 3_000;

interface TrialContext {
  readonly rig: FaultRig;
  readonly probes: Probes;
  readonly random: () => number;
}

/** Breaks something, mends it, and answers how long it then took, ms. */
type Trial = (context: TrialContext) => Promise<Readonly<Record<string, number>>>;

const since = (startedAt: number) => performance.now() - startedAt;

const killWorker: Trial = async ({ rig, probes, random }) => {
  const numbers = await Promise.all(
    Array.from({ length: HELD }, async () => await probes.postUntilHeld(`slow:${CALL_MS}`)),
  );
  const { worker } = rig.running;
  worker.signal('SIGKILL');
  const killedAt = performance.now();
  await worker.exited;
  const isPaid = await Promise.all(numbers.map(async (number) => await probes.isPaid(number)));
  await rig.restart('worker');
  // On a machine that is slow enough it was done before it died: that shows nothing.
  if (!isPaid.includes(false)) return await killWorker({ rig, probes, random });
  await Promise.all(numbers.map(async (number) => await probes.untilHeldAgain(number)));
  const heldAgain = since(killedAt);
  await Promise.all(numbers.map(async (number) => await probes.untilPaid(number)));
  return {
    [`worker killed in calls of ${CALL_MS / 1_000} s -> another calls for all it held`]: heldAgain,
    [`worker killed in calls of ${CALL_MS / 1_000} s -> all it held is settled`]: since(killedAt),
  };
};

const killRedis: Trial = async ({ rig, probes, random }) => {
  await rig.running.redis?.stop();
  await sleep(3_000 * random());
  await rig.restart('redis');
  const backAt = performance.now();
  await probes.untilSomeArePaid();
  return { 'Redis back -> consuming': since(backAt) };
};

const killPostgres: Trial = async ({ rig, probes, random }) => {
  await rig.postgres.kill();
  await sleep(3_000 * random());
  await rig.postgres.restart();
  const backAt = performance.now();
  await eventually(async () => await probes.isAccepted(), Boolean, 120_000);
  const serving = since(backAt);
  await probes.untilSomeArePaid();
  return {
    'PostgreSQL back -> serving': serving,
    'PostgreSQL back -> consuming': since(backAt),
  };
};

const { engine } = testServers();
const TRIALS =
  engine === 'redis' ? [killWorker, killRedis, killPostgres] : [killWorker, killPostgres];

test('what was killed comes back soon, with default settings', {
  timeout: 60_000 + SCALE.recoveries * 120_000,
}, async () => {
  const times = new Map<string, number[]>();
  let left = SCALE.recoveries;
  const runLane = async (lane: number) => {
    const rig = await startFaultRig(engine, DEFAULTS);
    onTestFinished(async () => await rig.stop());
    const shop = await newShop(rig);
    const mode = await shop.openOwn();
    const { next: random } = seededChoices(SCALE.seed + lane);
    const context = { rig, probes: createProbes({ rig, shop, mode }), random };
    for (; left > 0; ) {
      left -= 1;
      for (const trial of TRIALS) {
        for (const [what, ms] of Object.entries(await trial(context))) {
          times.set(what, [...(times.get(what) ?? []), ms]);
        }
      }
    }
    await expectInvariants(rig);
  };
  const lanes = Math.min(SCALE.recoveryLanes, SCALE.recoveries);
  await Promise.all(Array.from({ length: lanes }, async (_, lane) => await runLane(lane)));
  for (const [what, measured] of times) {
    reportFaults({
      what: `recovery: ${what}`,
      n: measured.length,
      bad: null,
      measured: spread(measured),
    });
  }
  expect([...times.values()].map(({ length }) => length)).toEqual(
    [...times.keys()].map(() => SCALE.recoveries),
  );
});

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  // The nearest rank: so many percent of them took no longer.
  const at = (share: number) =>
    `${((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) / 1_000).toFixed(2)} s`;
  return `median ${at(0.5)}, p95 ${at(0.95)}, longest ${at(1)}`;
}
