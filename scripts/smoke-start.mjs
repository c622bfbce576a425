// Starts the gateway in an empty folder on free ports, waits until it is ready, stops it as Ctrl-C would,
// and expects exit code 0. Prints what the gateway printed when something is wrong.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.mjs';

const READY_MS = 60_000;
const ROOT = join(import.meta.dirname, '..');

const dataDir = mkdtempSync(join(tmpdir(), 'payserver-smoke-'));
const port = await freePort();
const gateway = spawn(process.execPath, [join(ROOT, 'apps/supervisor/bin/payserver.mjs')], {
  cwd: dataDir,
  env: {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    DATA_DIR: dataDir,
    PORT: String(port),
    SANDBOX_PORT: String(await freePort()),
    ACCOUNTS_PORT: String(await freePort()),
  },
});
let output = '';
gateway.stdout.on('data', (chunk) => (output += chunk));
gateway.stderr.on('data', (chunk) => (output += chunk));
const ended = once(gateway, 'exit');

const ready = await waitUntilReady();
gateway.kill('SIGINT');
const [code] = await ended;
rmSync(dataDir, { recursive: true, force: true });
if (!ready || code !== 0) {
  console.error(`${output}\nready: ${ready}, exit code: ${code}`);
  process.exit(1);
}

async function waitUntilReady() {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && gateway.exitCode === null) {
    if (await isReady()) return true;
    await sleep(100);
  }
  return false;
}

async function isReady() {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`);
    return answer.status === 200;
  } catch {
    return false;
  }
}
