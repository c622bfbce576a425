import { importMembers } from '@payserver/accounts/books/import-members';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBooks, type TestBooks } from '../support/books.ts';

const MIB = 2 ** 20;
let books: TestBooks;
beforeAll(async () => void (books = await startTestBooks()));
afterAll(async () => await books.stop());

/** What an import of this text says, and how often others ran meanwhile. */
async function load(text: string) {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const file = { merchantUUID: 'shop', bytes: Buffer.from(text), isDryRun: true };
  const report = await importMembers(books.books.connection, file);
  isOver = true;
  return { report, turns };
}

test.each([
  ['of empty lines', '\n'.repeat(MIB)],
  ['of one line with a million cells', ','.repeat(MIB)],
  ['of many lines', `memberUUID,principal\n${'x y,1\n'.repeat(20_000)}`],
])('while a file %s is read, others run', async (_what, text) => {
  expect((await load(text)).turns).toBeGreaterThan(15);
});

test.each([
  ['of quote marks', '"'.repeat(16 * MIB)],
  ['of one open cell', `"${'x'.repeat(16 * MIB)}`],
  ['of one closed cell', `"${'x'.repeat(16 * MIB)}"`],
])('a file %s has a wrong first line', async (_what, text) => {
  const { report } = await load(text);
  expect(report).toMatchObject({ imported: 0, wrong: [{ line: 1 }, { line: 1 }] });
});

test('of a file with wrong lines only the first thousand are named', async () => {
  const { report } = await load(`memberUUID,principal\n${'x y,1\n'.repeat(5_000)}`);
  expect(report.wrong).toHaveLength(1_000);
  const columns = (await load('x,'.repeat(5_000))).report;
  expect(columns.wrong).toHaveLength(1_001);
});
