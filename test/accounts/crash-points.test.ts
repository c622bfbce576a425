import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOOKS_CRASH_POINTS, crashPoint } from '@payserver/accounts/books/crash-points';
import { expect, test } from 'vitest';

const ACCOUNTS = join(import.meta.dirname, '../../connectors/accounts');

function read(folder: string, ending: string): string[] {
  const names = readdirSync(join(ACCOUNTS, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(ACCOUNTS, folder, name), 'utf8'));
}

test('every crash point of the books stands in the source exactly once, and no other does', () => {
  const calls = /crashPoint\('([^']+)'(?:, \w+)?\)/g;
  const used = read('src', '.ts').flatMap((text) =>
    [...text.matchAll(calls)].map(([, name]) => name ?? ''),
  );
  expect(used.toSorted()).toEqual([...BOOKS_CRASH_POINTS].toSorted());
});

test('the build has nothing at a crash point: the function is empty', () => {
  expect(crashPoint.toString()).toMatch(/^function crashPoint\(_point, _subject\) \{\s*\}$/);
  const deadly = [...read('dist', '.js'), ...read('dist', '.mjs')].filter((text) =>
    text.includes('CRASH_AT'),
  );
  expect(deadly).toEqual([]);
});
