import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_POINTS, type ArmedBuild, buildArmedApps } from '../support/armed-app.ts';
import { CRASH_FLOWS, type CrashFlowName } from '../support/crash-flows.ts';
import { type CrashScene, startCrashScene } from '../support/crash-scene.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { breachesOf } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { takeTurns } from '../support/turns.ts';
import { damageOf } from '../support/verdict.ts';
import { CRASH_CASES, type CrashCase, casesOn, diesAtQueue } from './crash-cases.ts';

/**
 * With the time that it waits for its turn behind others, and beyond the time in which a flow gives up by itself and says
 * what it saw last.
 */
const CASE_MS = 300_000;
const CASES = SCALE.crashAll ? CRASH_CASES : casesOn(testServers().engine);

// A till works at a gateway whose API or worker dies at a named point; it is started again, the till goes
// on repeating as docs/cashier.md tells it, and in the end all of it must be as if nothing had happened.
let armed: ArmedBuild;
const scenes: CrashScene[] = [];
/** For whoever has a scene for itself. */
let inFreeScene: ReturnType<typeof takeTurns<CrashScene>>;

beforeAll(async () => {
  armed = await buildArmedApps();
  // One after the other: nothing is gained by so many processes that start at once.
  while (scenes.length < SCALE.crashLanes) scenes.push(await startCrashScene(testServers(), armed));
  inFreeScene = takeTurns(scenes);
}, 180_000);
afterAll(async () => {
  await Promise.all(scenes.map(async (scene) => await scene.stop()));
  await armed.remove();
});

test('no crash point is left out', () => {
  const reached = CRASH_CASES.flatMap(({ deaths }) => deaths.map(([, point]) => point));
  const names = new Set(reached.map((point) => point.split(' ')[0]));
  expect(ALL_POINTS.filter((point) => !names.has(point))).toEqual([]);
});

const ROWS = ['pay', 'refund', 'batch', 'notice'] as const;
const flowsOf = (row: string) =>
  (Object.keys(CRASH_FLOWS) as CrashFlowName[]).filter((name) => CRASH_FLOWS[name].row === row);

test('every death and every flow is played on one engine or the other, every death at the queue on both', () => {
  const [postgres, redis] = [casesOn('postgres'), casesOn('redis')];
  const deathsOf = (cases: readonly CrashCase[]) => new Set(cases.map(({ at }) => at));
  expect(deathsOf([...postgres, ...redis])).toEqual(deathsOf(CRASH_CASES));
  const flows = [...postgres, ...redis].map(({ flow }) => flow);
  expect(new Set(flows)).toEqual(new Set(CRASH_CASES.map(({ flow }) => flow)));
  const atQueue = deathsOf(CRASH_CASES.filter(diesAtQueue));
  expect(deathsOf(postgres.filter(diesAtQueue))).toEqual(atQueue);
  expect(deathsOf(redis.filter(diesAtQueue))).toEqual(atQueue);
});

const pointsOf = (cases: typeof CRASH_CASES) =>
  cases.flatMap(({ deaths }) => deaths.map((death) => death.join(' ')));
const isShared = (point: string) => / (?:group|fanout|notify)\./.test(point);

// Each has a scene for itself.
describe.concurrent('no crash point is left out of the cases', () => {
  test.each(ROWS)(
    'that a %s passes',
    async (row) => {
      const flows = flowsOf(row);
      const cases = CRASH_CASES.filter(({ flow }) => flows.includes(flow));
      // A flow may share a commit with what another one left to a timer, so those points belong to no row.
      const covered = new Set([...pointsOf(cases), ...pointsOf(CRASH_CASES).filter(isShared)]);
      const missing = new Set<string>();
      await inFreeScene(async (scene) => {
        for (const flow of flows) {
          const passed = await scene.passedBy(await CRASH_FLOWS[flow].prepare(scene));
          for (const point of passed)
            if (!covered.has(point)) missing.add(`${point}, by a ${flow}`);
        }
      });
      expect([...missing]).toEqual([]);
    },
    CASE_MS,
  );
});

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
