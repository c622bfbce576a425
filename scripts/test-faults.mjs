// The long run of the fault tests, on both engines, and its table:
// npm run test:faults -- [--seed S] [--minutes M] [--kills N] [--rounds N] [--release]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    minutes: { type: 'string', default: '0' },
    kills: { type: 'string' },
    rounds: { type: 'string' },
    release: { type: 'boolean', default: false },
  },
});
const scale = values.release
  ? { crash: '5', kills: '250', races: '500', behaviours: '100' }
  : { crash: '1', kills: '20', races: '20', behaviours: '1' };

const folder = mkdtempSync(join(tmpdir(), 'payserver-faults-'));
const report = join(folder, 'rows.jsonl');
writeFileSync(report, '');
console.log(`seed ${values.seed} (the same seed plays the same faults in the same order)`);
const vitest = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);
// The kills are divided between the engines; the figures of a release are of both together.
const run = spawnSync(process.execPath, [vitest, 'run', 'test/faults', '--no-file-parallelism'], {
  stdio: 'inherit',
  env: {
    ...process.env,
    FAULTS_REPORT: report,
    FAULTS_SEED: values.seed,
    FAULTS_MINUTES: values.minutes,
    FAULTS_KILLS: values.kills ?? scale.kills,
    FAULTS_CRASH_ROUNDS: values.rounds ?? scale.crash,
    FAULTS_RACES: values.rounds ?? scale.races,
    FAULTS_BEHAVIOURS: values.rounds ?? scale.behaviours,
  },
});
const rows = readFileSync(report, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
rmSync(folder, { recursive: true, force: true });
console.log(
  '\n| engine | test | n | bad | at most, at 95 % | measured |\n|---|---|---|---|---|---|',
);
for (const { engine, test, trials, bad, measured = '' } of rows) {
  // Nothing in n trials: at most 3/n (the rule of three). Anything found has no such bound.
  const bound = bad === 0 ? `${(300 / trials || 0).toFixed(2)} %` : '';
  console.log(`| ${engine} | ${test} | ${trials} | ${bad ?? ''} | ${bound} | ${measured} |`);
}
process.exit(run.status ?? 1);
