// The long run of the fault tests, on both engines, and its table:
// npm run test:faults -- [--seed S] [--minutes M] [--kills N] [--rounds N] [--release]
import { parseArgs } from 'node:util';
import { anySeed, printTable, runTests } from './long-run.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: anySeed() },
    minutes: { type: 'string', default: '0' },
    kills: { type: 'string' },
    rounds: { type: 'string' },
    release: { type: 'boolean', default: false },
  },
});
const scale = values.release
  ? { crash: '5', kills: '250', races: '500', behaviours: '100' }
  : { crash: '1', kills: '20', races: '20', behaviours: '1' };

console.log(`seed ${values.seed} (the same seed plays the same faults in the same order)`);
// The kills are divided between the engines; the figures of a release are of both together.
const { rows, status } = runTests('test/faults', {
  FAULTS_SEED: values.seed,
  FAULTS_MINUTES: values.minutes,
  FAULTS_KILLS: values.kills ?? scale.kills,
  FAULTS_CRASH_ROUNDS: values.rounds ?? scale.crash,
  FAULTS_RACES: values.rounds ?? scale.races,
  FAULTS_BEHAVIOURS: values.rounds ?? scale.behaviours,
});
printTable(
  ['engine', 'test', 'n', 'bad', 'at most, at 95 %', 'measured'],
  rows.map(({ engine, what, n, bad, measured }) => {
    // Nothing in n trials: at most 3/n (the rule of three). Anything found has no such bound.
    const bound = bad === 0 ? `${(300 / n || 0).toFixed(2)} %` : '';
    return [engine, what, n, bad, bound, measured];
  }),
);
process.exit(status);
