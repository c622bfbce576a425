// Builds when there is no build of these sources yet. Where nothing can be built it says in one line what to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { canBuild, hasSources, isBuilt, STAMP } from './sources.mjs';

if (!isBuilt()) {
  if (!hasSources()) refuse('parts of this release are missing: unpack it again');
  if (!canBuild()) {
    const what = existsSync(STAMP) ? 'the build is older than the sources' : 'there is no build';
    refuse(
      `${what}, and the packages that build are not installed: run "npm ci --include=dev" here, or install` +
        ' a release that "npm run release" made elsewhere',
    );
  }
  build();
}

function build() {
  // `npm run token` is read by programs; whoever starts a gateway wants to know what takes so long.
  if (process.stderr.isTTY && !process.argv.includes('--quiet')) {
    process.stderr.write('The sources have changed: building, once ...\n');
  }
  const script = join(import.meta.dirname, 'build.mjs');
  const run = spawnSync(process.execPath, [script], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (run.status === 0) return;
  process.stderr.write(`${run.stdout}${run.stderr}`);
  process.exit(1);
}

function refuse(why) {
  process.stderr.write(`payserver: ${why}\n`);
  process.exit(1);
}
