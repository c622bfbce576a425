import type { SourceFile } from '../../test/support/source-tree.ts';

const SMALL = 30;
/** Where the words and examples of the API's description are; schemas beside routes are not counted. */
const OPENAPI = /^apps\/api\/src\/(?:openapi\/|.*\/(?:texts|examples?)[^/]*\.ts$)/;
/** What CONTRIBUTING.md says of such a field, up to what only some fields need. */
const MODE_FIELD = /^\| a field of pay modes and templates .*?(?=Shown by)/m;

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

/** The files that CONTRIBUTING.md names for a new field of pay modes, beside the schema that the migration is made of. */
export function filesForModeField(tree: readonly SourceFile[]): number {
  const contributing = tree.find(({ path }) => path === 'CONTRIBUTING.md')?.text ?? '';
  const named = [...(MODE_FIELD.exec(contributing)?.[0] ?? '').matchAll(/\]\(([^)]+)\)/g)];
  const files = new Set(named.map(([, file]) => file));
  files.delete('prisma/schema.prisma');
  return files.size;
}
