// Runs the cached build. A wrapper because turbo takes "no telemetry" from the environment and from nowhere
// else, and setting a variable in an npm script does not work in every shell.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { hashSources, STAMP } from './sources.mjs';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const args = [turbo, 'run', 'build', '--output-logs=errors-only', ...process.argv.slice(2)];
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
// Before the build: what is changed while it runs makes another one necessary.
const sources = hashSources();
rmSync(STAMP, { force: true });
// All of it on stderr: what a command prints after its build is read by other programs.
const run = spawnSync(process.execPath, args, { env, stdio: ['inherit', 2, 2] });
if (run.status === 0) {
  mkdirSync(dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, `${sources}\n`);
}
process.exit(run.status ?? 1);
