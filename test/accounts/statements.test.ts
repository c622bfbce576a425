import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectSound, openTestBooks, startTestBooks, type TestBooks } from '../support/books.ts';

let t: TestBooks;
let last = 0;

beforeAll(async () => void (t = await startTestBooks()));
afterAll(async () => await t.stop());
afterEach(async () => {
  await t.setClock(null);
  await expectSound(t);
});

async function company(partyUUID: string) {
  const holder = { merchantUUID: 'shop', book: 'signAccount' as const, partyUUID };
  await t.admin.open({ ...holder, creditLimit: 1_000_000 });
  await t.admin.setSigner({ merchantUUID: 'shop', partyUUID, personUUID: 'p', name: '李四' });
  return holder;
}

async function sign(account: string, payAmount: number): Promise<string> {
  last += 1;
  const tractionNo = `bill${last}`;
  const payParams = { signAccounterUUID: account, signPersonUUID: 'p' };
  const answer = await t.books.pay('signAccount', {
    merchantUUID: 'shop',
    tractionNo,
    payAmount,
    payParams,
  });
  expect(answer.ret).toBe('success');
  return tractionNo;
}

test('closed while payments run, statements have each operation exactly once', async () => {
  await t.setClock('2026-11-01 12:00:00');
  const holder = await company('busy');
  const second = await openTestBooks(t.url);
  const paid: Promise<string>[] = [];
  for (let day = 1; day <= 10; day += 1) {
    const date = `2026-11-${String(day).padStart(2, '0')}`;
    await t.setClock(`${date} 23:59:59`);
    for (let at = 0; at < 20; at += 1) paid.push(sign('busy', 1 + at));
    await second.admin.closeStatement({ ...holder, toDate: date });
  }
  const numbers = await Promise.all(paid);
  await t.setClock('2026-11-30 00:00:00');
  await t.admin.closeStatement({ ...holder, toDate: '2026-11-30' });
  await second.stop();
  const statements = await t.admin.statements('shop', 'busy');
  const lines = await Promise.all(
    statements.map(async ({ id }) => (await t.admin.statementLines('shop', id)).lines),
  );
  expect(statements).toHaveLength(11);
  expect(
    lines
      .flat()
      .map(({ operationNo }) => operationNo)
      .toSorted(),
  ).toEqual(numbers.toSorted());
  expect(statements.at(-1)?.closing).toBe(10 * 210);
});

test('a statement opens with what the one before closed with; repayments go to the oldest', async () => {
  await t.setClock('2026-10-05 12:00:00');
  const holder = await company('monthly');
  const bill = await sign('monthly', 10_000);
  await t.setClock('2026-11-01 08:00:00');
  const october = await t.admin.closeStatement({ ...holder, toDate: '2026-10-31' });
  expect(october).toMatchObject({
    fromDate: '2026-10-05',
    opening: 0,
    charges: 10_000,
    closing: 10_000,
    unpaid: 10_000,
    dueDate: '2026-11-30',
  });
  expect(await t.admin.closeStatement({ ...holder, toDate: '2026-10-31' })).toEqual(october);
  await sign('monthly', 5_000);
  await t.books.refund('signAccount', {
    merchantUUID: 'shop',
    tractionNo: 'r',
    payTractionNo: bill,
    refundAmount: 1_000,
  });
  await t.admin.repay({ ...holder, key: 'b1', amount: 12_000 });
  await t.setClock('2026-12-01 08:00:00');
  const november = await t.admin.closeStatement({ ...holder, toDate: '2026-11-30' });
  expect(november).toMatchObject({
    opening: 10_000,
    charges: 5_000,
    refunds: 1_000,
    repayments: 12_000,
    closing: 2_000,
    unpaid: 2_000,
  });
  expect((await t.admin.statements('shop', 'monthly'))[0]).toMatchObject({
    status: 'paid',
    unpaid: 0,
  });
  await t.setClock('2027-02-20 08:00:00');
  expect(await t.admin.ageing('shop', 'monthly')).toEqual({
    owed: 2_000,
    upTo30: 0,
    upTo60: 2_000,
    upTo90: 0,
    over90: 0,
  });
  await t.admin.writeOff({ ...holder, key: 'w', amount: 2_000, note: '坏账' });
  await expect(t.admin.writeOff({ ...holder, key: 'w2', amount: 1 })).rejects.toMatchObject({
    reason: 'moreThanOwed',
  });
  expect(await t.admin.ageing('shop', 'monthly')).toMatchObject({ owed: 0, upTo60: 0 });
  await expect(t.admin.closeStatement({ ...holder, toDate: '2026-11-15' })).rejects.toMatchObject({
    reason: 'closedAlready',
  });
  await expect(t.admin.closeStatement({ ...holder, toDate: '2027-02-21' })).rejects.toMatchObject({
    reason: 'inFuture',
  });
});

test('another merchant does not see a statement, nor an account of the same name', async () => {
  await t.setClock('2026-11-02 12:00:00');
  const holder = await company('private');
  await sign('private', 10);
  const { id } = await t.admin.closeStatement({ ...holder, toDate: '2026-11-02' });
  await expect(t.admin.statementLines('elsewhere', id)).rejects.toMatchObject({
    reason: 'noStatement',
  });
  await expect(t.admin.statements('elsewhere', 'private')).rejects.toMatchObject({
    reason: 'noAccount',
  });
  await expect(
    t.admin.repay({ ...holder, merchantUUID: 'elsewhere', key: 'x', amount: 1 }),
  ).rejects.toMatchObject({ reason: 'noAccount' });
});
