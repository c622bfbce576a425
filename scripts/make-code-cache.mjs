// node scripts/make-code-cache.mjs MAIN CACHE: writes what V8 made of a part's program when it was loaded, functions that
// ran included, to the file CACHE. The part is run as its supervisor runs it, and waits for a start that never comes.
import { fork } from 'node:child_process';
import { renameSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { PART_FLAGS, WAITS } from '../packages/shared/dist/runtime/start-part.js';

const [main, cache] = process.argv.slice(2);
if (process.send === undefined) {
  const options = { env: { ...process.env, ...WAITS }, execArgv: [...PART_FLAGS] };
  const child = fork(import.meta.filename, [main, cache], options);
  child.on('exit', (code) => process.exit(code ?? 1));
} else {
  const { script } = await import(pathToFileURL(main).href);
  const draft = `${cache}.${process.pid}`;
  writeFileSync(draft, script.createCachedData());
  renameSync(draft, cache);
  process.exit(0);
}
