import { liabilities, verifyBooks } from '@payserver/accounts/books/verify';
import { RULES } from '@payserver/accounts/books/verify-rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestBooks, type TestBooks } from '../support/books.ts';
import { openPlainClient } from '../support/sql.ts';
import { FAULTS, fillBooks, PRINCIPAL, planted } from './planted-faults.ts';

let t: TestBooks;

beforeAll(async () => {
  t = await startTestBooks();
  await fillBooks(t);
});
afterAll(async () => await t.stop());

/** What verify says after this was done past triggers and keys; it is undone again. */
async function breachesAfter(sql: string): Promise<string[]> {
  const client = await openPlainClient(t.url);
  try {
    const changed = await client.query(planted(sql));
    expect([changed].flat().at(-1)?.rowCount).toBeGreaterThan(0);
    const breaches = await verifyBooks({ rows: async (text) => (await client.query(text)).rows });
    return breaches.map(({ rule }) => rule);
  } finally {
    await client.end();
  }
}

describe('verify', () => {
  test('finds nothing in sound books', async () => {
    expect(await verifyBooks(t.books.connection)).toEqual([]);
  });

  test.each(FAULTS)('%s finds: %s', async (rule, sql) => {
    expect(await breachesAfter(sql)).toContain(rule);
  });

  test('has no rule that no fault here breaks', () => {
    const found = new Set(FAULTS.map(([rule]) => rule));
    expect(RULES.map(({ rule }) => rule).filter((rule) => !found.has(rule))).toEqual([]);
  });
});

describe('the tables themselves', () => {
  test.each([
    ['an entry does not change', `UPDATE entry SET amount = 1`, /books only grow/],
    ['an entry does not go', `DELETE FROM entry`, /books only grow/],
    ['an operation does not go', `DELETE FROM operation`, /books only grow/],
    ['nor change', `UPDATE operation SET amount = 1 WHERE no = 'pay1'`, /does not change/],
    [
      'nor become a decline once it has entries',
      `UPDATE operation SET state = 'declined', reason = 'frozen' WHERE no = 'pay1'`,
      /does not change/,
    ],
    [
      'one entry alone',
      `INSERT INTO entry VALUES ('pay1', 9, ${PRINCIPAL}, 'CNY', 5, 705, 99)`,
      /sum to 5 CNY/,
    ],
    [
      'stored value below zero',
      `UPDATE account SET balance = -1 WHERE id = ${PRINCIPAL}`,
      /prepaid_never_below_zero/,
    ],
    ['more returned than used', `UPDATE lot_use SET returned = used + 1`, /returned_within_used/],
    [
      'principal that expires',
      `UPDATE lot SET expires_at = now() WHERE kind = 'principal'`,
      /principal_does_not_expire/,
    ],
  ])('%s', async (_, sql, message) => {
    await expect(t.sql(sql)).rejects.toThrow(message);
  });
});

test('what is owed on cards is listed by kind and month of expiry', async () => {
  expect(await liabilities(t.books.connection, 'shop')).toEqual([
    { kind: 'count', asset: 'ITEM:wash/s', expiresIn: null, amount: 4 },
    { kind: 'principal', asset: 'CNY', expiresIn: null, amount: 800 },
  ]);
});
