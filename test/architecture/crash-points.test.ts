import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CRASH_POINTS } from '@payserver/shared/runtime/crash-points';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = [
  'packages/shared',
  'packages/embedded-postgres',
  'apps/api',
  'apps/worker',
  'apps/sandbox',
  'apps/supervisor',
];

function read(folder: 'src' | 'dist', ending: string): { path: string; text: string }[] {
  return FOLDERS.flatMap((part) =>
    readdirSync(join(ROOT, part, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending) && !name.includes('generated'))
      .map((name) => join(ROOT, part, folder, name))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  );
}

test('every crash point stands in the source exactly once, and no other does', () => {
  const used = read('src', '.ts').flatMap(({ text }) =>
    [...text.matchAll(/crashPoint\('([^']+)'(?:, \w+)?\)/g)].map(([, name]) => name),
  );
  const byName = (a = '', b = '') => a.localeCompare(b);
  expect(used.toSorted(byName)).toEqual([...CRASH_POINTS].toSorted(byName));
});

test('the build has nothing at a crash point: the function is empty', async () => {
  const path = join(ROOT, 'packages/shared/dist/runtime/crash-points.js');
  const { crashPoint } = (await import(path)) as { crashPoint: () => void };
  expect(crashPoint.toString()).toMatch(/^function crashPoint\(_point, _subject\) \{\s*\}$/);
  const deadly = read('dist', '.js').filter(({ text }) => /CRASH_AT|process\.abort\(/.test(text));
  expect(deadly.map((file) => file.path)).toEqual([]);
});
