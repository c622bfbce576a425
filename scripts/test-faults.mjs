// The long run of the fault tests, on both engines, and its table:
// npm run test:faults -- --help
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describeCommand, someOf, wholeNumber } from './command-line.mjs';
import { printFaultsTable } from './faults-table.mjs';
import { anySeed, runTests } from './long-run.mjs';

/** Those that only say yes or no may share the machine; those that measure have it to themselves. */
const SHARING = [
  ...['crash-points', 'random', 'notify-kills', 'races', 'bad-connectors', 'rolling-restart'],
];
const MEASURING = ['recovery', 'hung-connector'];
const PARTS = [...SHARING, ...MEASURING];
const ENGINES = ['pg', 'redis'];

const values = describeCommand(
  'test:faults',
  'Plays faults against real processes, on both engines.',
)
  .option('--release', 'as often as before a release: hours instead of minutes', false)
  .option('--seed <text>', 'plays the same faults in the same order again', anySeed())
  .option('--minutes <n>', 'random faults go on at least so long', wholeNumber(0), 0)
  .option(
    '--kills <n>',
    'random faults, and kills under notifications, both engines together',
    wholeNumber(1),
  )
  .option('--rounds <n>', 'rounds of every other part', wholeNumber(1))
  .option('--lanes <n>', 'gateways that are broken at once in the part recovery', wholeNumber(1))
  .option('--only <parts>', `some of ${PARTS.join(', ')}`, someOf(PARTS), PARTS)
  .option('--engines <names>', `some of ${ENGINES.join(', ')}`, someOf(ENGINES), ENGINES)
  .option('--json <file>', 'adds the rows to this file, and prints what it has from other runs too')
  .parse()
  .opts();
const { only: parts, engines } = values;
const scale = values.release
  ? { crash: 5, kills: 500, races: 500, behaviours: 100, recoveries: 40, lanes: 4, hung: 5 }
  : { crash: 1, kills: 40, races: 20, behaviours: 1, recoveries: 3, lanes: 3, hung: 1 };
const settings = {
  FAULTS_SEED: values.seed,
  FAULTS_MINUTES: values.minutes,
  // So many in all, half of them on each engine, also when only one is played now.
  FAULTS_KILLS: Math.ceil((values.kills ?? scale.kills) / ENGINES.length),
  FAULTS_CRASH_ALL: 1,
  FAULTS_CRASH_ROUNDS: values.rounds ?? scale.crash,
  FAULTS_RACES: values.rounds ?? scale.races,
  FAULTS_BEHAVIOURS: values.rounds ?? scale.behaviours,
  FAULTS_RECOVERIES: values.rounds ?? scale.recoveries,
  FAULTS_RECOVERY_LANES: values.lanes ?? scale.lanes,
  FAULTS_HUNG_ROUNDS: values.rounds ?? scale.hung,
};

/** Runs these parts on one engine, one after the other. */
async function play(engine, names) {
  const played = [];
  for (const part of names) {
    const startedAt = Date.now();
    const path = `test/faults/${part}.test.ts`;
    const { rows, status } = await runTests(path, settings, `${engine}-engine`);
    const seconds = Math.round((Date.now() - startedAt) / 1_000);
    console.log(`${engine}-engine | ${part}: exit ${status}, ${seconds} s`);
    // A part that ended before it reported anything must not be missing without a word.
    const failed = { what: `${part}: failed`, n: 1, bad: 1 };
    const found = status === 0 || rows.some(({ bad }) => bad > 0) ? rows : [...rows, failed];
    played.push(...found.map((row) => ({ part, seed: values.seed, seconds, ...row, engine })));
  }
  return played;
}

/** With the rows that a file keeps of other runs; those of a part that was played again give way. */
function joined(rows) {
  if (values.json === undefined) return rows;
  const stored = existsSync(values.json) ? JSON.parse(readFileSync(values.json, 'utf8')) : [];
  const isNew = (old) => !rows.some((row) => row.part === old.part && row.engine === old.engine);
  const all = [...stored.filter(isNew), ...rows];
  writeFileSync(values.json, `${JSON.stringify(all, null, 2)}\n`);
  return all;
}

console.log(`seed ${values.seed} (the same seed plays the same faults in the same order)`);
const sharing = SHARING.filter((part) => parts.includes(part));
const measuring = MEASURING.filter((part) => parts.includes(part));
const rows = (await Promise.all(engines.map(async (engine) => await play(engine, sharing)))).flat();
for (const engine of engines) rows.push(...(await play(engine, measuring)));

printFaultsTable(joined(rows).toSorted((a, b) => PARTS.indexOf(a.part) - PARTS.indexOf(b.part)));
process.exit(rows.some(({ bad }) => bad > 0) ? 1 : 0);
