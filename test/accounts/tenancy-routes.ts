import type { ServiceCall } from '../support/accounts-calls.ts';

/** What the requests name of the merchant whose books they are about. */
export interface Victim {
  readonly merchantUUID: string;
  readonly statementId: number;
  readonly topUpNo: string;
  readonly orderNo: string;
  readonly today: string;
}

/** A request about the victim, and what another merchant hears who sends it. */
interface Route {
  readonly call: (victim: Victim) => ServiceCall;
  /** 404: what it names is nobody's; 200: it is about the caller's own books, and shows nothing of the victim's */
  readonly stranger: 200 | 404;
}

const get = (path: (victim: Victim) => string, stranger: Route['stranger']): Route => ({
  call: (victim) => ({ path: `/admin${path(victim)}` }),
  stranger,
});

const post = (
  path: string,
  stranger: Route['stranger'],
  body: (victim: Victim) => object,
): Route => ({ call: (victim) => ({ path: `/admin${path}`, body: body(victim) }), stranger });

const COMPANY = { partyUUID: 'company' };
const MEMBER = { partyUUID: 'member' };
const KEY = { key: 'again', note: 'x' };
const FILE = Buffer.from('会员编号,储值本金\nimported,1.00\n');

/** Every route of the admin API by its name in the description. */
export const ROUTES: Readonly<Record<string, Route>> = {
  'GET /admin/holdings': get(() => '/holdings?book=memberBalance&after=a', 200),
  // Of a company of its own: with the victim's, the next routes would be about the caller's.
  'POST /admin/holdings': post('/holdings', 200, () => ({
    book: 'signAccount',
    partyUUID: 'opened',
  })),
  'GET /admin/holdings/{book}/{partyUUID}': get(() => '/holdings/signAccount/company', 404),
  'POST /admin/holdings/{book}/{partyUUID}': post('/holdings/memberBalance/member', 404, () => ({
    status: 'open',
    held: 1,
  })),
  'POST /admin/policies': post('/policies', 200, () => ({ clawback: 'proportional' })),
  'GET /admin/policies': get(() => '/policies', 200),
  'GET /admin/signers': get(() => '/signers?partyUUID=company', 200),
  'POST /admin/signers': post('/signers', 404, () => ({ ...COMPANY, personUUID: 'another' })),
  'POST /admin/topUps': post('/topUps', 404, () => ({ ...MEMBER, ...KEY, principal: 5 })),
  'POST /admin/countTopUps': post('/countTopUps', 404, () => ({
    ...MEMBER,
    key: 'again-counts',
    items: [{ merchandiseUUID: 'wash', count: 1 }],
  })),
  'POST /admin/topUpRefunds': post('/topUpRefunds', 404, ({ topUpNo }) => ({
    key: 'again',
    topUpNo,
    amount: 1,
  })),
  'POST /admin/adjustments': post('/adjustments', 404, () => ({
    ...MEMBER,
    ...KEY,
    book: 'memberBalance',
    account: 'principal',
    amount: 1,
  })),
  'POST /admin/repayments': post('/repayments', 404, () => ({ ...COMPANY, ...KEY, amount: 2 })),
  'POST /admin/writeOffs': post('/writeOffs', 404, () => ({ ...COMPANY, ...KEY, amount: 1 })),
  'GET /admin/statements': get(() => '/statements?partyUUID=company', 404),
  'POST /admin/statements': post('/statements', 404, ({ today }) => ({
    ...COMPANY,
    toDate: today,
  })),
  'POST /admin/statementRuns': post('/statementRuns', 200, ({ today }) => ({ toDate: today })),
  'GET /admin/statements/{id}': get(({ statementId }) => `/statements/${statementId}`, 404),
  'GET /admin/statements/{id}/csv': get(({ statementId }) => `/statements/${statementId}/csv`, 404),
  'GET /admin/ageing': get(() => '/ageing?partyUUID=company', 404),
  'GET /admin/operations': get(({ orderNo }) => `/operations?after=${orderNo.slice(0, -1)}`, 200),
  'GET /admin/liabilities': get(() => '/liabilities', 200),
  'GET /admin/audit': get(() => '/audit?after=999999', 200),
  'POST /admin/imports': post('/imports', 200, () => FILE),
};
