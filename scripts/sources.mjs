// What a build is made from, as one hash: a build that carries the same one needs not be made again.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const ALONE = [
  'tsconfig.base.json',
  'turbo.json',
  'package-lock.json',
  'prisma/schema.prisma',
  'scripts/bundle.mjs',
  'scripts/part-loader.mjs',
  'scripts/make-code-cache.mjs',
];

/** What a page is built from beside its sources. */
const BESIDE_SOURCES = ['index.html', 'vite.config.ts'];

/** Every build leaves the hash of its sources here; a release has it, and no sources. */
export const STAMP = join(ROOT, 'dist/sources.sha256');

/** The folders of the workspaces that a gateway runs from; a connector may have its provider's stub in a folder of its own. */
export const WORKSPACES = ['apps', 'connectors', 'packages']
  .flatMap((group) => readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`))
  .flatMap((folder) => [folder, `${folder}/stub`])
  .filter((folder) => existsSync(join(ROOT, folder, 'package.json')));

/** True where sources are: in a checkout, not in a release. */
export function hasSources() {
  return existsSync(join(ROOT, 'apps/supervisor/src'));
}

/** True when all that a build needs is installed, which `npm ci --omit=dev` leaves out. */
export function canBuild() {
  const require = createRequire(import.meta.url);
  return ['turbo', 'typescript', 'prisma', 'esbuild', 'vite'].every((name) => {
    try {
      return require.resolve(`${name}/package.json`) !== '';
    } catch {
      return false;
    }
  });
}

/** The hash of everything that decides what a build becomes. */
export function hashSources() {
  const own = WORKSPACES.flatMap((folder) => [
    `${folder}/package.json`,
    `${folder}/tsconfig.json`,
    ...filesBelow(`${folder}/src`),
    ...BESIDE_SOURCES.map((file) => `${folder}/${file}`).filter((file) =>
      existsSync(join(ROOT, file)),
    ),
  ]);
  const hash = createHash('sha256');
  for (const file of [...ALONE, ...own].toSorted((a, b) => (a < b ? -1 : 1))) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** True when every program is there, made from the sources that are here (or with none here to compare). */
export function isBuilt() {
  const programs = WORKSPACES.every((folder) => existsSync(join(ROOT, folder, 'dist')));
  if (!programs || !existsSync(STAMP)) return false;
  return !hasSources() || readFileSync(STAMP, 'utf8').trim() === hashSources();
}

function filesBelow(folder) {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    // Prisma's client is made by the build itself, from the schema.
    if (entry.isDirectory()) return path.endsWith('/store/generated') ? [] : filesBelow(path);
    return [path];
  });
}
