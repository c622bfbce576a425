// The security tests, on both engines, and one table of what was tried and what went wrong:
// npm run test:security -- --help
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeCommand } from './command-line.mjs';
import { anySeed, printTable, runTests } from './long-run.mjs';

const FOLDER = 'test/security';
const values = describeCommand('test:security', 'Attacks a gateway, on both engines, and counts.')
  .option('--full', 'every input that was promised, instead of a tenth', false)
  .option('--seed <text>', 'makes the same inputs in the same order again', anySeed())
  .parse()
  .opts();
/** Inputs of both engines together, each of which sends half; raw messages are sent on one. */
const scale = values.full ? { fuzz: 100_000, raw: 5_000 } : { fuzz: 10_000, raw: 2_500 };
/** How often at least, where that was promised. */
const LEAST = {
  'forged tokens': 40,
  'SSRF vectors x 5 fields x (register, connect)': 80 * 5 * 2,
  'SSRF vectors x (endpoint, its change, notifyUrl of payment and refund)': 200 * 4,
  'false notices': 150,
  'tenant matrix: ids of another merchant in every field': 100,
  'inputs from the OpenAPI document: answers': scale.fuzz,
  'inputs from the OpenAPI document: refused, sent again, written': scale.fuzz / 2,
  'inputs from the OpenAPI document: processes that ended': 4,
  'malformed raw messages': scale.raw,
  'odd claims': 250,
};

console.log(`seed ${values.seed} (the same seed makes the same inputs in the same order)`);
const { rows, status } = await runTests(FOLDER, {
  SECURITY_SEED: values.seed,
  SECURITY_FUZZ: String(scale.fuzz / 2),
  SECURITY_RAW: String(scale.raw),
});

/** Every test file says with openTally what it counts: whatever then is not in the table was not tried. */
function promised() {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.test.ts'));
  const texts = files.map((name) => readFileSync(join(FOLDER, name), 'utf8'));
  const found = texts.flatMap((text) => [...text.matchAll(/openTally\('([^']+)'\)/g)]);
  return found.map(([, what]) => what);
}

/** All rows about one thing as one. */
function summed(what) {
  const own = rows.filter((row) => row.what === what);
  const sum = (field) => own.reduce((total, row) => total + (row[field] ?? 0), 0);
  const engines = own.map(({ engine }) => engine).join(', ');
  return { what, n: sum('n'), least: LEAST[what] ?? 1, bad: sum('bad'), engines };
}

const names = new Set([...promised(), ...Object.keys(LEAST), ...rows.map(({ what }) => what)]);
const table = [...names].toSorted((a, b) => a.localeCompare(b)).map(summed);
const short = table.filter(({ n, least }) => n < least);
printTable(
  ['what', 'n', 'at least', 'bad', 'engines'],
  table.map(({ what, n, least, bad, engines }) => [what, n, least, bad, engines]),
);
const total = (field) => table.reduce((sum, row) => sum + row[field], 0);
console.log(`\n${total('n')} tried, ${total('bad')} bad, seed ${values.seed}`);
for (const { what, n } of short) console.log(`not tried often enough: ${what} (${n})`);
process.exit(status !== 0 || total('bad') > 0 || short.length > 0 ? 1 : 0);
