import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { batched } from '@payserver/shared/store/batched';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// A batcher serves whoever asks in the same moment. One that closed over its first caller's merchant would answer
// everybody else with that merchant's rows. So it is made where there is no caller, at module level.

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['packages/shared/src', ...readdirSync(join(ROOT, 'apps')).map(srcOf)];

function srcOf(app: string): string {
  return `apps/${app}/src`;
}

const sources = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('generated'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .map((file) => ({ file, text: readFileSync(join(ROOT, file), 'utf8') }))
    .filter(({ text }) => text.includes('batched')),
);

const MODULE = /\/batched(?:\.ts)?$/;

interface Uses {
  /** calls of `batched` that no function and no class is around */
  readonly good: string[];
  /** everything else that could make a batcher: other calls, other names for it, `batched` as a value */
  readonly bad: string[];
}

/** How this text of a module uses the module `store/batched`. */
function usesIn(text: string): Uses {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const uses: Uses = { good: [], bad: [] };
  const names = source.statements.filter(
    (one) => ts.isImportDeclaration(one) && isModule(one.moduleSpecifier),
  );
  const visit = (node: ts.Node, isInside: boolean): void => {
    if (names.some((one) => one === node)) return checkImport(node, uses);
    if (isModule(node)) uses.bad.push(lineOf(node));
    if (names.length > 0 && ts.isIdentifier(node) && node.text === 'batched') {
      const isCall = ts.isCallExpression(node.parent) && node.parent.expression === node;
      uses[isCall && !isInside ? 'good' : 'bad'].push(lineOf(node));
    }
    const isScope = ts.isFunctionLike(node) || ts.isClassLike(node);
    ts.forEachChild(node, (child) => visit(child, isInside || isScope));
  };
  visit(source, false);
  return uses;
}

function isModule(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && MODULE.test(node.text);
}

/** By its own name only, or its calls could not be found. */
function checkImport(node: ts.Node, uses: Uses): void {
  if (!ts.isImportDeclaration(node)) return;
  const bindings = node.importClause?.namedBindings;
  const isPlain =
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every(({ propertyName }) => propertyName?.text !== 'batched');
  if (!isPlain) uses.bad.push(lineOf(node));
}

function lineOf(node: ts.Node): string {
  const source = node.getSourceFile();
  const { line } = source.getLineAndCharacterOfPosition(node.getStart());
  return source.text.split('\n')[line]?.trim() ?? '';
}

describe('batchers are made at module level', () => {
  test('in all of the source', () => {
    const used = sources.map(({ file, text }) => ({ file, ...usesIn(text) }));
    expect(used.filter(({ bad }) => bad.length > 0)).toEqual([]);
    const made = used.filter(({ good }) => good.length > 0).map(({ file }) => file);
    expect(made).toContain('packages/shared/src/store/pay-routes.ts');
    expect(used.flatMap(({ good }) => good).length).toBeGreaterThanOrEqual(10);
  });

  const IMPORT = "import { type Batched, batched } from './batched.ts';\n";
  test.each([
    ['in a function', `${IMPORT}function find(m) { return batched(statementOf(m))(db, uuids); }`],
    ['in an arrow function', `${IMPORT}const of = (m) => batched(statementOf(m));`],
    ['in a method', `${IMPORT}const store = { of(m) { return batched(statementOf(m)); } };`],
    ['in a class', `${IMPORT}class Store { find = batched(statementOf(this.merchant)); }`],
    ['by a function that is given it', `${IMPORT}merchants.map(batched);`],
    ['by another name', "import { batched as b } from './batched.ts';\nconst of = (m) => b(m);"],
    ['by its module', "import * as b from '@payserver/shared/store/batched';\nb.batched(one);"],
    ['by a module that passes it on', "export { batched } from '../store/batched.ts';"],
    ['by a module that is loaded later', "const { batched: b } = await import('./batched.ts');"],
  ])('one that is made %s is found', (_, text) => {
    expect(usesIn(text).bad).not.toEqual([]);
  });

  test.each([
    `${IMPORT}const find = batched({ run: async (db, items) => await read(db, items) });`,
    `${IMPORT}const FIND = { pay: batched(statementOf('pay')), refund: batched(statementOf('refund')) };`,
    "import type { Batched } from './batched.ts';\nconst of = (one: Batched<string, Row>) => one;",
  ])('what is right is not: %s', (text) => {
    expect(usesIn(text).bad).toEqual([]);
  });
});

interface Mode {
  readonly merchantUUID: string;
  readonly uuid: string;
}

const keyOf = (mode: Mode) => JSON.stringify(mode);

/** Notes what was read at once; answers each mode with itself. */
function noting() {
  const reads: Mode[][] = [];
  const run = async (_db: Database, modes: readonly Mode[]) => {
    reads.push([...modes]);
    return [...modes];
  };
  const find = batched<Mode, Mode>({ name: 'modes', keyOf, rowKeyOf: keyOf, areReads: true, run });
  return { reads, find };
}

/** What the rule above forbids: a read that keeps the merchant of whoever made it. */
function closingOver(merchantUUID: string) {
  return batched<string, Mode>({
    name: 'modes-of-a-merchant',
    keyOf: (uuid) => uuid,
    rowKeyOf: ({ uuid }) => uuid,
    areReads: true,
    run: async (_db, uuids) => uuids.map((uuid) => ({ merchantUUID, uuid })),
  });
}

describe('callers of one moment', () => {
  // Nothing is asked of it: its connections are made on first use.
  const open = () =>
    openDatabase({ url: 'postgres://127.0.0.1:1/none', max: 1, name: 'test', onError: () => {} });
  let db: Database;
  let another: Database;
  beforeAll(() => {
    db = open();
    another = open();
  });
  afterAll(async () => {
    await db.close();
    await another.close();
  });

  const one = { merchantUUID: 'one', uuid: 'mode' };
  const other = { merchantUUID: 'other', uuid: 'mode' };

  test('share a statement whose items say of whom they are, and each has its own row', async () => {
    const { reads, find } = noting();
    const found = await Promise.all([find(db, [one]), find(db, [other]), find(db, [one])]);
    expect(found).toEqual([[one], [other], [one]]);
    expect(reads).toEqual([[one, other]]);
  });

  test('of two databases share nothing', async () => {
    const { reads, find } = noting();
    await Promise.all([find(db, [one]), find(another, [one])]);
    expect(reads).toEqual([[one], [one]]);
  });

  test('are never answered by the closure of another caller, whatever its name is', async () => {
    const ask = async (merchantUUID: string) => await closingOver(merchantUUID)(db, ['mode']);
    expect(await Promise.all([ask('one'), ask('other')])).toEqual([[one], [other]]);
    expect([await ask('one'), await ask('other')]).toEqual([[one], [other]]);
  });

  test('ask for nothing, or for many at once, without waiting for others', async () => {
    const { reads, find } = noting();
    const found = await Promise.all([find(db, []), find(db, [one, other])]);
    expect(found).toEqual([[], [one, other]]);
    expect(reads).toEqual([[one, other]]);
  });

  test('cannot hand a merchant over beside the items: the compiler refuses', () => {
    const { find } = noting();
    const refused = [
      // @ts-expect-error the items are all that a statement learns of its caller
      async (merchantUUID: string) => await find(db, [one], merchantUUID),
      // @ts-expect-error an item says of whom it is
      async () => await find(db, [{ uuid: 'mode' }]),
      // @ts-expect-error a statement is made before there is a caller to be asked for
      async (merchantUUID: string) => await find(db, { merchantUUID, items: [one] }),
      () =>
        batched<string, Mode>({
          name: 'modes',
          keyOf: (uuid) => uuid,
          rowKeyOf: ({ uuid }) => uuid,
          // @ts-expect-error the database comes with each call: `run` has no need to close over anything
          run: async (uuids: readonly string[]) => uuids.map((uuid) => ({ ...one, uuid })),
        }),
      (merchantUUID: string) =>
        batched<string, Mode>({
          name: 'modes',
          keyOf: (uuid) => uuid,
          rowKeyOf: ({ uuid }) => uuid,
          // @ts-expect-error a statement has no merchant
          merchantUUID,
          run: async () => [],
        }),
      () =>
        batched<string, Mode>({
          name: 'modes',
          keyOf: (uuid) => uuid,
          rowKeyOf: ({ uuid }) => uuid,
          // @ts-expect-error nor does `run` get one
          run: async (_db: Database, uuids: readonly string[], merchantUUID: string) =>
            uuids.map((uuid) => ({ merchantUUID, uuid })),
        }),
    ];
    expect(refused).toHaveLength(6);
  });
});
