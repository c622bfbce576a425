// What the long runs of tests share: they set how much is tried, and print what the tests report as a table.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const VITEST = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

/** A seed for whoever gave none. */
export const anySeed = () => String(Math.floor(Math.random() * 1e9));

/** Runs the tests of a folder, one file after the other, on both engines; answers what they reported. */
export function runTests(folder, env) {
  const place = mkdtempSync(join(tmpdir(), 'payserver-report-'));
  const report = join(place, 'rows.jsonl');
  writeFileSync(report, '');
  const { status } = spawnSync(process.execPath, [VITEST, 'run', folder, '--no-file-parallelism'], {
    stdio: 'inherit',
    env: { ...process.env, REPORT_FILE: report, ...env },
  });
  const rows = readFileSync(report, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  rmSync(place, { recursive: true, force: true });
  return { rows, status: status ?? 1 };
}

/** Prints rows of cells as a table. */
export function printTable(names, rows) {
  const line = (cells) => console.log(`| ${cells.map((cell) => cell ?? '').join(' | ')} |`);
  console.log('');
  line(names);
  console.log(`|${'---|'.repeat(names.length)}`);
  for (const row of rows) line(row);
}
