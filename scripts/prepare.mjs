// Runs at the end of `npm ci`: builds at once, so that the first `npm start` is ready in seconds. An
// installation without the tools (`--omit=dev`, into which a finished build is copied) has none to run.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

function has(name) {
  try {
    require.resolve(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

if (['turbo', 'typescript', 'prisma'].every(has)) await import('./build.mjs');
