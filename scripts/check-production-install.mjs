// Installs the gateway as for production, without what builds it, and uses it: a release is made, unpacked
// elsewhere, installed with `npm ci --omit=dev`, started with `npm start` as process 1 of a container (where
// this machine lets us make one), pays, and is stopped by SIGTERM. Then what a checkout without a build says.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../test/support/free-port.mjs';

const READY_MS = 120_000;
const ROOT = join(import.meta.dirname, '..');
const home = mkdtempSync(join(tmpdir(), 'payserver-install-'));
const release = join(
  home,
  `payserver-${JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version}`,
);
const env = {
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  NODE_ENV: 'production',
  DATA_DIR: join(home, 'data'),
  PORT: String(await freePort()),
  SANDBOX_PORT: String(await freePort()),
  ACCOUNTS_PORT: String(await freePort()),
};
let passed = 0;
let failed = 0;

try {
  step('npm run release', () => expectEnd(run('npm', ['run', '-s', 'release'], ROOT)));
  run('tar', ['-xzf', `${join(ROOT, 'dist', release.split('/').at(-1))}.tgz`, '-C', home], ROOT);
  step('npm ci --omit=dev', () => expectEnd(run('npm', ['ci', '--omit=dev'], release)));
  await gatewayRuns();
  checkoutSaysWhatToDo();
} finally {
  rmSync(home, { recursive: true, force: true });
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

async function gatewayRuns() {
  const isContainer = spawnSync('unshare', ['-pf', '--mount-proc', 'true']).status === 0;
  const npm = ['npm', 'run', '-s', 'start'];
  const [program, ...args] = isContainer ? ['unshare', '-pf', '--mount-proc', ...npm] : npm;
  const gateway = spawn(program, args, { cwd: release, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [gateway.stdout, gateway.stderr])
    stream.on('data', (text) => (output += text));
  const ended = once(gateway, 'close');
  const isReady = await waitUntilReady(gateway);
  step('npm start is ready', () => (isReady ? '' : output));
  step('npm run token prints the token and nothing else', () => {
    const { stdout, stderr } = run('npm', ['run', '-s', 'token', '--', '--merchant', 'm'], release);
    return /^[\w-]+\.[\w-]+\.[\w-]+\n$/.test(stdout) && stderr === '' ? '' : stdout + stderr;
  });
  // What a container is stopped with: a signal to its process 1, which is npm.
  const npmPid = isContainer ? childOf(gateway.pid) : gateway.pid;
  const { PORT: _port, SANDBOX_PORT: _sandbox, ACCOUNTS_PORT: _books, ...beside } = env;
  step('npm run demo finds the gateway and pays', () => {
    const demo = ['npm', 'run', '-s', 'demo'];
    const inside = ['nsenter', '-t', String(npmPid), '-p', '-m', `--wd=${release}`, ...demo];
    const [command, ...options] = isContainer ? inside : demo;
    return expectEnd(run(command, options, release, beside));
  });
  step('npm run check:accounts finds the books in order', () => {
    const { stdout, stderr } = run('npm', ['run', '-s', 'check:accounts'], release, beside);
    return stdout === '0 rules broken\n' ? '' : stdout + stderr;
  });
  step('npm run connector:check grades a connector', () => {
    const paysAt = `http://127.0.0.1:${env.SANDBOX_PORT}/sandbox/wechat/pay`;
    const check = ['npm', 'run', '-s', 'connector:check', '--', paysAt, '--only', 'pay.basic'];
    const { stdout, stderr } = run(check[0], check.slice(1), release);
    return stdout.endsWith('grade A: 1 passed, 0 failed, 0 skipped\n') ? '' : stdout + stderr;
  });
  process.kill(npmPid, 'SIGTERM');
  await ended;
  const parts = ['api', 'worker', 'accounts', 'sandbox', 'supervisor'];
  step(`SIGTERM to npm${isContainer ? ', process 1,' : ''} lets every part stop`, () =>
    parts.every((part) => new RegExp(`"name":"${part}"[^\\n]*"msg":"stopped"`).test(output))
      ? ''
      : output,
  );
}

function checkoutSaysWhatToDo() {
  const checkout = join(home, 'checkout');
  run('git', ['clone', '-q', '--no-hardlinks', ROOT, checkout], ROOT);
  symlinkSync(join(release, 'node_modules'), join(checkout, 'node_modules'));
  step('a checkout without a build says in one line what to do', () => {
    const { status, stdout, stderr } = run('npm', ['run', '-s', 'start'], checkout);
    const isOneLine = /^payserver: there is no build, .*npm ci --include=dev.*\n$/.test(stderr);
    return status === 1 && stdout === '' && isOneLine ? '' : stdout + stderr;
  });
  cpSync(join(ROOT, 'dist/sources.sha256'), join(checkout, 'dist/sources.sha256'));
  step('so does one whose build is of other sources', () => {
    const { status, stderr } = run('npm', ['run', '-s', 'start'], checkout);
    return status === 1 && /^payserver: the build is older than .*\n$/.test(stderr) ? '' : stderr;
  });
}

function run(program, args, cwd, settings = env) {
  return spawnSync(program, args, { cwd, env: settings, encoding: 'utf8', maxBuffer: 64 << 20 });
}

function expectEnd({ status, stdout, stderr }) {
  return status === 0 ? '' : `${stdout}${stderr}`;
}

/** @param action answers what is wrong, '' for nothing */
function step(name, action) {
  const startedAt = Date.now();
  const problem = action();
  console.log(
    `  ${problem === '' ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
  if (problem === '') passed += 1;
  else failed += 1;
  if (problem !== '') console.log(problem.replace(/^/gm, '    '));
}

function childOf(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0]);
}

async function waitUntilReady(gateway) {
  const deadline = Date.now() + READY_MS;
  while (Date.now() < deadline && gateway.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${env.PORT}/health/ready`).catch(() => null);
    if (answer?.status === 200) return true;
    await sleep(100);
  }
  return false;
}
