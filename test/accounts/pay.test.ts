import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound } from '../support/books.ts';
import { openShopBooks, SHOP, type ShopBooks } from './shop-books.ts';

let t: ShopBooks;
beforeAll(async () => void (t = await openShopBooks()));
afterAll(async () => await t.stop());
afterEach(async () => {
  await t.setClock(null);
  await expectSound(t);
});

const sign = (account: string) => ({ signAccounterUUID: account, signPersonUUID: 'person' });

describe('stored value', () => {
  test('1,000 payments at once never take more than there is', async () => {
    const holder = await t.member('crowd', 50_000);
    const answers = await Promise.all(
      Array.from(
        { length: 1_000 },
        async () => await t.books.pay('memberBalance', t.payCall(100, { memberUUID: 'crowd' })),
      ),
    );
    expect(answers.filter(({ ret }) => ret === 'success')).toHaveLength(500);
    const declined = answers.filter(({ ret }) => ret === 'failed');
    expect(declined).toHaveLength(500);
    expect(declined[0]).toMatchObject({ thirdErrorReason: '余额不足' });
    expect(await t.balances(holder)).toEqual([0, 0]);
  });

  test('bonus is used before principal, and a refund goes back to the same lots, to the fen', async () => {
    const holder = await t.member('lots', 10_000, 2_000);
    const call = t.payCall(3_000, { memberUUID: 'lots' });
    await t.books.pay('memberBalance', call);
    expect(await t.balances(holder)).toEqual([9_000, 0]);
    for (const amount of [333, 667, 1_500])
      expect(
        (await t.refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: amount }))
          .ret,
      ).toBe('success');
    expect(await t.balances(holder)).toEqual([10_000, 1_500]);
    expect(
      await t.refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 501 }),
    ).toMatchObject({
      ret: 'failed',
      reason: 'overRefund',
    });
    expect(
      (await t.refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 500 })).ret,
    ).toBe('success');
    expect(await t.balances(holder)).toEqual([10_000, 2_000]);
  });

  test('a holding with a proportional order of use takes from both, and its refunds sum exactly', async () => {
    await t.admin.setPolicies({ merchantUUID: 'fair', orderOfUse: 'proportional' });
    const holder = { merchantUUID: 'fair', book: 'memberBalance' as const, partyUUID: 'm' };
    await t.admin.open(holder);
    await t.admin.topUp({ ...holder, key: 'k', principal: 10_000, bonus: 3_000 });
    const call = { ...t.payCall(1_000, { memberUUID: 'm' }), merchantUUID: 'fair' };
    expect((await t.books.pay('memberBalance', call)).ret).toBe('success');
    expect(await t.balances(holder)).toEqual([9_231, 2_769]);
    for (const refundAmount of [1, 332, 667]) {
      const back = {
        merchantUUID: 'fair',
        tractionNo: t.nextNo(),
        payTractionNo: call.tractionNo,
        refundAmount,
      };
      expect((await t.books.refund('memberBalance', back)).ret).toBe('success');
    }
    expect(await t.balances(holder)).toEqual([10_000, 3_000]);
  });

  test('lots of today are usable until midnight, swept or not', async () => {
    const holder = await t.member('late', 0);
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
    expect((await t.books.pay('memberBalance', t.payCall(250, { memberUUID: 'late' }))).ret).toBe(
      'success',
    );
    await t.setClock('2026-11-28 00:00:00');
    expect(await t.books.pay('memberBalance', t.payCall(1, { memberUUID: 'late' }))).toMatchObject({
      reason: 'notEnough',
    });
    expect(await t.balances(holder)).toEqual([0, 50]);
    expect(await t.admin.sweepExpired()).toBe(1);
    expect(await t.balances(holder)).toEqual([0, 0]);
    expect(await t.admin.sweepExpired()).toBe(0);
  });

  test('what is returned to a lot that expired meanwhile expires at once, or lives on where the merchant says so', async () => {
    for (const [expiredReturn, left] of [
      ['expire', 0],
      ['extend', 100],
    ] as const) {
      await t.admin.setPolicies({ ...SHOP, expiredReturn });
      const holder = await t.member(`old-${expiredReturn}`, 0);
      await t.setClock('2026-11-27 12:00:00');
      await t.admin.topUp({
        ...holder,
        key: `old-${expiredReturn}`,
        principal: 0,
        bonus: 100,
        bonusExpiresAt: '2026-11-27',
      });
      const call = t.payCall(100, { memberUUID: holder.partyUUID });
      await t.books.pay('memberBalance', call);
      await t.setClock('2026-11-28 09:00:00');
      expect(
        (await t.refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 100 }))
          .ret,
      ).toBe('success');
      expect(await t.balances(holder)).toEqual([0, left]);
    }
    await t.admin.setPolicies({ ...SHOP, expiredReturn: 'expire' });
  });

  test('a top-up is refunded up to what is left of it, and takes its bonus along', async () => {
    const holder = await t.member('back', 10_000, 2_000);
    await t.books.pay('memberBalance', t.payCall(5_000, { memberUUID: 'back' }));
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
    expect(await t.balances(holder)).toEqual([0, 0]);
  });

  test('a frozen card declines payments and takes refunds; a held amount is not spent', async () => {
    const holder = await t.member('cold', 1_000);
    const call = t.payCall(400, { memberUUID: 'cold' });
    await t.books.pay('memberBalance', call);
    await t.admin.set({ ...holder, status: 'frozen' });
    expect(await t.books.pay('memberBalance', t.payCall(1, { memberUUID: 'cold' }))).toMatchObject({
      thirdErrorReason: '账户已冻结',
    });
    expect(
      (await t.refund('memberBalance', { payTractionNo: call.tractionNo, refundAmount: 400 })).ret,
    ).toBe('success');
    await t.admin.set({ ...holder, status: 'open', held: 700 });
    expect(
      await t.books.pay('memberBalance', t.payCall(301, { memberUUID: 'cold' })),
    ).toMatchObject({
      reason: 'notEnough',
    });
    expect((await t.books.pay('memberBalance', t.payCall(300, { memberUUID: 'cold' }))).ret).toBe(
      'success',
    );
  });
});

describe('on account', () => {
  test('a limit lowered below what is owed lets repayments in and no charge', async () => {
    const holder = await t.company('acme', 10_000);
    const call = t.payCall(8_000, sign('acme'));
    expect((await t.books.pay('signAccount', call)).ret).toBe('success');
    await t.admin.set({ ...holder, creditLimit: 5_000 });
    expect(await t.books.pay('signAccount', t.payCall(1, sign('acme')))).toMatchObject({
      thirdErrorReason: '超出额度',
    });
    expect(
      (await t.refund('signAccount', { payTractionNo: call.tractionNo, refundAmount: 1_000 })).ret,
    ).toBe('success');
    expect((await t.admin.repay({ ...holder, key: 'bank-1', amount: 2_000 })).ret).toBe('success');
    expect((await t.admin.repay({ ...holder, key: 'bank-1', amount: 2_000 })).ret).toBe('success');
    expect(await t.balances(holder)).toEqual([-5_000]);
  });

  test('a person who was removed signs no more; the bill from before stays', async () => {
    await t.setClock('2026-11-27 10:00:00');
    await t.company('revoked', 10_000);
    expect((await t.books.pay('signAccount', t.payCall(100, sign('revoked')))).ret).toBe('success');
    await t.admin.setSigner({
      ...SHOP,
      partyUUID: 'revoked',
      personUUID: 'person',
      validTo: '2026-11-26',
    });
    expect(await t.books.pay('signAccount', t.payCall(100, sign('revoked')))).toMatchObject({
      thirdErrorReason: '签单人已停用',
    });
    const stranger = { signAccounterUUID: 'revoked', signPersonUUID: 'nobody' };
    expect(await t.books.pay('signAccount', t.payCall(100, stranger))).toMatchObject({
      thirdErrorReason: '无权签单',
    });
    expect(await t.books.pay('signAccount', t.payCall(100, sign('unknown')))).toMatchObject({
      thirdErrorReason: '未开户',
    });
  });

  test("a person's limits hold per bill, day and month; a refund on the day gives the day back", async () => {
    await t.setClock('2026-11-27 10:00:00');
    await t.company('limited', 100_000, { perOpLimit: 500, dayLimit: 800, monthLimit: 1_000 });
    const over = { thirdErrorReason: '超出个人限额' };
    const first = t.payCall(500, sign('limited'));
    expect(await t.books.pay('signAccount', t.payCall(501, sign('limited')))).toMatchObject(over);
    expect((await t.books.pay('signAccount', first)).ret).toBe('success');
    expect(await t.books.pay('signAccount', t.payCall(301, sign('limited')))).toMatchObject(over);
    await t.refund('signAccount', { payTractionNo: first.tractionNo, refundAmount: 200 });
    expect((await t.books.pay('signAccount', t.payCall(500, sign('limited')))).ret).toBe('success');
    await t.setClock('2026-11-28 10:00:00');
    expect(await t.books.pay('signAccount', t.payCall(201, sign('limited')))).toMatchObject(over);
    expect((await t.books.pay('signAccount', t.payCall(200, sign('limited')))).ret).toBe('success');
    await t.setClock('2026-12-01 00:00:00');
    expect((await t.books.pay('signAccount', t.payCall(500, sign('limited')))).ret).toBe('success');
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
        t.payCall(amount, { memberUUID: 'c1', merchandiseDetails: details(...counts) }),
      );
    expect(await pay(8_500, ['wash', 1], ['wax', 11])).toMatchObject({
      thirdErrorReason: '次数不足',
    });
    expect(await pay(3_000, ['other', 1])).toMatchObject({ reason: 'noSuchItem' });
    expect(await pay(3_001, ['wash', 1])).toMatchObject({ reason: 'wrongAmount' });
    expect(await pay(1, ['wash', 0])).toMatchObject({ reason: 'badParams' });
    expect(await t.balances(holder)).toEqual([10, 10]);
    expect((await pay(7_000, ['wash', 1], ['wax', 2], ['wash', 1])).ret).toBe('success');
    expect(await t.balances(holder)).toEqual([8, 8]);
  });

  test('gives back the pieces that are named, the only ones that make the amount, or all', async () => {
    const holder = await card('c2', { wash: 3_000, wax: 500, dry: 1_000 });
    const call = t.payCall(9_000, {
      memberUUID: 'c2',
      merchandiseDetails: details(['wash', 2], ['wax', 2], ['dry', 2]),
    });
    expect((await t.books.pay('memberCount', call)).ret).toBe('success');
    expect(
      await t.refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 1_000 }),
    ).toMatchObject({
      reason: 'nameItems',
    });
    const named = { clientExtraParams: { merchandiseDetails: details(['dry', 1]) } };
    expect(
      await t.refund('memberCount', {
        payTractionNo: call.tractionNo,
        refundAmount: 999,
        ...named,
      }),
    ).toMatchObject({
      reason: 'wrongAmount',
    });
    expect(
      (
        await t.refund('memberCount', {
          payTractionNo: call.tractionNo,
          refundAmount: 1_000,
          ...named,
        })
      ).ret,
    ).toBe('success');
    expect(
      (await t.refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 500 })).ret,
    ).toBe('success');
    const tooMany = { clientExtraParams: { merchandiseDetails: details(['dry', 2]) } };
    expect(
      await t.refund('memberCount', {
        payTractionNo: call.tractionNo,
        refundAmount: 2_000,
        ...tooMany,
      }),
    ).toMatchObject({
      reason: 'overRefundCounts',
    });
    expect(
      (await t.refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 7_500 })).ret,
    ).toBe('success');
    expect(await t.balances(holder)).toEqual([10, 10, 10]);
  });

  test('a card without prices carries the amount and needs the pieces by name', async () => {
    const holder = await card('c3', { wash: undefined });
    const call = t.payCall(1_000, { memberUUID: 'c3', merchandiseDetails: details(['wash', 3]) });
    expect((await t.books.pay('memberCount', call)).ret).toBe('success');
    expect(
      await t.refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 400 }),
    ).toMatchObject({
      reason: 'nameItems',
    });
    const one = { clientExtraParams: { merchandiseDetails: details(['wash', 1]) } };
    expect(
      (await t.refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 333, ...one }))
        .ret,
    ).toBe('success');
    expect(
      (await t.refund('memberCount', { payTractionNo: call.tractionNo, refundAmount: 667 })).ret,
    ).toBe('success');
    expect(await t.balances(holder)).toEqual([10]);
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
    await t.books.pay('memberBalance', { ...t.payCall(30, { memberUUID: 'b' }), merchantUUID });
    await t.books.pay('memberBalance', { ...t.payCall(300, { memberUUID: 'b' }), merchantUUID });
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
    await t.company('signers', 1, { dayLimit: 5 });
    expect(await t.admin.signers('shop', 'signers')).toMatchObject([
      { personUUID: 'person', dayLimit: 5, validTo: null },
    ]);
    expect(await t.admin.signers('lister', 'signers')).toEqual([]);
  });
});
