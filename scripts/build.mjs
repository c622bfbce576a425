// Runs the cached build. A wrapper only because turbo takes "no telemetry" from the environment and
// from nowhere else, and setting a variable in an npm script does not work in every shell.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const args = [turbo, 'run', 'build', '--output-logs=errors-only', ...process.argv.slice(2)];
const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
// All of it on stderr: what a command prints after its build (`npm run token`) is read by other programs.
const run = spawnSync(process.execPath, args, { env, stdio: ['inherit', 2, 2] });
process.exit(run.status ?? 1);
