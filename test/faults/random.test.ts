import { expect, onTestFinished, test } from 'vitest';
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
const TILLS = 3;
/** Far more than any fault takes on two busy cores. */
const FAULT_MS = 60_000;

test('random faults over a running load lose, double and falsify nothing', {
  timeout: 120_000 + SCALE.minutes * 60_000 + SCALE.kills * FAULT_MS,
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
  const tills = Array.from({ length: TILLS }, async (_, till) =>
    runTill(
      { shop, modes, name: `till${till}` },
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
  const recoveries = new Map<string, number[]>();
  const names = Object.keys(FAULTS[engine]);
  const until = Date.now() + SCALE.minutes * 60_000;
  let done = 0;
  for (; done < SCALE.kills || Date.now() < until; done += 1) {
    // Each kind once, then by chance.
    const name = names[done] ?? choices.pick(names);
    const ms = await FAULTS[engine][name]?.(scene);
    if (typeof ms === 'number') recoveries.set(name, [...(recoveries.get(name) ?? []), ms]);
  }
  stop.abort();
  // The tills ask again for what is open; some of that only a person can end.
  const learned = new AbortController();
  const [answers, settledByHand] = await Promise.all([
    Promise.all(tills).finally(() => learned.abort()),
    settleUnsent(rig, learned.signal),
  ]);
  const told = answers.flat();
  const { details, ...verdict } = await judgeRig(rig, told);
  reportFaults({
    what: `random faults over a running load, seed ${SCALE.seed}`,
    n: done,
    bad: Object.values(verdict).reduce((sum, count) => sum + count, 0),
    measured: `${told.length} payments and refunds, ${settledByHand} settled by hand; ${JSON.stringify(verdict)}`,
  });
  for (const [name, times] of recoveries) {
    reportFaults({
      what: `recovery: ${name}`,
      n: times.length,
      bad: null,
      measured: spread(times),
    });
  }
  expect({ seed: SCALE.seed, details }).toEqual({ seed: SCALE.seed, details: [] });
});

function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return `median ${Math.round(at(0.5) ?? 0)} ms, p95 ${Math.round(at(0.95) ?? 0)} ms`;
}
