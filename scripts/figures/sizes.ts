import type { SourceFile } from '../../test/support/source-tree.ts';

const SMALL = 30;
/** Where the words and examples of the API's description are; schemas beside routes are not counted. */
const OPENAPI = /^apps\/api\/src\/(?:openapi\/|.*\/(?:texts|examples?)[^/]*\.ts$)/;

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
