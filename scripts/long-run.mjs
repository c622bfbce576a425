// What the long runs of tests share: they set how much is tried, and print what the tests report as a table.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

const VITEST = join(
  dirname(createRequire(import.meta.url).resolve('vitest/package.json')),
  'vitest.mjs',
);

/** A seed for whoever gave none. */
export const anySeed = () => String(Math.floor(Math.random() * 1e9));

/**
 * Runs the tests of a file or folder, one file after the other; answers what they reported.
 *
 * @param project the only one to run, with its name in front of each line: others may run beside it
 */
export async function runTests(path, env, project) {
  const place = mkdtempSync(join(tmpdir(), 'payserver-report-'));
  const report = join(place, 'rows.jsonl');
  writeFileSync(report, '');
  const only = project === undefined ? [] : ['--project', project];
  const child = spawn(process.execPath, [VITEST, 'run', path, '--no-file-parallelism', ...only], {
    stdio: ['ignore', project === undefined ? 'inherit' : 'pipe', 'inherit'],
    env: { ...process.env, REPORT_FILE: report, ...env },
  });
  const exited = once(child, 'exit');
  if (child.stdout !== null) await markLines(child.stdout, project);
  const [status] = await exited;
  const rows = readFileSync(report, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  rmSync(place, { recursive: true, force: true });
  return { rows, status: status ?? 1 };
}

async function markLines(stream, mark) {
  for await (const line of createInterface({ input: stream })) {
    if (line.trim() !== '') console.log(`${mark} | ${line}`);
  }
}

/** Prints rows of cells as a table. */
export function printTable(names, rows) {
  const line = (cells) => console.log(`| ${cells.map((cell) => cell ?? '').join(' | ')} |`);
  console.log('');
  line(names);
  console.log(`|${'---|'.repeat(names.length)}`);
  for (const row of rows) line(row);
}
