// Checks what the documents promise against what the code is: error codes, settings, routes, links, tests
// that are named, and that the Chinese documents run parallel to the English ones.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { ERRORS } from '@payserver/shared/domain/errors';
import { settings } from '@payserver/shared/runtime/config';

const ROOT = join(import.meta.dirname, '..');
/** [an example, how many lines it has at most] */
const EXAMPLES = [
  ['docs/examples/connector.mjs', 74],
  ['docs/examples/kit-connector.ts', 30],
] as const;
/** Stand word for word in a document and its translation: the file, or of a receiver what checks a signature. */
const RECEIVERS = 'docs/examples/receivers';
const QUOTED = [
  ['docs/examples/kit-connector.ts', 'ts', 'docs/connector'],
  [`${RECEIVERS}/receiver.mjs`, 'js', 'docs/notifications'],
  [`${RECEIVERS}/Receiver.java`, 'java', 'docs/notifications'],
  [`${RECEIVERS}/receiver.php`, 'php', 'docs/notifications'],
  [`${RECEIVERS}/receiver.go`, 'go', 'docs/notifications'],
  [`${RECEIVERS}/receiver.py`, 'python', 'docs/notifications'],
] as const;
const PART = /^ *\S+ --- verify ---\n([\s\S]*?)^ *\S+ --- CN format ---$/m;
const COVERAGE = 'docs/api-coverage.md';
const OPENAPI = 'docs/openapi.json';
const FENCE = /^```[\s\S]*?^```/gm;

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const inDocs = readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`);
const atRoot = readdirSync(ROOT);
const documents = [...atRoot, ...inDocs].filter((file) => file.endsWith('.md'));
const textOf = new Map(documents.map((file) => [file, read(file)]));

const problems = [
  ...['docs/cashier.md', 'docs/cashier.zh.md'].flatMap(missingCodes),
  ...missingSettings(),
  ...wrongRoutes(),
  ...documents.flatMap(deadLinks),
  ...missingTests(),
  ...documents.filter((file) => file.endsWith('.zh.md')).flatMap(notParallel),
  ...tooLong(),
  ...notQuoted(),
];
for (const problem of problems) console.error(problem);
console.log(`${documents.length} documents, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

function missingCodes(file: string): string[] {
  const rows = Object.entries(ERRORS).map(
    ([code, { statusCode }]) => `| ${code} | ${statusCode} |`,
  );
  return rows
    .filter((row) => !contentOf(file).includes(row))
    .map((row) => `${file}: no row ${row}`);
}

function missingSettings(): string[] {
  const table = contentOf('README.md');
  return Object.keys(settings)
    .filter((name) => !table.includes(`| \`${name}\` |`))
    .map((name) => `README.md: the table has no ${name}`);
}

/** Both ways: a route that no document names, and a named one that does not exist. */
function wrongRoutes(): string[] {
  if (!existsSync(join(ROOT, OPENAPI))) return [];
  const { paths } = JSON.parse(read(OPENAPI)) as { paths: Record<string, object> };
  const real = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((method) => /^(get|post|put|patch|delete)$/.test(method))
      .map((method) => `${method.toUpperCase()} ${plainPath(path)}`),
  );
  const named = [...contentOf(COVERAGE).matchAll(/`((?:GET|POST) \/[^`?]*)`/g)].map(([, route]) =>
    String(route),
  );
  return [
    ...real.filter((route) => !named.includes(route)).map((route) => `${COVERAGE}: no ${route}`),
    ...named.filter((route) => !real.includes(route)).map((r) => `${COVERAGE}: no route is ${r}`),
  ];
}

function plainPath(path: string): string {
  return path.replace(/^\/api\/v1\.0\.0/, '').replace(/\{(\w+)\}/g, ':$1');
}

/** Links inside the repository whose file or heading is not there. */
function deadLinks(file: string): string[] {
  const links = [
    ...contentOf(file)
      .replace(FENCE, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ];
  return links
    .map(([, link]) => String(link))
    .filter((link) => !/^https?:/.test(link) && !isAlive(file, link))
    .map((link) => `${file}: ${link} leads nowhere`);
}

function isAlive(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : relative(ROOT, join(ROOT, dirname(file), path));
  if (!existsSync(join(ROOT, target))) return false;
  return anchor === undefined || headingsOf(target).some((heading) => slugOf(heading) === anchor);
}

/** Rows of the coverage table name a test as `[its title](its file)`. */
function missingTests(): string[] {
  const named = [...contentOf(COVERAGE).matchAll(/\[([^\]]+)\]\(\.\.\/(test\/[^)]+\.test\.ts)\)/g)];
  return named
    .filter(([, title, file]) => !titlesIn(String(file)).includes(String(title)))
    .map(([, title, file]) => `${COVERAGE}: ${file} has no test "${title}"`);
}

function titlesIn(file: string): string[] {
  if (!existsSync(join(ROOT, file))) return [];
  const literals = read(file).matchAll(/(['"`])((?:\\.|(?!\1).)+)\1/g);
  return [...literals].map(([, , title]) => String(title).replace(/\\(.)/g, '$1'));
}

/** A translation has the same headings, and a whole one as many code blocks and table rows. */
function notParallel(file: string): string[] {
  const original = file.replace('.zh.md', '.md');
  const levels = (name: string) => headingsOf(name).map((heading) => heading.replace(/[^#].*/, ''));
  const rows = (name: string) => contentOf(name).replace(FENCE, '').match(/^\|/gm)?.length ?? 0;
  const blocks = (name: string) => contentOf(name).match(FENCE)?.length ?? 0;
  const isShort = original === 'README.md';
  const measures = {
    headings: levels,
    ...(!isShort && { 'table rows': rows, 'code blocks': blocks }),
  };
  return Object.entries(measures)
    .filter(([, measure]) => String(measure(file)) !== String(measure(original)))
    .map(([what]) => `${file}: other ${what} than ${original}`);
}

function tooLong(): string[] {
  return EXAMPLES.flatMap(([file, most]) => {
    const lines = read(file).trimEnd().split('\n').length;
    return lines <= most ? [] : [`${file}: ${lines} lines, must be <= ${most}`];
  });
}

function notQuoted(): string[] {
  return QUOTED.flatMap(([quoted, language, document]) => {
    const code = `\`\`\`${language}\n${quotedPart(quoted)}\n\`\`\``;
    return [`${document}.md`, `${document}.zh.md`]
      .filter((file) => !read(file).includes(code))
      .map((file) => `${file}: does not have ${quoted} as it is`);
  });
}

/** Java's part stands in a class. */
function quotedPart(file: string): string {
  const text = read(file);
  const part = PART.exec(text)?.[1] ?? text;
  return (file.endsWith('.java') ? part.replace(/^ {2}/gm, '') : part).trim();
}

function headingsOf(file: string): string[] {
  return (
    contentOf(file)
      .replace(FENCE, '')
      .match(/^#+ .*$/gm) ?? []
  );
}

/** The anchor that GitHub gives a heading. */
function slugOf(heading: string): string {
  const text = heading.replace(/^#+ /, '').toLowerCase();
  return text.replace(/[^\p{L}\p{M}\p{N} _-]/gu, '').replaceAll(' ', '-');
}

function contentOf(file: string): string {
  return textOf.get(file) ?? (existsSync(join(ROOT, file)) ? read(file) : '');
}
