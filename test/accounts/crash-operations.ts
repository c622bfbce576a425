import { type Admin, adminOf } from '@payserver/accounts/books/admin';
import type { Books } from '@payserver/accounts/books/books';
import type { ServiceCall } from '../support/accounts-calls.ts';

const ZONE = 'Asia/Shanghai';
const SIGNED = { signAccounterUUID: 'company', signPersonUUID: 'person' };
const WASH = { merchandiseUUID: 'wash', styleUUID: 'short' };
const MEMBER = { memberUUID: 'member' };
/** More than one transaction of an import takes. */
export const IMPORTED = 201;

/** A merchant with something in every book, for one death. */
export interface CrashShop {
  readonly merchantUUID: string;
  readonly admin: Admin;
  /** A number of this shop's own; the first digit says what of. */
  no(first: 1 | 2, at: number): string;
  /** What the shop has, without what differs from shop to shop: ids, numbers, times. */
  state(): Promise<string>;
  /** The same text without what differs from shop to shop. */
  plain(text: string): string;
}

let shops = 0;

/** Prepares a merchant: a company with a signer, a member with stored value and counts, a payment in every book. */
export async function newCrashShop(books: Books): Promise<CrashShop> {
  shops += 1;
  const at = String(shops).padStart(8, '0');
  const merchantUUID = `shop-${at}`;
  const admin = adminOf(books.connection);
  const no: CrashShop['no'] = (first, which) => `${first}${at}${which}`;
  const plain: CrashShop['plain'] = (text) =>
    text
      .replaceAll(/A\d{18}/g, 'ORDER')
      .replaceAll(at, '#')
      .replaceAll(/\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?/g, 'TIME')
      .replaceAll(/"id":\d+/g, '"id":0');
  const state = async () => {
    const page = { merchantUUID, limit: 500 };
    const parts = [
      await admin.holdings({ ...page, book: 'signAccount' }),
      await admin.holdings({ ...page, book: 'memberBalance' }),
      await admin.holdings({ ...page, book: 'memberCount' }),
      await admin.operations(page),
      await admin.signers(merchantUUID, 'company'),
      await admin.statements(merchantUUID, 'company'),
      await books.connection.rows('SELECT * FROM merchant WHERE merchant_uuid = $1', [
        merchantUUID,
      ]),
    ];
    return plain(JSON.stringify(parts));
  };
  const shop = { merchantUUID, admin, no, plain, state };
  await fill(books, shop);
  return shop;
}

async function fill(books: Books, { merchantUUID, admin, no }: CrashShop): Promise<void> {
  const company = { merchantUUID, partyUUID: 'company', book: 'signAccount' as const };
  const member = { merchantUUID, partyUUID: 'member', book: 'memberBalance' as const };
  const card = { ...member, book: 'memberCount' as const };
  await admin.open({ ...company, creditLimit: 100_000 });
  await admin.setSigner({ ...company, personUUID: 'person', dayLimit: 50_000 });
  await admin.open(member);
  await admin.topUp({ ...member, key: 'before', principal: 1_000, bonus: 200 });
  await admin.open(card);
  const items = [{ ...WASH, count: 5, unitPrice: 100, paidValue: 400 }];
  await admin.topUpCounts({ ...card, key: 'counts', items });
  const pay = { merchantUUID, payAmount: 300 };
  const one = { ...MEMBER, merchandiseDetails: [{ ...WASH, count: 3 }] };
  await books.pay('signAccount', { ...pay, tractionNo: no(1, 1), payParams: SIGNED });
  await books.pay('memberBalance', { ...pay, tractionNo: no(1, 2), payParams: MEMBER });
  await books.pay('memberCount', { ...pay, tractionNo: no(1, 3), payParams: one });
}

/** An operation as its caller sends it, again and again until it has an answer. */
export interface CrashOperation {
  call(shop: CrashShop): ServiceCall;
  /** What every answer of it says alike, where a repeat may use other words. */
  readonly truth?: (json: Record<string, unknown>) => unknown;
}

const payee = ({ merchantUUID }: CrashShop) => `http://localhost/shops/${merchantUUID}`;

const pays = (book: string, payAmount: number, payParams: object): CrashOperation => ({
  call: (shop) => {
    const body = { tractionNo: shop.no(1, 9), payAmount, payee: payee(shop), payParams };
    return { path: `/${book}/pay`, body };
  },
});

const refunds = (book: string, which: number, more: object = {}): CrashOperation => ({
  call: (shop) => {
    const about = { tractionNo: shop.no(2, 9), payTractionNo: shop.no(1, which) };
    const amounts = { payAmount: 300, refundAmount: 100 };
    const body = { ...about, ...amounts, payee: payee(shop), ...more };
    return { path: `/${book}/refund`, body };
  },
});

const cancels = (which: number): CrashOperation => ({
  call: (shop) => ({
    path: '/memberBalance/cancel',
    body: { tractionNo: shop.no(1, which) },
  }),
  // The first one has not heard of the number, a later one finds what the first one wrote.
  truth: ({ ret }) => (ret === 'notFound' ? 'success' : ret),
});

const writes = (path: string, body: object | ((shop: CrashShop) => object)): CrashOperation => ({
  call: (shop) => ({
    path: `/admin/${path}`,
    body: typeof body === 'function' ? body(shop) : body,
  }),
});

const today = () => new Date().toLocaleDateString('sv', { timeZone: ZONE });
const COMPANY = { partyUUID: 'company' };
const CARD = { partyUUID: 'member' };
const rows = Array.from({ length: IMPORTED }, (_, at) => `new-${at},100.00,5\n`).join('');
const imports: CrashOperation = {
  ...writes('imports', Buffer.from(`会员编号,储值本金,赠送金额\n${rows}`)),
  truth: ({ imported, unchanged, wrong }) => [Number(imported) + Number(unchanged), wrong],
};
const details = [{ ...WASH, count: 1 }];

/** Everything that changes the books, but the sweep, which nobody calls. */
export const CRASH_OPERATIONS: Readonly<Record<string, CrashOperation>> = {
  'a payment on account': pays('signAccount', 700, SIGNED),
  'a payment by stored value': pays('memberBalance', 700, MEMBER),
  'a payment by counts': pays('memberCount', 100, { ...MEMBER, merchandiseDetails: details }),
  'a declined payment': pays('memberBalance', 5_000, MEMBER),
  'a refund on account': refunds('signAccount', 1),
  'a refund of stored value': refunds('memberBalance', 2),
  'a refund of counts': refunds('memberCount', 3, {
    clientExtraParams: { merchandiseDetails: details },
  }),
  'a cancellation that comes first': cancels(8),
  'a cancellation that comes too late': cancels(2),
  'an opening': writes('holdings', { book: 'signAccount', partyUUID: 'new', creditLimit: 5 }),
  'a freeze': writes('holdings/memberBalance/member', { status: 'frozen', held: 100 }),
  'a signer': writes('signers', { ...COMPANY, personUUID: 'new', perOpLimit: 5 }),
  policies: writes('policies', { orderOfUse: 'proportional', clawback: 'proportional' }),
  'a top-up': writes('topUps', { ...CARD, key: 'new', principal: 400, bonus: 40 }),
  'a top-up of counts': writes('countTopUps', {
    ...CARD,
    key: 'new',
    items: [{ ...WASH, count: 2 }],
  }),
  "a top-up's refund": writes('topUpRefunds', ({ merchantUUID }) => ({
    key: 'new',
    topUpNo: `topUp:${merchantUUID}:before`,
    amount: 50,
  })),
  'an adjustment': writes('adjustments', {
    ...CARD,
    key: 'new',
    book: 'memberBalance',
    account: 'principal',
    amount: -30,
  }),
  'a repayment': writes('repayments', { ...COMPANY, key: 'new', amount: 200 }),
  'a write-off': writes('writeOffs', { ...COMPANY, key: 'new', amount: 200 }),
  'a statement': writes('statements', () => ({ ...COMPANY, toDate: today() })),
  'all statements': writes('statementRuns', () => ({ toDate: today() })),
  'an import': imports,
};
