import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KIT_CRASH_POINTS } from '@payserver/connector-kit/crash-points';
import { CRASH_POINTS } from '@payserver/shared/runtime/crash-points';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = [
  'packages/shared',
  'packages/embedded-postgres',
  'apps/api',
  'apps/worker',
  'apps/sandbox',
  'apps/supervisor',
];

const KIT = ['packages/connector-kit'];

function read(parts: readonly string[], folder: 'src' | 'dist', ending: string) {
  return parts.flatMap((part) =>
    readdirSync(join(ROOT, part, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending) && !name.includes('generated'))
      .map((name) => join(ROOT, part, folder, name))
      .map((path) => ({ path, text: readFileSync(path, 'utf8') })),
  );
}

describe.each([
  { of: 'the gateway', parts: FOLDERS, points: CRASH_POINTS, build: 'shared/dist/runtime' },
  { of: 'the connector kit', parts: KIT, points: KIT_CRASH_POINTS, build: 'connector-kit/dist' },
])('crash points of $of', ({ parts, points, build }) => {
  test('every one stands in the source exactly once, and no other does', () => {
    const used = read(parts, 'src', '.ts').flatMap(({ text }) =>
      [...text.matchAll(/crashPoint\('([^']+)'(?:, [\w.']+)?\)/g)].map(([, name]) => name),
    );
    const byName = (a = '', b = '') => a.localeCompare(b);
    expect(used.toSorted(byName)).toEqual([...points].toSorted(byName));
  });

  test('the build has nothing at a crash point: the function is empty', async () => {
    const path = join(ROOT, 'packages', build, 'crash-points.js');
    const { crashPoint } = (await import(path)) as { crashPoint: () => void };
    expect(crashPoint.toString()).toMatch(/^function crashPoint\(_point, _subject\) \{\s*\}$/);
    const deadly = read(parts, 'dist', '.js').filter(({ text }) =>
      /CRASH_AT|process\.abort\(/.test(text),
    );
    expect(deadly.map((file) => file.path)).toEqual([]);
  });
});
