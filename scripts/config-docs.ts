// Writes .env.example and the settings table of README.md from packages/shared/src/runtime/config.ts,
// so that neither can tell of a setting that does not exist. With --check it only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { settings } from '@payserver/shared/runtime/config';

interface Setting {
  readonly name: string;
  readonly value: string;
  readonly about: string;
}

const ROOT = join(import.meta.dirname, '..');
const BEGIN = '<!-- settings: written by `npm run config-docs` -->';
const END = '<!-- end of settings -->';

const all = Object.entries(settings).map(
  ([name, spec]): Setting => ({
    name,
    value: spec.default === undefined ? '' : String(spec.default),
    about: [spec.desc, spec.choices && `(${spec.choices.join(', ')})`].filter(Boolean).join(' '),
  }),
);
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const wanted = { '.env.example': envExample(all), 'README.md': withTable(readme, all) };

const stale = Object.entries(wanted).filter(([file, text]) => read(file) !== text);
if (process.argv.includes('--check')) {
  for (const [file] of stale) console.error(`${file} is out of date: run "npm run config-docs"`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  for (const [file, text] of stale) writeFileSync(join(ROOT, file), text);
}

function envExample(list: readonly Setting[]): string {
  const head = '# Copy to .env and change what you need; every line here is the default.\n';
  return head + list.map((one) => `\n# ${one.about}\n#${one.name}=${one.value}\n`).join('');
}

function withTable(text: string, list: readonly Setting[]): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`README.md needs the lines ${BEGIN} and ${END}`);
  const rows = list.map(({ name, value, about }) => {
    const shown = value === '' ? '' : `\`${value}\``;
    return `| \`${name}\` | ${shown} | ${about.replaceAll('|', '\\|')} |`;
  });
  const table = ['| variable | default | what it is |', '|---|---|---|', ...rows].join('\n');
  return `${text.slice(0, from)}${BEGIN}\n${table}\n${text.slice(to)}`;
}

function read(file: string): string | null {
  try {
    return readFileSync(join(ROOT, file), 'utf8');
  } catch {
    return null;
  }
}
