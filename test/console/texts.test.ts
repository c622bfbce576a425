import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { en } from '../../apps/console/src/i18n/en.ts';
import { zh } from '../../apps/console/src/i18n/zh.ts';

type Tree = { readonly [name: string]: unknown };

/** Names and terms that are the same in both. */
const SAME = /\b(?:UUID|UTC|CSV|HTTP|PayServer)\b/g;
const LETTER = /\p{Letter}/u;
const HAN = /\p{Script=Han}/u;

/** Every text by its path; functions are called with something to put in. */
function texts(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] => {
    const here = `${path}.${name}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function')
      return [[here, String(Reflect.apply(value, null, ['7', '7']))]];
    return texts(value as Tree, here);
  });
}

const english = new Map(texts(en));
const chinese = new Map(texts(zh));

test('both languages have the same texts', () => {
  expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
});

test('no text is empty, and none is the other language', () => {
  for (const [path, text] of chinese) {
    expect(text.trim(), path).not.toBe('');
    const isTerm =
      !LETTER.test(text.replace(SAME, '')) || path === '.app.locale' || path === '.app.title';
    expect(HAN.test(text) || isTerm, `${path}: ${text}`).toBe(true);
  }
  for (const [path, text] of english) {
    expect(text.trim(), path).not.toBe('');
    expect(HAN.test(text), `${path}: ${text}`).toBe(false);
  }
});

test('whatever the API records in the audit log has words', () => {
  const source = readFileSync('apps/api/src/audit/audit-requests.ts', 'utf8');
  const recorded = [...source.matchAll(/^ {2}'(\/[^']+)': '(?:around|after)',$/gm)];
  expect(recorded.length).toBeGreaterThan(10);
  const actions = recorded.map(([, path]) => `POST ${path}`);
  expect(actions.filter((action) => !Object.hasOwn(en.auditAction, action))).toEqual([]);
});
