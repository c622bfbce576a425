import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAY_STATUSES, REFUND_STATUSES } from '@payserver/shared/domain/statuses';
import { describe, expect, test } from 'vitest';
import { EDGES, edgesLookedUp } from '../support/edges.ts';

const ROOT = join(import.meta.dirname, '../..');
const TABLE = 'packages/shared/src/domain/statuses.ts';
const FOLDERS = ['packages/shared/src', ...readdirSync(join(ROOT, 'apps')).map(srcOf)];

/** Files that may say such a word themselves. Take out what is not needed any more; add nothing. */
const MAY_SAY: Readonly<Record<string, readonly string[]>> = {
  // Lines of the sandbox's ledger have events of their own, of which one has the name of a status.
  'apps/sandbox/src/calls/effects.ts': ['refunded'],
  'apps/sandbox/src/ledger/ledger-line.ts': ['refunded'],
  'packages/shared/src/store/invariants/ledger-effects.ts': ['refunded'],
};
/** Orders and records that the API's description shows decide nothing. */
const EXAMPLES = /\/example[\w-]*\.ts$/;

const STATUSES: ReadonlySet<string> = new Set([...PAY_STATUSES, ...REFUND_STATUSES]);

function srcOf(app: string): string {
  return `apps/${app}/src`;
}

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') })),
);

/** The statuses that stand in this text as literals, of TypeScript or of SQL. */
function literalsIn(text: string): string[] {
  const quoted = [...text.matchAll(/(['"])(\w+)\1/g)].map(([, , word = '']) => word);
  return [...new Set(quoted.filter((word) => STATUSES.has(word)))].toSorted();
}

describe('the tables of edges decide every status', () => {
  test('no status stands in source or SQL outside of their file', () => {
    const found = sources
      .filter(({ file }) => file !== TABLE && !EXAMPLES.test(file))
      .map(({ file, text }) => [file, literalsIn(text)] as const)
      .filter(([, words]) => words.length > 0);
    expect(Object.fromEntries(found)).toEqual(MAY_SAY);
  });

  test.each([
    [`status: isOnline ? 'paying' : "payed"`, ['payed', 'paying']],
    [
      "SET status = 'refunded'::\"RefundStatus\" WHERE p.status IN ('payed')",
      ['payed', 'refunded'],
    ],
    ["const s = statusAfter(PAY_EDGES, null, 'accept'); // of what is payed", []],
  ])('what the search finds in %s', (text, words) => {
    expect(literalsIn(text)).toEqual(words);
  });

  test('17 of 17 edges are looked up in the table by the code that takes them', () => {
    expect(edgesLookedUp(sources)).toEqual(EDGES);
    expect(EDGES).toHaveLength(17);
  });
});
