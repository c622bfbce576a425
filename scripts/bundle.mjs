// The last step of an app's build: its program and all that it imports in a few files, dist/bundle/main.mjs the first. A
// start reads, resolves and links a handful of modules in the place of some fifteen hundred, which is most of what it
// costs. What is imported with `import()` is in a file of its own and read when it is needed.
//
// With `--part`: one file and beside it the code that V8 makes of it, so that a start need not parse five megabytes. The
// cache is made by this Node with the flags of a part; any other Node, or other flags, compiles the program as ever.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

// CommonJS packages call `require`, which a module does not have.
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
/**
 * Node 20 has no `navigator`. Where pg finds none it makes a `Response` to learn whether it runs at Cloudflare, for which
 * each process of ours loaded all of Node's own undici: 60 ms of its start. This is what newer Nodes say.
 */
const NAVIGATOR = JSON.stringify({ userAgent: 'Node.js' });
/** These read files beside themselves, so they stay where they are; the files of /docs are found by `openapi/serve.ts`. */
const EXTERNAL = ['@prisma/client/runtime/*', 'pg-native'];
/** Without renaming functions: a stack trace says which function, and libraries compare the names of errors. */
const OPTIONS = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  define: { navigator: NAVIGATOR },
  external: EXTERNAL,
  logLevel: 'error',
};

/**
 * Bundles programs as modules.
 *
 * @param options of esbuild: entryPoints and outdir at least
 */
export async function bundle(options) {
  await build({
    ...OPTIONS,
    splitting: true,
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE },
    ...options,
  });
}

// Strict as modules are. The script's value is this function, which `part-loader.mjs` calls.
const HEAD = `(function (require, module, exports, __programUrl) { 'use strict';`;
const TAIL = '})';

/** Bundles a part as one script with its code cache, and its loader. */
async function bundlePart(entry, outdir) {
  const { outputFiles } = await build({
    ...OPTIONS,
    format: 'cjs',
    // ASCII in short lines: a string of one byte for each character, of which an error shows one line.
    charset: 'ascii',
    // Code from a cache cannot import: Prisma's files, the only ones that stay outside, are required.
    supported: { 'dynamic-import': false },
    minifyWhitespace: true,
    lineLimit: 160,
    legalComments: 'external',
    define: { ...OPTIONS.define, 'import.meta.url': '__programUrl' },
    banner: { js: HEAD },
    footer: { js: TAIL },
    entryPoints: [entry],
    outfile: join(outdir, 'program.cjs'),
    write: false,
  });
  const contentsOf = (end) => outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? '';
  const program = contentsOf('.cjs');
  const name = `program-${createHash('sha256').update(program).digest('hex').slice(0, 16)}`;
  mkdirSync(outdir, { recursive: true });
  put(join(outdir, `${name}.cjs`), program);
  put(join(outdir, `${name}.licences.txt`), contentsOf('.LEGAL.txt'));
  const loader = readFileSync(join(import.meta.dirname, 'part-loader.mjs'), 'utf8');
  put(join(outdir, 'main.mjs'), loader.replace('PROGRAM.cjs', `${name}.cjs`));
  makeCodeCache(outdir, name);
}

/** Without one the program starts all the same. */
function makeCodeCache(outdir, name) {
  const made = spawnSync(
    process.execPath,
    [
      join(import.meta.dirname, 'make-code-cache.mjs'),
      join(outdir, 'main.mjs'),
      join(outdir, `${name}.cache`),
    ],
    { stdio: ['ignore', 2, 2] },
  );
  if (made.status !== 0) console.error(`no code cache for ${outdir}: it starts slower`);
}

/** Whole or not at all: a gateway may be starting from here. */
function put(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outdir = join(process.cwd(), 'dist/bundle');
  // Parts of an earlier build stay: their names are made of what is in them, and a gateway that runs may still read one.
  if (process.argv[2] === '--part') await bundlePart('dist/main.js', outdir);
  else await bundle({ entryPoints: ['dist/main.js'], outdir });
}
