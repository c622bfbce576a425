import { openConnection } from '@payserver/accounts/books/connection';
import { verifyBooks } from '@payserver/accounts/books/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, callAdmin, callBook } from '../support/accounts-calls.ts';
import { startOwnAccounts } from '../support/accounts-service.ts';
import { merchantToken } from '../support/tokens.ts';

const SHOP = 'shop-hostile';
const WASH = { merchandiseUUID: 'wash', styleUUID: 'short' };
const MEMBER = { partyUUID: 'm' };
const COMPANY = { partyUUID: 'c' };

let service: Awaited<ReturnType<typeof startOwnAccounts>>;
let token: string;

beforeAll(async () => {
  service = await startOwnAccounts();
  token = await merchantToken(SHOP);
  await write('holdings', { book: 'signAccount', ...COMPANY, creditLimit: 1_000 });
  await write('holdings', { book: 'memberBalance', ...MEMBER });
  await write('holdings', { book: 'memberCount', ...MEMBER });
  await write('topUps', { ...MEMBER, key: 'bought', principal: 500 });
  const items = [{ ...WASH, count: 5, paidValue: 400, unitPrice: 100 }];
  await write('countTopUps', { ...MEMBER, key: 'counts', items });
});
afterAll(async () => await service.stop());

const ask = async (path: string, body?: object): Promise<Answered> =>
  await callAdmin(service.url, token, { path: `/admin/${path}`, body });

async function write(path: string, body: object): Promise<void> {
  const { status, text } = await ask(path, body);
  if (status !== 200) throw new Error(`${path}: ${text}`);
}

/** [what, path, body]: refused with 400, without a word of the database. */
const REFUSED: readonly (readonly [what: string, path: string, body?: object])[] = [
  ['a day that no month has', 'statements', { ...COMPANY, toDate: '2026-02-30' }],
  ['a year that the database does not know', 'statements', { ...COMPANY, toDate: '0000-01-01' }],
  ['a due date that is none', 'statements', { ...COMPANY, toDate: today(), dueDate: '2026-13-01' }],
  ['a signer from no day', 'signers', { ...COMPANY, personUUID: 'p', validFrom: '2025-02-29' }],
  ['a signer to no day', 'signers', { ...COMPANY, personUUID: 'p', validTo: '2026-00-10' }],
  ['a bonus to no day', 'topUps', { ...top('a'), bonus: 1, bonusExpiresAt: '2026-02-30' }],
  ['a bonus to no time', 'topUps', { ...top('b'), bonus: 1, bonusExpiresAt: '2026-02-01 24:61' }],
  [
    'counts to no day',
    'countTopUps',
    { ...MEMBER, key: 'c', items: [{ ...WASH, count: 1, expiresAt: '2026-04-31' }] },
  ],
  ['operations from no day', 'operations?fromDate=2026-02-30'],
  ['operations to no day', 'operations?toDate=2026-02-30'],
  ['records after no id', 'audit?after=abc'],
  ['U+0000 in a key', 'topUps', top('k\u0000')],
  ['half a character in a key', 'topUps', top('\ud800')],
  ['U+0000 in a note', 'topUps', { ...top('d'), note: '\u0000' }],
  ['half a character in a name', 'holdings', { book: 'memberBalance', ...MEMBER, name: '\udc00' }],
  ['U+0000 in a phone', 'holdings', { book: 'memberBalance', ...MEMBER, phone: '138\u0000' }],
  ["U+0000 in a top-up's number", 'topUpRefunds', { key: 'e', topUpNo: 'x\u0000', amount: 1 }],
  ['U+0000 in a query', 'signers?partyUUID=m%00'],
  ['U+0000 in a path', 'holdings/memberBalance/m%00'],
  ['an id that no payment can name', 'holdings', { book: 'memberBalance', partyUUID: 'a b' }],
  [
    'principal that expires',
    'adjustments',
    { ...correction('principal'), key: 'f', expiresAt: '2099-01-01' },
  ],
  [
    'an item twice in a top-up',
    'countTopUps',
    { ...MEMBER, key: 'g', items: [one(2), { ...one(3), expiresAt: '2099-01-01' }] },
  ],
  ["an item twice in a top-up's refund", 'topUpRefunds', back({ items: [one(3), one(3)] })],
];

function top(key: string) {
  return { ...MEMBER, key, principal: 1 };
}
function correction(account: string) {
  return { ...MEMBER, book: 'memberBalance', account, amount: 1 };
}
function one(count: number) {
  return { ...WASH, count };
}
function back(more: object) {
  return { key: 'back', topUpNo: `topUp:${SHOP}:counts`, ...more };
}
function today() {
  return new Date().toLocaleDateString('sv', { timeZone: 'Asia/Shanghai' });
}

describe('what no book can hold is refused', () => {
  test.each(REFUSED.map(([what, path, body]) => ({ what, path, body })))(
    '$what',
    async (refused) => {
      const { path, body } = refused;
      const { status, json } = await ask(path, body);
      expect([status, json.code]).toEqual([400, 9004]);
      expect(json.message).not.toMatch(/syntax|violates|type |escape|surrogate/i);
    },
  );

  test('a signer whose last day is before the first', async () => {
    const days = { validFrom: '2026-03-01', validTo: '2026-01-31' };
    const { status, json } = await ask('signers', { ...COMPANY, personUUID: 'p', ...days });
    expect([status, json.reason]).toEqual([409, 'badPeriod']);
  });

  test('a signer may end on any day from the first on, whether the first is named again or not', async () => {
    const signer = { ...COMPANY, personUUID: 'past' };
    await write('signers', { ...signer, validFrom: '2026-01-01' });
    await write('signers', { ...signer, validTo: '2026-02-01' });
    const { json } = await ask('signers?partyUUID=c');
    const days = { validFrom: '2026-01-01', validTo: '2026-02-01' };
    expect(json.items).toContainEqual(expect.objectContaining({ personUUID: 'past', ...days }));
  });

  test('the books stay as they are', async () => {
    const { json } = await ask('holdings/memberCount/m');
    expect(json.accounts[0].balance).toBe(5);
    const lines = service.output().split('\n');
    expect(lines.filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  });
});

test('no more goes back for pieces than was paid for them', async () => {
  const { status, json } = await ask('topUpRefunds', back({ items: [one(1)], amount: 401 }));
  expect([status, json.reason]).toEqual([409, 'moreThanLeft']);
  await write('topUpRefunds', back({ items: [one(1)], amount: 300 }));
  const again = { ...back({ items: [one(1)], amount: 101 }), key: 'back-2' };
  expect((await ask('topUpRefunds', again)).json.reason).toBe('moreThanLeft');
  const connection = openConnection({
    databaseUrl: service.databaseUrl,
    timeZone: 'Asia/Shanghai',
  });
  expect(await verifyBooks(connection)).toEqual([]);
  await connection.close();
});

test('a phone number of any characters is masked by whole ones', async () => {
  const phone = '😀'.repeat(9);
  await write('holdings', { book: 'memberBalance', partyUUID: 'odd', phone });
  const { json } = await ask('holdings/memberBalance/odd');
  expect(json.phoneMasked).toBe(`${'😀'.repeat(3)}****${'😀'.repeat(4)}`);
});

test('where there is no route the error has its shape, with the requestId', async () => {
  const { status, json } = await ask('nothing/here');
  expect([status, json.code, typeof json.requestId]).toEqual([404, 9003, 'string']);
});

test('no text of a statement is a formula to a spreadsheet', async () => {
  const texts = [
    '=1+1',
    '+1',
    '-1',
    '@x',
    '\t=1',
    '\r=1',
    '\n=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '=1,"',
  ];
  const correct = { ...COMPANY, book: 'signAccount', account: 'receivable', amount: -5 };
  for (const [at, note] of texts.entries()) {
    await write('adjustments', { ...correct, key: `${note}${at}`, note });
  }
  await write('statements', { ...COMPANY, toDate: today() });
  const { json } = await ask('statements?partyUUID=c');
  const { text } = await ask(`statements/${json.items[0].id}/csv`);
  const cells = text.matchAll(/(?:^|[,\n])(?:"((?:[^"]|"")*)"|([^,"\r\n]*))/g);
  const read = [...cells].map(([, quoted, plain]) => quoted ?? plain ?? '');
  expect(read.filter((cell) => cell.startsWith("'")).length).toBe(texts.length);
  expect(read.filter((cell) => /^[=+@\t\r\n＝＋－＠]|^-(?!\d+\.\d\d$)/.test(cell))).toEqual([]);
});

test.each([
  ['64 letters', '会'.repeat(64)],
  ['64 letters of two units each', '🐼'.repeat(64)],
])('an id of %s names its holding in a path, and pays', async (_what, partyUUID) => {
  await write('holdings', { book: 'memberBalance', partyUUID });
  const path = `holdings/memberBalance/${encodeURIComponent(partyUUID)}`;
  expect((await ask(path)).json.partyUUID).toBe(partyUUID);
  expect((await ask(path, { held: 0 })).status).toBe(200);
  await write('topUps', { partyUUID, key: partyUUID, principal: 1 });
  const payee = `http://localhost/shops/${SHOP}`;
  const payParams = { memberUUID: partyUUID };
  const body = { tractionNo: `19${partyUUID.length}000`, payee };
  const call = { path: '/memberBalance/pay', body: { ...body, payAmount: 1, payParams } };
  const { json } = await callBook(service.url, service.notifySecret, call);
  expect(json.ret).toBe('success');
});

/** What stands where an id, a list of items or a count should. */
const ODD: readonly unknown[] = [
  ...[null, true, -0, 0.5, 1e300, '', ' ', '\u0000', '\ud800', 'm\u0000', '../m', 'x'.repeat(65)],
  ...[[], {}, [null], [{}], [{ ...WASH, count: 1e300 }], [{ ...WASH, count: '1' }]],
  ...[[{ ...WASH, count: -1 }], [{ ...WASH, count: 1_000_001 }], { length: 1 }],
  ...[Array.from({ length: 101 }, () => one(1)), [{ merchandiseUUID: 'a/b', count: 1 }]],
];
const FIELDS = ['memberUUID', 'signAccounterUUID', 'signPersonUUID', 'merchandiseDetails'];

test('a signed payment with parameters that are none is declined, once for ever', async () => {
  const right = { memberUUID: 'm', signAccounterUUID: 'c', signPersonUUID: 'p' };
  const payee = `http://localhost/shops/${SHOP}`;
  let no = 0;
  const pay = async (book: string, payAmount: number, payParams: object) => {
    no += 1;
    const body = { tractionNo: `1${no}`, payAmount, payee, payParams };
    const call = { path: `/${book}/pay`, body };
    const first = await callBook(service.url, service.notifySecret, call);
    const again = await callBook(service.url, service.notifySecret, call);
    return [first.status, first.json.ret, again.json.thirdOrderNo === first.json.thirdOrderNo];
  };
  const wrong = { memberUUID: 'nobody', signAccounterUUID: 'nobody', merchandiseDetails: [one(1)] };
  for (const book of ['signAccount', 'memberBalance', 'memberCount']) {
    for (const [at, odd] of ODD.entries()) {
      const field = FIELDS[at % FIELDS.length] ?? '';
      const said = await pay(book, 1, { ...right, ...wrong, [field]: odd });
      expect([book, odd, ...said]).toEqual([book, odd, 200, 'failed', true]);
    }
    const most = { ...right, merchandiseDetails: [one(1)] };
    const said = await pay(book, Number.MAX_SAFE_INTEGER, most);
    expect([book, ...said]).toEqual([book, 200, 'failed', true]);
  }
});
