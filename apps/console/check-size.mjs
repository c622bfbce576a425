// `npm run check:console-size`: what a browser loads before the first page is shown, and with each further page, in bytes
// as they are sent (brotli). Read from Vite's manifest, so that a new import cannot slip in.
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KIB = 1024;
const FIRST_LOAD_KIB = 190;
const ROUTE_KIB = 40;

const dist = join(dirname(fileURLToPath(import.meta.url)), 'dist');
const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));

const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
if (entry === undefined) throw new Error('the build has no entry');
const first = filesOf(entry);
const rows = [row('first load', first, FIRST_LOAD_KIB)];
for (const key of manifest[entry].dynamicImports ?? []) {
  const further = new Set([...filesOf(key)].filter((file) => !first.has(file)));
  rows.push(row(key.split('/').at(-1), further, ROUTE_KIB));
}

for (const { name, kib, limit } of rows) {
  process.stdout.write(
    `${kib > limit ? 'TOO BIG' : 'ok     '} ${name}: ${kib.toFixed(1)} of ${limit} KiB\n`,
  );
}
if (rows.some(({ kib, limit }) => kib > limit)) process.exitCode = 1;

/** A chunk, what it imports at once, and their style sheets. */
function filesOf(key, seen = new Set()) {
  const files = new Set();
  if (seen.has(key)) return files;
  seen.add(key);
  const { file, css = [], imports = [] } = manifest[key];
  for (const one of [file, ...css]) files.add(one);
  for (const imported of imports) for (const one of filesOf(imported, seen)) files.add(one);
  return files;
}

function row(name, files, limit) {
  const bytes = [...files].reduce((sum, file) => sum + sentBytes(join(dist, file)), 0);
  return { name, kib: bytes / KIB, limit };
}

/** Of a file too small to be compressed, its own size. */
function sentBytes(path) {
  return (statSync(`${path}.br`, { throwIfNoEntry: false }) ?? statSync(path)).size;
}
