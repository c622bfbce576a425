import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SMALL = 30;
const SOURCE = /^(?:apps|packages)\/[^/]+\/src\/.*\.ts$/;
const TEST = /^test\/.*\.(?:ts|mjs)$/;
const OTHER = /\.(?:ts|mjs|cjs|md|prisma|sql)$/;
const GENERATED = /\/generated\/|^docs\/openapi\.json$/;
/** Where the words and examples of the API's description are; schemas beside routes are not counted. */
const OPENAPI = /^apps\/api\/src\/(?:openapi\/|.*\/(?:texts|examples?)[^/]*\.ts$)/;

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

/** Lines of these files, blank ones and comments included. */
export function linesOf(files: readonly SourceFile[]): number {
  return files.reduce((sum, file) => sum + linesIn(file), 0);
}

function linesIn({ text }: SourceFile): number {
  return text.trimEnd().split('\n').length;
}

/** How many files there are and how long they are. */
export function sizesOf(files: readonly SourceFile[]) {
  const lines = files.map(linesIn).toSorted((a, b) => a - b);
  return {
    files: lines.length,
    small: lines.filter((count) => count < SMALL).length,
    median: lines[Math.floor(lines.length / 2)] ?? 0,
    openapi: linesOf(files.filter(({ path }) => OPENAPI.test(path))),
  };
}
