// `npm run release`: makes dist/payserver-VERSION.tgz, all that another machine needs beside Node and npm to run
// the gateway: the build, the migrations, the documents, and the packages that it runs on as a lock file that
// knows no others. There `npm ci --omit=dev && npm start` works without anything that builds.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isBuilt, STAMP, WORKSPACES } from './sources.mjs';

const ROOT = join(import.meta.dirname, '..');
/** What only makes, checks or documents the program stays behind. */
const RUN_SCRIPTS =
  /^(start(:\w+)?|migrate|token|console|demo|connector:(check|selftest|bill)|licenses|check:(accounts|audit|invariants))$/;
const FILES = [
  ...['.npmrc', '.env.example', 'LICENSE', 'CHANGELOG.md', 'README.md', 'README.zh.md'],
  ...['SECURITY.md', 'docs', 'prisma/migrations', 'apps/supervisor/bin'],
  'packages/connector-check/bin',
  ...['ensure-build', 'build-if-stale', 'sources', 'check-supply-chain', 'connector-command'].map(
    (name) => `scripts/${name}.mjs`,
  ),
];

run(process.execPath, [join(ROOT, 'scripts/build-if-stale.mjs')]);
if (!isBuilt()) throw new Error('there is no build to release');
const manifest = read('package.json');
const name = `${manifest.name}-${manifest.version}`;
const folder = join(ROOT, 'dist', name);
rmSync(folder, { recursive: true, force: true });

for (const file of [...FILES, ...WORKSPACES.map((path) => `${path}/dist`)]) copy(file);
copy(STAMP.slice(ROOT.length + 1));
for (const path of WORKSPACES)
  write(`${path}/package.json`, withoutTools(read(`${path}/package.json`)));
const { overrides: _, ...rest } = withoutTools(manifest);
const scripts = Object.entries(manifest.scripts).filter(([script]) => RUN_SCRIPTS.test(script));
write('package.json', {
  ...rest,
  workspaces: ['packages/*', 'apps/*', 'connectors/*', 'connectors/*/stub'],
  scripts: Object.fromEntries(scripts),
});
copy('package-lock.json');
// Takes out of the lock file what nothing needs any more; it holds all that this takes.
run(
  'npm',
  ['install', '--package-lock-only', '--ignore-scripts', '--prefer-offline', '--no-audit'],
  folder,
);
const archive = `${folder}.tgz`;
run('tar', ['-czf', archive, '-C', dirname(folder), basename(folder)]);
rmSync(folder, { recursive: true });
console.log(archive.slice(ROOT.length + 1));

function withoutTools({ devDependencies: _tools, ...others }) {
  return others;
}

function read(file) {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
}

function write(file, content) {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
}

function copy(file) {
  if (!existsSync(join(ROOT, file))) throw new Error(`${file} is missing`);
  const isWanted = (path) => !/\.tsbuildinfo$|\.d\.ts(\.map)?$/.test(path);
  cpSync(join(ROOT, file), join(folder, file), { recursive: true, filter: isWanted });
}

function run(program, args, cwd = ROOT) {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  console.error(`${program} ${args.join(' ')}:\n${stdout}${stderr}`);
  process.exit(1);
}
