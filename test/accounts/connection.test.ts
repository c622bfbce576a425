import { openConnection } from '@payserver/accounts/books/connection';
import { BooksUnavailableError } from '@payserver/accounts/books/errors';
import { createLanes } from '@payserver/accounts/books/lanes';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestBooks, type TestBooks } from '../support/books.ts';

let t: TestBooks;

beforeAll(async () => {
  t = await startTestBooks();
  await t.sql(`CREATE SEQUENCE tries; SELECT setval('tries', 5)`);
  await t.sql(`CREATE FUNCTION flaky(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
    BEGIN
      IF nextval('tries') % 5 <> 0 OR req->>'code' = '57P01' THEN RAISE 'lost' USING ERRCODE = req->>'code'; END IF;
      RETURN '"done"';
    END $$`);
});
afterAll(async () => await t.stop());

const tries = async () =>
  Number((await t.sql<{ n: string }>('SELECT last_value AS n FROM tries'))[0]?.n);

describe('a call', () => {
  test.each(['40001', '40P01'])(
    'that loses with %s runs again, five times in all',
    async (code) => {
      const before = await tries();
      expect(await t.books.connection.call('flaky', { code })).toBe('done');
      expect((await tries()) - before).toBe(5);
    },
  );

  test('that loses five times is unknown', async () => {
    await t.sql(`CREATE FUNCTION lost(req jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
      BEGIN PERFORM nextval('tries'); RAISE 'lost' USING ERRCODE = '40001'; END $$`);
    const before = await tries();
    await expect(t.books.connection.call('lost', {})).rejects.toBeInstanceOf(BooksUnavailableError);
    expect((await tries()) - before).toBe(5);
  });

  test('whose connection ends is unknown, and does not run again', async () => {
    const before = await tries();
    await expect(t.books.connection.call('flaky', { code: '57P01' })).rejects.toBeInstanceOf(
      BooksUnavailableError,
    );
    expect((await tries()) - before).toBe(1);
  });

  test('to a server that is not there is unknown', async () => {
    const nowhere = new URL(t.url);
    nowhere.port = '1';
    const connection = openConnection({ databaseUrl: nowhere.href, timeZone: 'Asia/Shanghai' });
    await expect(connection.call('flaky', {})).rejects.toBeInstanceOf(BooksUnavailableError);
    await connection.close();
  });
});

describe('lanes', () => {
  const lanesOf = (run: (items: readonly string[]) => Promise<readonly string[]>) =>
    createLanes<string, string>({
      keyOf: (item) => item.slice(0, 1),
      lanes: 2,
      run,
      isOfKey: (error) => error instanceof BooksUnavailableError,
    });
  const settle = async (lane: (item: string) => Promise<string>, items: readonly string[]) =>
    (await Promise.allSettled(items.map(lane))).map(({ status }) => status);

  test('do the items of a key in their order, and share runs', async () => {
    const runs: (readonly string[])[] = [];
    const lane = lanesOf(async (items) => {
      runs.push(items);
      return items;
    });
    const items = Array.from({ length: 200 }, (_, at) => `${'abc'[at % 3]}${at}`);
    expect(await Promise.all(items.map(lane))).toEqual(items);
    expect(runs.length).toBeLessThan(10);
    for (const key of 'abc') {
      const mine = (all: readonly string[]) => all.filter((item) => item.startsWith(key));
      expect(mine(runs.flat())).toEqual(mine(items));
    }
  });

  test('let one item fail by itself', async () => {
    const lane = lanesOf(async (items) => {
      if (items.includes('a2')) throw new Error('bad');
      return items;
    });
    expect(await settle(lane, ['a1', 'a2', 'a3'])).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('fail a key that is locked as a whole, and no other one', async () => {
    const lane = lanesOf(async (items) => {
      if (items.some((item) => item.startsWith('a'))) throw new BooksUnavailableError('locked');
      return items;
    });
    const statuses = await settle(lane, ['a1', 'b1', 'a2', 'c1', 'd1']);
    expect(statuses).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });
});
