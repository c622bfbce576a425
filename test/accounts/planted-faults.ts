import type { TestBooks } from '../support/books.ts';

const SHOP = { merchantUUID: 'shop' };
const COMPANY = { ...SHOP, book: 'signAccount' as const, partyUUID: 'company' };
const MEMBER = { ...SHOP, book: 'memberBalance' as const, partyUUID: 'member' };
const CARD = { ...SHOP, book: 'memberCount' as const, partyUUID: 'member' };

/** Something of every kind in sound books, in November 2026. */
export async function fillBooks(t: TestBooks): Promise<void> {
  const { admin, books } = t;
  await t.setClock('2026-11-20 12:00:00');
  await admin.open({ ...COMPANY, creditLimit: 100_000 });
  await admin.open({ ...COMPANY, merchantUUID: 'elsewhere' });
  await admin.setSigner({ ...SHOP, partyUUID: 'company', personUUID: 'p' });
  await admin.open(MEMBER);
  await admin.open(CARD);
  const signed = { signAccounterUUID: 'company', signPersonUUID: 'p' };
  await books.pay('signAccount', {
    ...SHOP,
    tractionNo: 'sign1',
    payAmount: 900,
    payParams: signed,
  });
  await admin.closeStatement({ ...SHOP, partyUUID: 'company', toDate: '2026-11-20' });
  await t.setClock('2026-11-21 12:00:00');
  await books.pay('signAccount', {
    ...SHOP,
    tractionNo: 'sign2',
    payAmount: 500,
    payParams: signed,
  });
  await admin.repay({ ...COMPANY, key: 'bank', amount: 600 });
  await admin.closeStatement({ ...SHOP, partyUUID: 'company', toDate: '2026-11-21' });
  const bonusExpiresAt = '2026-12-31';
  await admin.topUp({ ...MEMBER, key: 'k', principal: 1_000, bonus: 200, bonusExpiresAt });
  const member = { memberUUID: 'member' };
  await books.pay('memberBalance', {
    ...SHOP,
    tractionNo: 'pay1',
    payAmount: 700,
    payParams: member,
  });
  await books.pay('memberBalance', {
    ...SHOP,
    tractionNo: 'pay2',
    payAmount: 9_999,
    payParams: member,
  });
  await books.refund('memberBalance', {
    ...SHOP,
    tractionNo: 'back1',
    payTractionNo: 'pay1',
    refundAmount: 300,
  });
  const merchandiseDetails = [{ merchandiseUUID: 'wash', styleUUID: 's', count: 2 }];
  await admin.topUpCounts({
    ...CARD,
    key: 'c',
    items: [{ merchandiseUUID: 'wash', styleUUID: 's', count: 5, unitPrice: 100 }],
  });
  await books.pay('memberCount', {
    ...SHOP,
    tractionNo: 'count1',
    payAmount: 200,
    payParams: { ...member, merchandiseDetails },
  });
  await books.refund('memberCount', {
    ...SHOP,
    tractionNo: 'back2',
    payTractionNo: 'count1',
    refundAmount: 100,
  });
}

export const PRINCIPAL = `(SELECT id FROM account WHERE kind = 'principal')`;
const RECEIVABLE = `(SELECT id FROM account WHERE kind = 'receivable' AND merchant_uuid = 'shop')`;

/** [the rule that must find it, what is done past the functions] */
export const FAULTS: readonly (readonly [rule: string, sql: string])[] = [
  ['entriesSumToZero', `DELETE FROM entry WHERE operation_no = 'pay1' AND seq = 1`],
  ['balanceIsItsEntries', `UPDATE account SET balance = balance + 1 WHERE id = ${PRINCIPAL}`],
  [
    'balancesFollow',
    `UPDATE entry SET balance_after = balance_after + 1 WHERE account_id = ${PRINCIPAL} AND version = 1`,
  ],
  ['balancesFollow', `UPDATE account SET version = version + 1 WHERE id = ${PRINCIPAL}`],
  ['entriesHaveTheirAsset', `UPDATE entry SET asset = 'ITEM:x/y' WHERE operation_no = 'pay1'`],
  [
    'prepaidNotBelowZero',
    `ALTER TABLE account DROP CONSTRAINT prepaid_never_below_zero; UPDATE account SET balance = -1 WHERE id = ${PRINCIPAL}`,
  ],
  ['lotsAreTheBalance', `UPDATE lot SET remaining = remaining - 1 WHERE kind = 'principal'`],
  ['lotsAddUp', `DELETE FROM lot_use WHERE operation_no = 'count1'`],
  ['returnsWithinUses', `UPDATE lot_return SET amount = amount + 1 WHERE refund_no = 'back1'`],
  ['usesAreThePayment', `UPDATE lot_use SET used = used + 1 WHERE operation_no = 'pay1'`],
  ['refundsWithinPayment', `UPDATE operation SET amount = 701 WHERE no = 'back1'`],
  ['refundsHaveTheirPayment', `UPDATE operation SET source_no = 'pay2' WHERE no = 'back1'`],
  ['amountsAreTheirEntries', `UPDATE operation SET amount = 899 WHERE no = 'sign1'`],
  [
    'statementsFollow',
    `UPDATE statement SET opening = 800, closing = closing - 100 WHERE from_date = '2026-11-21'`,
  ],
  [
    'statementsAddUp',
    `UPDATE operation SET statement_id = (SELECT min(id) FROM statement) WHERE no = 'sign2'`,
  ],
  ['statementsAreTheBalance', `UPDATE operation SET statement_id = NULL WHERE no = 'sign2'`],
  [
    'allocationsWithinBoth',
    `INSERT INTO allocation (credit_no, statement_id, amount) SELECT credit_no, statement_id, amount FROM allocation`,
  ],
  ['entriesHaveAnOperation', `DELETE FROM operation WHERE no = 'sign1'`],
  ['operationsHaveEntries', `DELETE FROM entry WHERE operation_no = 'count1'`],
  ['merchantsDoNotMix', `UPDATE operation SET merchant_uuid = 'elsewhere' WHERE no = 'sign1'`],
  [
    'merchantsDoNotMix',
    `UPDATE entry SET account_id = (SELECT id FROM account WHERE kind = 'receivable' AND merchant_uuid = 'elsewhere') WHERE account_id = ${RECEIVABLE}`,
  ],
  ['signersAddUp', `UPDATE signer_use SET used = used + 1`],
  ['itemsAddUp', `UPDATE pay_item SET returned = 0`],
];

/** The statement in the books' schema, past triggers and keys, in a transaction that the caller ends. */
export const planted = (sql: string) =>
  `BEGIN; SET LOCAL search_path = accounts; SET LOCAL session_replication_role = replica; ${sql}`;
