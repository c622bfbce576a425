import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SOURCE = /^(?:apps|connectors|packages)\/[^/]+\/src\/.*\.ts$/;
const TEST = /^test\/.*\.(?:ts|mjs)$/;
const OTHER = /\.(?:ts|mjs|cjs|md|prisma|sql|ya?ml)$|^\.env\.example$|^\.ci\//;
const GENERATED = /\/generated\//;

/** A file of the repository as it lies here, generated ones left out. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly kind: 'source' | 'test' | 'other';
}

/** Every file that git knows, or would with the next `git add`, and that people write. */
export function readTree(): SourceFile[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .filter((path) => OTHER.test(path) && !GENERATED.test(path) && existsSync(join(ROOT, path)))
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8'), kind: kindOf(path) }));
}

function kindOf(path: string): SourceFile['kind'] {
  if (SOURCE.test(path)) return 'source';
  return TEST.test(path) ? 'test' : 'other';
}
