// Becomes dist/bundle/main.mjs of a part (see bundle.mjs): runs its program from the code that V8 made of it when it was
// built. V8 itself refuses the code of another version or of other flags, and compiles the program as ever.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const url = new URL('PROGRAM.cjs', import.meta.url).href;
const filename = fileURLToPath(url);

function readCache() {
  try {
    return readFileSync(filename.replace(/cjs$/, 'cache'));
  } catch {
    return undefined;
  }
}

/** The program, compiled; what makes its cache asks for it. */
export const script = new vm.Script(readFileSync(filename, 'utf8'), {
  filename,
  cachedData: readCache(),
});

const module = { exports: {} };
script.runInThisContext()(createRequire(filename), module, module.exports, url);
