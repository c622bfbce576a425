// What the lock file may bring in: `npm run check:supply-chain` fails for a package without a SHA-512
// integrity hash, one that comes from elsewhere than the registry, an install script that nobody has
// approved or refused by name, and a licence that is not in the list below. `npm run licenses` prints
// every package with its licence.
import { readFileSync } from 'node:fs';

/** Reviewed: they let a shop run, change and pass on the gateway. MPL and EPL reach their own files only. */
const LICENSES = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'EPL-2.0',
  'ISC',
  'MIT',
  'Python-2.0',
  'MPL-2.0',
  'Unlicense',
]);

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const { allowScripts } = read('package.json');
const packages = Object.entries(read('package-lock.json').packages)
  .filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
  .map(([path, entry]) => ({ ...entry, name: path.split('node_modules/').at(-1) }));

if (process.argv.includes('--list')) {
  for (const { name, version, license } of packages) console.log(`${name} ${version}: ${license}`);
} else {
  const faults = packages.flatMap((entry) =>
    faultsOf(entry).map((fault) => `${entry.name} ${entry.version}: ${fault}`),
  );
  for (const fault of faults) console.log(fault);
  console.log(`${packages.length} packages, ${faults.length} problems`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

function* rules({ name, integrity, resolved, hasInstallScript, license }) {
  if (!integrity?.startsWith('sha512-')) yield 'no SHA-512 integrity hash';
  if (resolved !== undefined && !isRegistry(resolved)) yield `comes from ${resolved}`;
  if (hasInstallScript && allowScripts[name] === undefined) {
    yield 'has an install script: name it in allowScripts, true or false, after reading it';
  }
  if (!isAllowed(license ?? 'none')) yield `licence ${license ?? 'none'} was not reviewed`;
}

function faultsOf(entry) {
  return [...rules(entry)];
}

/** A tarball of a registry, whichever mirror it is; never git, a file or a path of a private server. */
function isRegistry(resolved) {
  return /^https:\/\/[^/]+(?:\/.*)?\/-\/[^/]+\.tgz$/.test(resolved);
}

/** `A OR B` needs one of them, `A AND B` all (SPDX); so does a list, which old packages write in the place of OR. */
function isAllowed(license) {
  const plain = [license].flat().join(' OR ').replace(/[()]/g, '');
  return plain
    .split(/ or /i)
    .some((choice) => choice.split(/ and /i).every((part) => LICENSES.has(part.trim())));
}
