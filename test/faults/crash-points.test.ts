import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_POINTS, type ArmedBuild, buildArmedApps } from '../support/armed-app.ts';
import { CRASH_FLOWS, type CrashFlowName } from '../support/crash-flows.ts';
import { type CrashScene, startCrashScene } from '../support/crash-scene.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { breachesOf } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { damageOf } from '../support/verdict.ts';
import { CRASH_CASES, casesOn, diesAtQueue } from './crash-cases.ts';

const CASES = SCALE.crashAll ? CRASH_CASES : casesOn(testServers().engine);

// A till works at a gateway whose API or worker dies at a named point; it is started again, the till goes
// on repeating as docs/cashier.md tells it, and in the end all of it must be as if nothing had happened.
let armed: ArmedBuild;
const scenes: CrashScene[] = [];
let queue: Promise<CrashScene>[] = [];

beforeAll(async () => {
  armed = await buildArmedApps();
  // One after the other: nothing is gained by so many processes that start at once.
  while (scenes.length < SCALE.crashLanes) scenes.push(await startCrashScene(testServers(), armed));
  queue = scenes.map(async (scene) => await Promise.resolve(scene));
}, 180_000);
afterAll(async () => {
  await Promise.all(scenes.map(async (scene) => await scene.stop()));
  await armed.remove();
});

/** Waits for its turn in a scene that nobody else uses. */
async function inFreeScene(use: (scene: CrashScene) => Promise<void>): Promise<void> {
  const turn = queue.shift();
  if (turn === undefined) throw new Error('there is no scene');
  let leave: (scene: CrashScene) => void = () => {};
  queue.push(
    new Promise((resolve) => {
      leave = resolve;
    }),
  );
  const scene = await turn;
  await use(scene).finally(() => leave(scene));
}

test('no crash point is left out', () => {
  const reached = CRASH_CASES.flatMap(({ deaths }) => deaths.map(([, point]) => point));
  const names = new Set(reached.map((point) => point.split(' ')[0]));
  expect(ALL_POINTS.filter((point) => !names.has(point))).toEqual([]);
});

const ROWS = ['pay', 'refund', 'batch', 'notice'] as const;
const flowsOf = (row: string) =>
  (Object.keys(CRASH_FLOWS) as CrashFlowName[]).filter((name) => CRASH_FLOWS[name].row === row);

test('what an engine does not play the other does, and each plays every death at its queue', () => {
  const [postgres, redis] = [casesOn('postgres'), casesOn('redis')];
  expect(new Set([...postgres, ...redis])).toEqual(new Set(CRASH_CASES));
  const deathsOf = (cases: typeof CRASH_CASES) =>
    new Set(cases.filter(diesAtQueue).map(({ at }) => at));
  expect(deathsOf(postgres)).toEqual(deathsOf(CRASH_CASES));
  expect(deathsOf(redis)).toEqual(deathsOf(CRASH_CASES));
});

const pointsOf = (cases: typeof CRASH_CASES) =>
  cases.flatMap(({ deaths }) => deaths.map((death) => death.join(' ')));
const isShared = (point: string) => point.includes(' group.');

test.each(ROWS)(
  'no crash point that a %s passes is left out of its cases',
  async (row) => {
    const flows = flowsOf(row);
    const cases = CRASH_CASES.filter(({ flow }) => flows.includes(flow));
    // A flow may share a commit with what another one left to a timer, so those points belong to no row.
    const covered = new Set([...pointsOf(cases), ...pointsOf(CRASH_CASES).filter(isShared)]);
    const missing = new Set<string>();
    await inFreeScene(async (scene) => {
      for (const flow of flows) {
        const passed = await scene.passedBy(await CRASH_FLOWS[flow].prepare(scene));
        for (const point of passed) if (!covered.has(point)) missing.add(`${point}, by a ${flow}`);
      }
    });
    expect([...missing]).toEqual([]);
  },
  // Beyond the time in which a flow gives up by itself and says what it saw last.
  120_000,
);

/** With the time that it waits for its turn. */
const CASE_MS = 120_000;
let ended = 0;

// Each waits most of its time: several at once leave no core idle.
describe.concurrent('a till that goes on gets the same end', () => {
  test.each(CASES)(
    '$flow: $at',
    async ({ flow, deaths }) => {
      const { prepare, end } = CRASH_FLOWS[flow];
      await inFreeScene(async (scene) => {
        for (let round = 1; round <= SCALE.crashRounds; round += 1) {
          const answered = await scene.dying(deaths, await prepare(scene));
          expect(answered).toBe(end);
          ended += 1;
        }
      });
    },
    CASE_MS * SCALE.crashRounds,
  );
});

test('the invariants hold after all of it', async () => {
  const found = await Promise.all(scenes.map(async ({ gateway }) => await breachesOf(gateway)));
  const breaches = found.flat();
  const trials = CASES.length * SCALE.crashRounds;
  reportFaults({
    what: 'every crash point x pay, refund, batch, notice, sweep',
    n: trials,
    bad: trials - ended + breaches.length,
    damage: damageOf(breaches),
  });
  expect(breaches).toEqual([]);
});
