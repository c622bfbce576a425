import { describe, expect, test } from 'vitest';
import { readTree } from '../support/source-tree.ts';
import { ALLOWED_FILES, ALLOWED_PHRASES, findWords, wordsOf } from '../support/words.ts';

const tree = readTree();

describe('code, comments, log lines, tests and documents', () => {
  test('say what the field says', () => {
    const found = findWords(tree).map(({ at, word, say }) => `${at}: "${word}", say: ${say}`);
    expect(found).toEqual([]);
  });

  test.each([
    ['apps/worker/src/look-at-orders.ts', '', ['look']],
    ['a.ts', 'export interface LookDeps {}', ['look']],
    ['a.ts', "log.warn('the process has\n// enough to do')", ['enough to do']],
    ['docs/a.md', 'The order is put\noff.', ['put off']],
    ['a.ts', 'pending.nextLookAt; look up, look for, DEFERRABLE', []],
    ['a.ts', "result: 'begun'; it has begun", ['begun']],
  ])('a word is found in names, paths and wrapped lines: %s %j', (path, text, words) => {
    expect(wordsOf({ path, text }).map(({ word }) => word)).toEqual(words);
  });
});

describe('what is allowed is needed', () => {
  test.each(ALLOWED_FILES)('$path: $why', ({ path }) => {
    const files = tree.filter((file) => file.path.startsWith(path));
    expect(files.flatMap(wordsOf)).not.toEqual([]);
  });

  test.each(ALLOWED_PHRASES)('$phrase: $why', ({ phrase }) => {
    const has = tree.some(
      ({ path, text }) => !path.startsWith('test/') && text.search(phrase) >= 0,
    );
    expect(has).toBe(true);
  });
});
