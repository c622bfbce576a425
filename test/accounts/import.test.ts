import { CsvEncodingError } from '@payserver/accounts/books/csv';
import { importMembers } from '@payserver/accounts/books/import-members';
import { statementCsv } from '@payserver/accounts/books/statement-csv';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { expectSound, startTestBooks, type TestBooks } from '../support/books.ts';

/** `npm run test:accounts` imports 50,000. */
const MEMBERS = Number(process.env['BOOKS_MEMBERS'] ?? 2_000);

let t: TestBooks;
let shops = 0;

beforeAll(async () => void (t = await startTestBooks()));
afterAll(async () => await t.stop());
afterEach(async () => await expectSound(t));

const HEADER = '会员编号,姓名,手机,储值本金,赠送金额,赠送到期';

async function load(
  text: string | Uint8Array,
  more: { merchantUUID?: string; isDryRun?: boolean } = {},
) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { merchantUUID = `shop${shops}`, isDryRun = false } = more;
  return await importMembers(t.books.connection, { merchantUUID, bytes, isDryRun });
}

async function balances(
  partyUUID: string,
  book: 'memberBalance' | 'memberCount' = 'memberBalance',
) {
  const holder = await t.admin.show({ merchantUUID: `shop${shops}`, book, partyUUID });
  return holder.accounts.map(({ balance }) => balance);
}

describe('an import of members', () => {
  test('says what it would do, does it once, and the same file again changes nothing', async () => {
    shops += 1;
    const file = `\uFEFF${HEADER}\r\nm1,张三,13812345678,100.50,20,2027-12-31\r\n"m2","李, 四",,0.01,,\r\n\r\nm3,,,,,\r\n`;
    const done = { encoding: 'utf-8', rows: 3, unchanged: 0, wrong: [] };
    expect(await load(file, { isDryRun: true })).toEqual({ ...done, imported: 3 });
    await expect(balances('m1')).rejects.toMatchObject({ reason: 'noAccount' });
    expect(await load(file)).toEqual({ ...done, imported: 3 });
    expect([await balances('m1'), await balances('m2'), await balances('m3')]).toEqual([
      [10_050, 2_000],
      [1, 0],
      [0, 0],
    ]);
    const before = await t.sql('SELECT count(*) FROM operation');
    expect(await load(file)).toMatchObject({ unchanged: 2, wrong: [] });
    expect(await t.sql('SELECT count(*) FROM operation')).toEqual(before);
    const holder = {
      merchantUUID: `shop${shops}`,
      book: 'memberBalance' as const,
      partyUUID: 'm2',
    };
    expect((await t.admin.show(holder)).name).toBe('李, 四');
    expect((await t.admin.show({ ...holder, partyUUID: 'm1' })).phoneMasked).toBe('138****5678');
  });

  test('reads GB18030 as UTF-8', async () => {
    shops += 1;
    const gb = Buffer.from(
      'bbe1d4b1b1e0bac52cd0d5c3fb2cb4a2d6b5b1bebdf00a6d392cd5c5c8fd2c390a',
      'hex',
    );
    expect(await load(gb)).toMatchObject({ encoding: 'gb18030', imported: 1, wrong: [] });
    const holder = {
      merchantUUID: `shop${shops}`,
      book: 'memberBalance' as const,
      partyUUID: 'm9',
    };
    expect(await t.admin.show(holder)).toMatchObject({ name: '张三' });
    await expect(load(Uint8Array.of(0xff, 0xff, 0x2c))).rejects.toBeInstanceOf(CsvEncodingError);
  });

  test('names every wrong line, and imports nothing while there is one', async () => {
    shops += 1;
    await load(`${HEADER}\nold,,,1,,\n`);
    const file = `${HEADER}\nnew,,,1,,\nold,,,2,,\n,,,1,,\nm1,,,1.234,,\nm2,,,1,x,\nm3,,,1,1,2027-02-30\nm4,,,-1,,\nnew,,,1,,\nm5,a\u0000b,,1,,\n`;
    const report = await load(file);
    expect(report).toMatchObject({ imported: 0 });
    expect(report.wrong.map(({ line }) => line)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    await expect(balances('new')).rejects.toMatchObject({ reason: 'noAccount' });
    expect((await load('会员编号,余额\nm,1\n')).wrong).toMatchObject([{ line: 1 }]);
    expect((await load('姓名\n张三\n')).wrong).toMatchObject([{ line: 1 }]);
  });

  test('takes counts, a line for each item', async () => {
    shops += 1;
    const file = `memberUUID,principal,merchandiseUUID,styleUUID,count,unitPrice,countExpiresOn\nm1,5,wash,s,3,30,2099-01-01\nm1,,wax,,2,,\n`;
    expect(await load(file)).toMatchObject({ rows: 3, imported: 3, wrong: [] });
    expect(await balances('m1')).toEqual([500, 0]);
    expect(await balances('m1', 'memberCount')).toEqual([3, 2]);
    expect(await load(file)).toMatchObject({ imported: 0, unchanged: 3 });
  });

  test(
    `of ${MEMBERS} members is right`,
    async () => {
      shops += 1;
      const members = Array.from({ length: MEMBERS }, (_, at) => at);
      const lines = members.map(
        (at) => `m${at},会员${at},,${at % 1000}.${at % 10}0,${at % 7},2027-12-31`,
      );
      const file = new TextEncoder().encode(`${HEADER}\n${lines.join('\n')}\n`);
      expect(await load(file, { isDryRun: true })).toMatchObject({ rows: MEMBERS, wrong: [] });
      expect(await load(file)).toMatchObject({ rows: MEMBERS, wrong: [] });
      const [sum] = await t.sql<{ principal: string }>(
        `SELECT sum(balance) AS principal FROM account WHERE kind = 'principal' AND merchant_uuid = $1`,
        [`shop${shops}`],
      );
      const expected = members.reduce((total, at) => total + (at % 1000) * 100 + (at % 10) * 10, 0);
      expect(Number(sum?.principal)).toBe(expected);
      const before = await t.sql('SELECT count(*) FROM operation');
      await load(file);
      expect(await t.sql('SELECT count(*) FROM operation')).toEqual(before);
    },
    MEMBERS * 10 + 60_000,
  );
});

test('a statement opens in a spreadsheet, runs nothing there and shows its numbers whole', async () => {
  const holder = { merchantUUID: 'csv', book: 'signAccount' as const, partyUUID: 'c' };
  await t.setClock('2026-11-27 12:00:00');
  await t.admin.open({ ...holder, creditLimit: 100_000 });
  await t.admin.setSigner({
    merchantUUID: 'csv',
    partyUUID: 'c',
    personUUID: 'p',
    name: '=HYPERLINK("x")',
  });
  const payParams = { signAccounterUUID: 'c', signPersonUUID: 'p' };
  const call = {
    merchantUUID: 'csv',
    tractionNo: '17954030831190003000',
    payAmount: 1_205,
    payParams,
  };
  await t.books.pay('signAccount', call);
  await t.admin.repay({ ...holder, key: 'b', amount: 5, note: '@note, "quoted"' });
  const { id } = await t.admin.closeStatement({ ...holder, toDate: '2026-11-27' });
  const { statement, lines } = await t.admin.statementLines('csv', id);
  const text = statementCsv(statement, lines);
  await t.setClock(null);
  const rows = text.slice(1).split('\r\n');
  expect(text.startsWith('\uFEFF')).toBe(true);
  expect(rows[2]).toBe('0.00,12.05,0.00,0.05,0.00,0.00,12.00,12.00');
  expect(rows[5]).toMatch(
    /^2026-11-27,消费,"17954030831190003000\t",A\d+,"'=HYPERLINK\(""x""\)",,12\.05$/,
  );
  expect(rows[6]).toMatch(/^2026-11-27,还款,repay:csv:b,A\d+,,"'@note, ""quoted""",-0\.05$/);
});
