// Runs every `check:*` script of package.json, also after one has failed, so that one run shows all
// there is to mend. The last line is the one the build machine counts: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Some are too slow for every run and have their own step, others read a running gateway's data. */
const NOT_HERE = [
  'check:node-versions',
  'check:production-install',
  'check:invariants',
  'check:accounts',
  'check:audit',
];

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const names = Object.keys(scripts).filter((name) => name.startsWith('check:'));

const failed = names.filter((name) => !NOT_HERE.includes(name)).filter((name) => !passes(name));
const passed = names.length - NOT_HERE.length - failed.length;
console.log(failed.length > 0 ? `\nfailed: ${failed.join(', ')}` : '\nall checks pass');
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

function passes(name) {
  const startedAt = Date.now();
  const run = spawnSync('npm', ['run', '--silent', name], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const ok = run.status === 0;
  console.log(
    `${ok ? 'ok    ' : 'FAILED'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
  if (!ok) console.log(`${run.stdout}${run.stderr}`.replace(/^/gm, '  '));
  return ok;
}
