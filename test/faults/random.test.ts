import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { FAULTS, type FaultScene } from '../support/fault-kinds.ts';
import { openLoadModes, runTill } from '../support/fault-load.ts';
import { settleUnsent } from '../support/fault-operator.ts';
import { startFaultRig } from '../support/fault-rig.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { seededChoices } from '../support/random.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { judgeRig } from '../support/verdict.ts';

const LEASE_MS = 3_000;
const TILLS = 5;
/** Far more than any fault takes on two busy cores. */
const FAULT_MS = 60_000;

test('random faults over a running load lose, double and falsify nothing', {
  timeout: 120_000 + SCALE.minutes * 60_000 + (SCALE.kills + 20) * FAULT_MS,
}, async () => {
  const { engine } = testServers();
  const settings = { LEASE_MS: String(LEASE_MS), PAY_WAIT_MS: '2000' };
  const rig = await startFaultRig(engine, settings);
  onTestFinished(async () => await rig.stop());
  const shop = await newShop(rig);
  const modes = await openLoadModes(rig, shop);
  const [mode] = modes;
  if (mode === undefined) throw new Error('no mode');

  const stop = new AbortController();
  let answers = 0;
  const onAnswer = () => void (answers += 1);
  const tills = Array.from({ length: TILLS }, async (_, till) =>
    runTill(
      { shop, modes, name: `till${till}`, onAnswer },
      seededChoices(SCALE.seed + till + 1),
      stop.signal,
    ),
  );
  // A till that is refused for good ends the test, though only when the faults are over.
  for (const till of tills) till.catch(() => undefined);
  const choices = seededChoices(SCALE.seed);
  const scene: FaultScene = {
    rig,
    shop,
    mode: mode.uuid,
    leaseMs: LEASE_MS,
    random: choices.next,
  };
  const names = Object.keys(FAULTS[engine]);
  const until = Date.now() + SCALE.minutes * 60_000;
  let done = 0;
  const atLeast = Math.max(SCALE.kills, names.length);
  for (; done < atLeast || Date.now() < until; done += 1) {
    // Each kind once, then by chance.
    const name = names[done] ?? choices.pick(names);
    await FAULTS[engine][name]?.(scene);
    // The next one strikes a load that runs again, however much of this one is still to be mended.
    const before = answers;
    await eventually(
      async () => await Promise.resolve(answers),
      (now) => now > before,
      FAULT_MS,
    );
  }
  stop.abort();
  // The tills ask again for what is open; some of that only a person can end.
  const learned = new AbortController();
  const [all, settledByHand] = await Promise.all([
    Promise.all(tills).finally(() => learned.abort()),
    settleUnsent(rig, learned.signal),
  ]);
  const finals = all.flat();
  const { details, ...damage } = await judgeRig(rig, finals);
  reportFaults({
    what: 'random SIGKILL, SIGSTOP, FLUSHALL, cuts, delays over a running load',
    n: done,
    bad: details.length,
    damage,
    measured: `seed ${SCALE.seed}, ${finals.length} payments and refunds, ${settledByHand} settled by hand`,
  });
  expect({ seed: SCALE.seed, details }).toEqual({ seed: SCALE.seed, details: [] });
});
