import { BooksUnavailableError } from '@payserver/accounts/books/errors';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound, openTestBooks } from '../support/books.ts';
import { openPlainClient } from '../support/sql.ts';
import { openShopBooks, SHOP, type ShopBooks } from './shop-books.ts';

let t: ShopBooks;
beforeAll(async () => void (t = await openShopBooks()));
afterAll(async () => await t.stop());
afterEach(async () => await expectSound(t));

describe('a number', () => {
  test('is one operation, however often and at once it comes, also after a decline', async () => {
    const holder = await t.member('twice', 100);
    const call = t.payCall(60, { memberUUID: 'twice' });
    const other = await openTestBooks(t.url);
    const answers = await Promise.all(
      Array.from(
        { length: 40 },
        async (_, at) => await (at % 2 ? other : t).books.pay('memberBalance', call),
      ),
    );
    await other.stop();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await t.balances(holder)).toEqual([40, 0]);
    const declined = t.payCall(60, { memberUUID: 'twice' });
    expect((await t.books.pay('memberBalance', declined)).ret).toBe('failed');
    await t.admin.topUp({ ...holder, key: 'more', principal: 100 });
    expect((await t.books.pay('memberBalance', declined)).ret).toBe('failed');
    expect(await t.books.query(declined.tractionNo)).toMatchObject({
      ret: 'failed',
      thirdErrorReason: '余额不足',
    });
    expect(await t.books.query(call.tractionNo)).toEqual(answers[0]);
    expect(await t.books.query(t.nextNo())).toEqual({ ret: 'notFound' });
  });

  test('with another content is a conflict, and nothing is done', async () => {
    const holder = await t.member('other', 100);
    const call = t.payCall(60, { memberUUID: 'other' });
    await t.books.pay('memberBalance', call);
    expect(await t.books.pay('memberBalance', { ...call, payAmount: 61 })).toEqual({
      ret: 'conflict',
    });
    expect(await t.books.pay('memberBalance', { ...call, merchantUUID: 'elsewhere' })).toEqual({
      ret: 'conflict',
    });
    const giving = { ...SHOP, payTractionNo: call.tractionNo, refundAmount: 60 };
    expect(
      await t.books.refund('memberBalance', { ...giving, tractionNo: call.tractionNo }),
    ).toEqual({ ret: 'conflict' });
    const back = { ...giving, tractionNo: t.nextNo(), refundAmount: 1 };
    await t.books.refund('memberBalance', back);
    expect(await t.books.cancel(back.tractionNo)).toEqual({ ret: 'conflict' });
    expect(await t.balances(holder)).toEqual([41, 0]);
  });

  test('that is cancelled before it comes is declined when it comes', async () => {
    const holder = await t.member('cancel', 100);
    const call = t.payCall(60, { memberUUID: 'cancel' });
    expect(await t.books.cancel(call.tractionNo)).toEqual({ ret: 'notFound' });
    expect(await t.books.cancel(call.tractionNo)).toEqual({ ret: 'notFound' });
    expect(await t.books.pay('memberBalance', call)).toMatchObject({
      ret: 'failed',
      thirdErrorReason: '已取消',
    });
    const paid = t.payCall(60, { memberUUID: 'cancel' });
    await t.books.pay('memberBalance', paid);
    expect(await t.books.cancel(paid.tractionNo)).toEqual({ ret: 'failed' });
    const declined = t.payCall(60, { memberUUID: 'cancel' });
    await t.books.pay('memberBalance', declined);
    expect(await t.books.cancel(declined.tractionNo)).toEqual({ ret: 'success' });
    expect(await t.balances(holder)).toEqual([40, 0]);
  });

  test('of a payment that cannot be refunded is a decline', async () => {
    await t.member('norefund', 10);
    const declined = t.payCall(60, { memberUUID: 'norefund' });
    await t.books.pay('memberBalance', declined);
    expect(
      await t.refund('memberBalance', { payTractionNo: declined.tractionNo, refundAmount: 60 }),
    ).toMatchObject({
      reason: 'notPaid',
    });
    expect(
      await t.refund('memberBalance', { payTractionNo: t.nextNo(), refundAmount: 60 }),
    ).toMatchObject({ reason: 'noPayment' });
    expect(
      await t.refund('signAccount', { payTractionNo: declined.tractionNo, refundAmount: 60 }),
    ).toMatchObject({
      reason: 'noPayment',
    });
  });

  test('is unknown, not failed, while another transaction has the card or the server is not there', async () => {
    await t.member('locked', 100);
    const call = t.payCall(60, { memberUUID: 'locked' });
    const blocker = await openPlainClient(t.url);
    await blocker.query('BEGIN; SELECT * FROM accounts.holding FOR UPDATE');
    await expect(t.books.pay('memberBalance', call)).rejects.toBeInstanceOf(BooksUnavailableError);
    await blocker.end();
    expect(await t.books.query(call.tractionNo)).toEqual({ ret: 'notFound' });
    expect((await t.books.pay('memberBalance', call)).ret).toBe('success');
    const gone = await openTestBooks(t.url);
    await gone.stop();
    await expect(gone.books.pay('memberBalance', call)).rejects.toBeInstanceOf(
      BooksUnavailableError,
    );
  });
});
