// The last step of an app's build: its program and all that it imports in a few files, dist/bundle/main.mjs the first. A
// start reads, resolves and links a handful of modules in the place of some fifteen hundred, which is most of what it
// costs. What is imported with `import()` is in a file of its own and read when it is needed.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

// CommonJS packages call `require`, which a module does not have.
const REQUIRE =
  "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);";
/** These read files beside themselves, so they stay where they are; the files of /docs are found by `openapi/serve.ts`. */
const EXTERNAL = ['@prisma/client/runtime/*', 'pg-native'];

/**
 * Bundles programs without renaming functions: a stack trace says which function, and libraries compare the names of errors.
 *
 * @param options of esbuild: entryPoints and outdir at least
 */
export async function bundle(options) {
  await build({
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    banner: { js: REQUIRE },
    external: EXTERNAL,
    logLevel: 'error',
    ...options,
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outdir = join(process.cwd(), 'dist/bundle');
  // Parts of an earlier build stay: their names are made of what is in them, and a gateway that runs may still read one.
  await bundle({ entryPoints: ['dist/main.js'], outdir });
}
