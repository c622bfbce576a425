import { adminOf } from '@payserver/accounts/books/admin';
import { type Books, openBooks } from '@payserver/accounts/books/books';
import { BooksUnavailableError } from '@payserver/accounts/books/errors';
import { migrateBooks } from '@payserver/accounts/books/migrate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSound } from '../support/books.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';

let server: OwnPostgres;
let books: Books;

beforeAll(async () => {
  server = await startOwnPostgres();
  await migrateBooks({ databaseUrl: server.url });
  books = openBooks({ databaseUrl: server.url, timeZone: 'Asia/Shanghai' });
});
afterAll(async () => {
  await books.close();
  await server.stop();
});

const MERCHANT = { merchantUUID: 'shop' };
const MEMBER = { ...MERCHANT, book: 'memberBalance' as const, partyUUID: 'm' };
const COMPANY = { ...MERCHANT, book: 'signAccount' as const, partyUUID: 'c' };
const SIGN = { signAccounterUUID: 'c', signPersonUUID: 'p' };

/** Every kind of operation, each with its number or key: the second time none of them does anything. */
function operations(): (() => Promise<{ ret: string }>)[] {
  const admin = adminOf(books.connection);
  return Array.from({ length: 60 }, (_, at) => at).flatMap((at) => [
    async () =>
      await books.pay('memberBalance', {
        ...MERCHANT,
        tractionNo: `p${at}`,
        payAmount: 7,
        payParams: { memberUUID: 'm' },
      }),
    async () =>
      await books.refund('memberBalance', {
        ...MERCHANT,
        tractionNo: `r${at}`,
        payTractionNo: `paid${at}`,
        refundAmount: 3,
      }),
    async () =>
      await books.pay('signAccount', {
        ...MERCHANT,
        tractionNo: `s${at}`,
        payAmount: 11,
        payParams: SIGN,
      }),
    async () => await admin.topUp({ ...MEMBER, key: `t${at}`, principal: 5, bonus: 1 }),
    async () => await admin.repay({ ...COMPANY, key: `b${at}`, amount: 2 }),
    async () => await admin.adjust({ ...MEMBER, key: `a${at}`, account: 'principal', amount: 1 }),
  ]);
}

test('a server that is killed while all operations run leaves none half done, and each repeat tells the truth', async () => {
  const admin = adminOf(books.connection);
  await admin.open(MEMBER);
  await admin.topUp({ ...MEMBER, key: 'start', principal: 10_000 });
  await admin.open({ ...COMPANY, creditLimit: 100_000 });
  await admin.setSigner({ ...MERCHANT, partyUUID: 'c', personUUID: 'p' });
  for (let at = 0; at < 60; at += 1) {
    await books.pay('memberBalance', {
      ...MERCHANT,
      tractionNo: `paid${at}`,
      payAmount: 3,
      payParams: { memberUUID: 'm' },
    });
  }
  const running = operations().map(async (run) => await run());
  await Promise.race(running);
  await server.kill();
  const outcomes = await Promise.allSettled(running);
  await server.restart();
  const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(lost.length).toBeGreaterThan(0);
  for (const { reason } of lost) expect(reason).toBeInstanceOf(BooksUnavailableError);
  const known = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : null));
  for (const [at, run] of operations().entries()) {
    const again = await run();
    expect(again).toEqual(known[at] ?? again);
    expect(again.ret).toBe('success');
  }
  const sum = async (holder: typeof MEMBER | typeof COMPANY) =>
    (await admin.show(holder)).accounts.reduce((total, { balance }) => total + balance, 0);
  expect(await sum(MEMBER)).toBe(10_000 - 60 * 3 + 60 * (-7 + 3 + 6 + 1));
  expect(await sum(COMPANY)).toBe(60 * (2 - 11));
  await expectSound({ books });
});
