import type { Book, PayCall, RefundCall } from '@payserver/accounts/books/calls';
import { BooksUnavailableError } from '@payserver/accounts/books/errors';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound, openTestBooks, startTestBooks, type TestBooks } from '../support/books.ts';
import { openPlainClient } from '../support/sql.ts';

let t: TestBooks;
let last = 0;

beforeAll(async () => void (t = await startTestBooks()));
afterAll(async () => await t.stop());
afterEach(async () => {
  await t.setClock(null);
  await expectSound(t);
});

const nextNo = () => `1${String(++last).padStart(19, '0')}`;
const SHOP = { merchantUUID: 'shop' };

function payCall(
  payAmount: number,
  payParams: PayCall['payParams'],
  tractionNo = nextNo(),
): PayCall {
  return { ...SHOP, tractionNo, payAmount, payParams };
}

async function refund(
  book: Book,
  call: Omit<RefundCall, 'tractionNo' | 'merchantUUID'>,
): Promise<Awaited<ReturnType<TestBooks['books']['refund']>>> {
  return await t.books.refund(book, { ...SHOP, tractionNo: nextNo(), ...call });
}

async function member(partyUUID: string, principal: number, bonus = 0) {
  const holder = { ...SHOP, book: 'memberBalance' as const, partyUUID };
  await t.admin.open({ ...holder, name: '张三', phone: '13812345678' });
  if (principal + bonus > 0) await t.admin.topUp({ ...holder, key: partyUUID, principal, bonus });
  return holder;
}

async function company(partyUUID: string, creditLimit: number, limits = {}) {
  const holder = { ...SHOP, book: 'signAccount' as const, partyUUID };
  await t.admin.open({ ...holder, name: '某公司', creditLimit });
  await t.admin.setSigner({ ...SHOP, partyUUID, personUUID: 'person', ...limits });
  return holder;
}

const sign = (account: string) => ({ signAccounterUUID: account, signPersonUUID: 'person' });

async function balances(holder: Parameters<TestBooks['admin']['show']>[0]) {
  const { accounts } = await t.admin.show(holder);
  return accounts.map(({ balance }) => balance);
}

describe('stored value', () => {
  test('1,000 payments at once never take more than there is', async () => {
    const holder = await member('crowd', 50_000);
    const answers = await Promise.all(
      Array.from(
        { length: 1_000 },
        async () => await t.books.pay('memberBalance', payCall(100, { memberUUID: 'crowd' })),
      ),
    );
    expect(answers.filter(({ ret }) => ret === 'success')).toHaveLength(500);
    const declined = answers.filter(({ ret }) => ret === 'failed');
    expect(declined).toHaveLength(500);
    expect(declined[0]).toMatchObject({ thirdErrorReason: '余额不足' });
    expect(await balances(holder)).toEqual([0, 0]);
  });

  test('bonus is used before principal, and a refund goes back to the same lots, to the fen', async () => {
    const holder = await member('lots', 10_000, 2_000);
    const call = payCall(3_000, { memberUUID: 'lots' });
    await t.books.pay('memberBalance', call);
    expect(await balances(holder)).toEqual([9_000, 0]);
    for (const amount of [333, 667, 1_500])
      expect(
        (await refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: amount }))
          .ret,
      ).toBe('success');
    expect(await balances(holder)).toEqual([10_000, 1_500]);
    expect(
      await refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 501 }),
    ).toMatchObject({
      ret: 'failed',
      reason: 'overRefund',
    });
    expect(
      (await refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 500 })).ret,
    ).toBe('success');
    expect(await balances(holder)).toEqual([10_000, 2_000]);
  });

  test('a holding with a proportional order of use takes from both, and its refunds sum exactly', async () => {
    await t.admin.setPolicies({ merchantUUID: 'fair', orderOfUse: 'proportional' });
    const holder = { merchantUUID: 'fair', book: 'memberBalance' as const, partyUUID: 'm' };
    await t.admin.open(holder);
    await t.admin.topUp({ ...holder, key: 'k', principal: 10_000, bonus: 3_000 });
    const call = { ...payCall(1_000, { memberUUID: 'm' }), merchantUUID: 'fair' };
    expect((await t.books.pay('memberBalance', call)).ret).toBe('success');
    expect(await balances(holder)).toEqual([9_231, 2_769]);
    for (const refundAmount of [1, 332, 667]) {
      const back = {
        merchantUUID: 'fair',
        tractionNo: nextNo(),
        payTractionNo: call.tractionNo,
        refundAmount,
      };
      expect((await t.books.refund('memberBalance', back)).ret).toBe('success');
    }
    expect(await balances(holder)).toEqual([10_000, 3_000]);
  });

  test('lots of today are usable until midnight, swept or not', async () => {
    const holder = await member('late', 0);
    await t.setClock('2026-11-27 12:00:00');
    for (const [key, bonusExpiresAt] of [
      ['a', '2026-11-27 23:59:59'],
      ['b', '2026-11-28 00:00:00'],
      ['c', '2026-11-27'],
    ] as const) {
      await t.admin.topUp({
        ...holder,
        key: `late-${key}`,
        principal: 0,
        bonus: 100,
        bonusExpiresAt,
      });
    }
    await t.setClock('2026-11-27 23:59:59.999');
    expect((await t.books.pay('memberBalance', payCall(250, { memberUUID: 'late' }))).ret).toBe(
      'success',
    );
    await t.setClock('2026-11-28 00:00:00');
    expect(await t.books.pay('memberBalance', payCall(1, { memberUUID: 'late' }))).toMatchObject({
      reason: 'notEnough',
    });
    expect(await balances(holder)).toEqual([0, 50]);
    expect(await t.admin.sweepExpired()).toBe(1);
    expect(await balances(holder)).toEqual([0, 0]);
    expect(await t.admin.sweepExpired()).toBe(0);
  });

  test('what is returned to a lot that expired meanwhile expires at once, or lives on where the merchant says so', async () => {
    for (const [expiredReturn, left] of [
      ['expire', 0],
      ['extend', 100],
    ] as const) {
      await t.admin.setPolicies({ ...SHOP, expiredReturn });
      const holder = await member(`old-${expiredReturn}`, 0);
      await t.setClock('2026-11-27 12:00:00');
      await t.admin.topUp({
        ...holder,
        key: `old-${expiredReturn}`,
        principal: 0,
        bonus: 100,
        bonusExpiresAt: '2026-11-27',
      });
      const call = payCall(100, { memberUUID: holder.partyUUID });
      await t.books.pay('memberBalance', call);
      await t.setClock('2026-11-28 09:00:00');
      expect(
        (await refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 100 })).ret,
      ).toBe('success');
      expect(await balances(holder)).toEqual([0, left]);
    }
    await t.admin.setPolicies({ ...SHOP, expiredReturn: 'expire' });
  });

  test('a top-up is refunded up to what is left of it, and takes its bonus along', async () => {
    const holder = await member('back', 10_000, 2_000);
    await t.books.pay('memberBalance', payCall(5_000, { memberUUID: 'back' }));
    const topUpNo = 'topUp:shop:back';
    const more = { ...SHOP, topUpNo };
    await expect(t.admin.refundTopUp({ ...more, key: 'r1', amount: 7_001 })).rejects.toMatchObject({
      reason: 'moreThanLeft',
    });
    expect(await t.admin.refundTopUp({ ...more, key: 'r1', amount: 7_000 })).toMatchObject({
      ret: 'success',
    });
    expect(await t.admin.refundTopUp({ ...more, key: 'r1', amount: 7_000 })).toMatchObject({
      ret: 'success',
    });
    await expect(t.admin.refundTopUp({ ...more, key: 'r1', amount: 1 })).rejects.toMatchObject({
      reason: 'keyUsed',
    });
    expect(await balances(holder)).toEqual([0, 0]);
  });

  test('a frozen card declines payments and takes refunds; a held amount is not spent', async () => {
    const holder = await member('cold', 1_000);
    const call = payCall(400, { memberUUID: 'cold' });
    await t.books.pay('memberBalance', call);
    await t.admin.set({ ...holder, status: 'frozen' });
    expect(await t.books.pay('memberBalance', payCall(1, { memberUUID: 'cold' }))).toMatchObject({
      thirdErrorReason: '账户已冻结',
    });
    expect(
      (await refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 400 })).ret,
    ).toBe('success');
    await t.admin.set({ ...holder, status: 'open', held: 700 });
    expect(await t.books.pay('memberBalance', payCall(301, { memberUUID: 'cold' }))).toMatchObject({
      reason: 'notEnough',
    });
    expect((await t.books.pay('memberBalance', payCall(300, { memberUUID: 'cold' }))).ret).toBe(
      'success',
    );
  });
});

describe('on account', () => {
  test('a limit lowered below what is owed lets repayments in and no charge', async () => {
    const holder = await company('acme', 10_000);
    const call = payCall(8_000, sign('acme'));
    expect((await t.books.pay('signAccount', call)).ret).toBe('success');
    await t.admin.set({ ...holder, creditLimit: 5_000 });
    expect(await t.books.pay('signAccount', payCall(1, sign('acme')))).toMatchObject({
      thirdErrorReason: '超出额度',
    });
    expect(
      (await refund('signAccount', { payTractionNo: call.tractionNo, refundAmount: 1_000 })).ret,
    ).toBe('success');
    expect((await t.admin.repay({ ...holder, key: 'bank-1', amount: 2_000 })).ret).toBe('success');
    expect((await t.admin.repay({ ...holder, key: 'bank-1', amount: 2_000 })).ret).toBe('success');
    expect(await balances(holder)).toEqual([-5_000]);
  });

  test('a person who was removed signs no more; the bill from before stays', async () => {
    await t.setClock('2026-11-27 10:00:00');
    await company('revoked', 10_000);
    expect((await t.books.pay('signAccount', payCall(100, sign('revoked')))).ret).toBe('success');
    await t.admin.setSigner({
      ...SHOP,
      partyUUID: 'revoked',
      personUUID: 'person',
      validTo: '2026-11-26',
    });
    expect(await t.books.pay('signAccount', payCall(100, sign('revoked')))).toMatchObject({
      thirdErrorReason: '签单人已停用',
    });
    const stranger = { signAccounterUUID: 'revoked', signPersonUUID: 'nobody' };
    expect(await t.books.pay('signAccount', payCall(100, stranger))).toMatchObject({
      thirdErrorReason: '无权签单',
    });
    expect(await t.books.pay('signAccount', payCall(100, sign('unknown')))).toMatchObject({
      thirdErrorReason: '未开户',
    });
  });

  test("a person's limits hold per bill, day and month; a refund on the day gives the day back", async () => {
    await t.setClock('2026-11-27 10:00:00');
    await company('limited', 100_000, { perOpLimit: 500, dayLimit: 800, monthLimit: 1_000 });
    const over = { thirdErrorReason: '超出个人限额' };
    const first = payCall(500, sign('limited'));
    expect(await t.books.pay('signAccount', payCall(501, sign('limited')))).toMatchObject(over);
    expect((await t.books.pay('signAccount', first)).ret).toBe('success');
    expect(await t.books.pay('signAccount', payCall(301, sign('limited')))).toMatchObject(over);
    await refund('signAccount', { payTractionNo: first.tractionNo, refundAmount: 200 });
    expect((await t.books.pay('signAccount', payCall(500, sign('limited')))).ret).toBe('success');
    await t.setClock('2026-11-28 10:00:00');
    expect(await t.books.pay('signAccount', payCall(201, sign('limited')))).toMatchObject(over);
    expect((await t.books.pay('signAccount', payCall(200, sign('limited')))).ret).toBe('success');
    await t.setClock('2026-12-01 00:00:00');
    expect((await t.books.pay('signAccount', payCall(500, sign('limited')))).ret).toBe('success');
  });
});

describe('count cards', () => {
  const details = (...counts: readonly (readonly [string, number])[]) =>
    counts.map(([merchandiseUUID, count]) => ({
      name: '项目',
      merchandiseUUID,
      styleUUID: 's',
      count,
    }));

  async function card(partyUUID: string, prices: Record<string, number | undefined>) {
    const holder = { ...SHOP, book: 'memberCount' as const, partyUUID };
    await t.admin.open(holder);
    const items = Object.entries(prices).map(([merchandiseUUID, unitPrice]) => ({
      merchandiseUUID,
      styleUUID: 's',
      count: 10,
      paidValue: 5_000,
      ...(unitPrice !== undefined && { unitPrice }),
    }));
    await t.admin.topUpCounts({ ...holder, key: partyUUID, items });
    return holder;
  }

  test('takes all styles or none, at their price', async () => {
    const holder = await card('c1', { wash: 3_000, wax: 500 });
    const pay = async (amount: number, ...counts: readonly (readonly [string, number])[]) =>
      await t.books.pay(
        'memberCount',
        payCall(amount, { memberUUID: 'c1', merchandiseDetails: details(...counts) }),
      );
    expect(await pay(8_500, ['wash', 1], ['wax', 11])).toMatchObject({
      thirdErrorReason: '次数不足',
    });
    expect(await pay(3_000, ['other', 1])).toMatchObject({ reason: 'noSuchItem' });
    expect(await pay(3_001, ['wash', 1])).toMatchObject({ reason: 'wrongAmount' });
    expect(await pay(1, ['wash', 0])).toMatchObject({ reason: 'badParams' });
    expect(await balances(holder)).toEqual([10, 10]);
    expect((await pay(7_000, ['wash', 1], ['wax', 2], ['wash', 1])).ret).toBe('success');
    expect(await balances(holder)).toEqual([8, 8]);
  });

  test('gives back the pieces that are named, the only ones that make the amount, or all', async () => {
    const holder = await card('c2', { wash: 3_000, wax: 500, dry: 1_000 });
    const call = payCall(9_000, {
      memberUUID: 'c2',
      merchandiseDetails: details(['wash', 2], ['wax', 2], ['dry', 2]),
    });
    expect((await t.books.pay('memberCount', call)).ret).toBe('success');
    expect(
      await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 1_000 }),
    ).toMatchObject({
      reason: 'nameItems',
    });
    const named = { clientExtraParams: { merchandiseDetails: details(['dry', 1]) } };
    expect(
      await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 999, ...named }),
    ).toMatchObject({
      reason: 'wrongAmount',
    });
    expect(
      (
        await refund('memberCount', {
          payTractionNo: call.tractionNo,
          refundAmount: 1_000,
          ...named,
        })
      ).ret,
    ).toBe('success');
    expect(
      (await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 500 })).ret,
    ).toBe('success');
    const tooMany = { clientExtraParams: { merchandiseDetails: details(['dry', 2]) } };
    expect(
      await refund('memberCount', {
        payTractionNo: call.tractionNo,
        refundAmount: 2_000,
        ...tooMany,
      }),
    ).toMatchObject({
      reason: 'overRefundCounts',
    });
    expect(
      (await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 7_500 })).ret,
    ).toBe('success');
    expect(await balances(holder)).toEqual([10, 10, 10]);
  });

  test('a card without prices carries the amount and needs the pieces by name', async () => {
    const holder = await card('c3', { wash: undefined });
    const call = payCall(1_000, { memberUUID: 'c3', merchandiseDetails: details(['wash', 3]) });
    expect((await t.books.pay('memberCount', call)).ret).toBe('success');
    expect(
      await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 400 }),
    ).toMatchObject({
      reason: 'nameItems',
    });
    const one = { clientExtraParams: { merchandiseDetails: details(['wash', 1]) } };
    expect(
      (await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 333, ...one }))
        .ret,
    ).toBe('success');
    expect(
      (await refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 667 })).ret,
    ).toBe('success');
    expect(await balances(holder)).toEqual([10]);
  });
});

describe('lists', () => {
  test('show a merchant its own holdings, signers and operations, page by page', async () => {
    const merchantUUID = 'lister';
    for (const partyUUID of ['a', 'b', 'c']) {
      const holder = { merchantUUID, book: 'memberBalance' as const, partyUUID };
      await t.admin.open({ ...holder, name: `会员${partyUUID}` });
      await t.admin.topUp({ ...holder, key: partyUUID, principal: 100 });
    }
    await t.books.pay('memberBalance', { ...payCall(30, { memberUUID: 'b' }), merchantUUID });
    await t.books.pay('memberBalance', { ...payCall(300, { memberUUID: 'b' }), merchantUUID });
    const query = { merchantUUID, book: 'memberBalance' as const, limit: 2 };
    const first = await t.admin.holdings(query);
    expect(first.map(({ partyUUID }) => partyUUID)).toEqual(['a', 'b']);
    expect(await t.admin.holdings({ ...query, after: 'b' })).toMatchObject([{ partyUUID: 'c' }]);
    expect(await t.admin.holdings({ ...query, name: '员c' })).toMatchObject([{ partyUUID: 'c' }]);
    const ofB = { merchantUUID, partyUUID: 'b', limit: 10 };
    const operations = await t.admin.operations(ofB);
    expect(operations.map(({ kind, state }) => [kind, state])).toEqual([
      ['topUp', 'done'],
      ['pay', 'done'],
      ['pay', 'declined'],
    ]);
    const after = operations[0]?.orderNo ?? '';
    expect(await t.admin.operations({ ...ofB, after, kind: 'pay' })).toEqual(operations.slice(1));
    expect(await t.admin.operations({ ...ofB, merchantUUID: 'elsewhere' })).toEqual([]);
    await company('signers', 1, { dayLimit: 5 });
    expect(await t.admin.signers('shop', 'signers')).toMatchObject([
      { personUUID: 'person', dayLimit: 5, validTo: null },
    ]);
    expect(await t.admin.signers('lister', 'signers')).toEqual([]);
  });
});

describe('a number', () => {
  test('is one operation, however often and at once it comes, also after a decline', async () => {
    const holder = await member('twice', 100);
    const call = payCall(60, { memberUUID: 'twice' });
    const other = await openTestBooks(t.url);
    const answers = await Promise.all(
      Array.from(
        { length: 40 },
        async (_, at) => await (at % 2 ? other : t).books.pay('memberBalance', call),
      ),
    );
    await other.stop();
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await balances(holder)).toEqual([40, 0]);
    const declined = payCall(60, { memberUUID: 'twice' });
    expect((await t.books.pay('memberBalance', declined)).ret).toBe('failed');
    await t.admin.topUp({ ...holder, key: 'more', principal: 100 });
    expect((await t.books.pay('memberBalance', declined)).ret).toBe('failed');
    expect(await t.books.query(declined.tractionNo)).toMatchObject({
      ret: 'failed',
      thirdErrorReason: '余额不足',
    });
    expect(await t.books.query(call.tractionNo)).toEqual(answers[0]);
    expect(await t.books.query(nextNo())).toEqual({ ret: 'notFound' });
  });

  test('with another content is a conflict, and nothing is done', async () => {
    const holder = await member('other', 100);
    const call = payCall(60, { memberUUID: 'other' });
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
    const back = { ...giving, tractionNo: nextNo(), refundAmount: 1 };
    await t.books.refund('memberBalance', back);
    expect(await t.books.cancel(back.tractionNo)).toEqual({ ret: 'conflict' });
    expect(await balances(holder)).toEqual([41, 0]);
  });

  test('that is cancelled before it comes is declined when it comes', async () => {
    const holder = await member('cancel', 100);
    const call = payCall(60, { memberUUID: 'cancel' });
    expect(await t.books.cancel(call.tractionNo)).toEqual({ ret: 'notFound' });
    expect(await t.books.cancel(call.tractionNo)).toEqual({ ret: 'notFound' });
    expect(await t.books.pay('memberBalance', call)).toMatchObject({
      ret: 'failed',
      thirdErrorReason: '已取消',
    });
    const paid = payCall(60, { memberUUID: 'cancel' });
    await t.books.pay('memberBalance', paid);
    expect(await t.books.cancel(paid.tractionNo)).toEqual({ ret: 'failed' });
    const declined = payCall(60, { memberUUID: 'cancel' });
    await t.books.pay('memberBalance', declined);
    expect(await t.books.cancel(declined.tractionNo)).toEqual({ ret: 'success' });
    expect(await balances(holder)).toEqual([40, 0]);
  });

  test('of a payment that cannot be refunded is a decline', async () => {
    await member('norefund', 10);
    const declined = payCall(60, { memberUUID: 'norefund' });
    await t.books.pay('memberBalance', declined);
    expect(
      await refund('memberBalance', { payTractionNo: declined.tractionNo, refundAmount: 60 }),
    ).toMatchObject({
      reason: 'notPaid',
    });
    expect(
      await refund('memberBalance', { payTractionNo: nextNo(), refundAmount: 60 }),
    ).toMatchObject({ reason: 'noPayment' });
    expect(
      await refund('signAccount', { payTractionNo: declined.tractionNo, refundAmount: 60 }),
    ).toMatchObject({
      reason: 'noPayment',
    });
  });

  test('is unknown, not failed, while another transaction has the card or the server is not there', async () => {
    await member('locked', 100);
    const call = payCall(60, { memberUUID: 'locked' });
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
