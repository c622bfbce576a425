import { openConnection } from '@payserver/accounts/books/connection';
import { verifyBooks } from '@payserver/accounts/books/verify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, callAdmin, callBook, type ServiceCall } from '../support/accounts-calls.ts';
import { startOwnAccounts } from '../support/accounts-service.ts';
import { signedHeaders } from '../support/notices.ts';
import { openTally } from '../support/report.ts';
import { secondsFromNow, signToken } from '../support/sign-token.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';
import { dumpMerchant } from './books-dump.ts';
import { ROUTES, type Victim } from './tenancy-routes.ts';

const OWNER = 'shop-owner';
const STRANGER = 'shop-stranger';
/** In every text that the victim wrote. */
const CANARY = 'canary-7f3a';
const ZONE = 'Asia/Shanghai';
const WASH = { merchandiseUUID: 'wash', styleUUID: 'short' };

const tally = openTally("tenant matrix of the books' admin API");
let service: Awaited<ReturnType<typeof startOwnAccounts>>;
let victim: Victim;
let before: string[];

beforeAll(async () => {
  service = await startOwnAccounts();
  await fillVictim();
  before = await dumpMerchant(service.databaseUrl, OWNER);
});
afterAll(async () => await service.stop());

/** Something in every book, so that there is something to read and to change everywhere. */
async function fillVictim(): Promise<void> {
  const token = await merchantToken(OWNER);
  const name = CANARY;
  const write = async (path: string, body: object) => {
    const answer = await callAdmin(service.url, token, { path: `/admin/${path}`, body });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.text}`);
    return answer.json;
  };
  const key = { key: 'first', note: CANARY };
  const member = { partyUUID: 'member' };
  const company = { partyUUID: 'company' };
  await write('holdings', { book: 'signAccount', ...company, name, creditLimit: 10_000 });
  await write('signers', { ...company, personUUID: 'person', name });
  await write('holdings', { book: 'memberBalance', ...member, name });
  await write('holdings', { book: 'memberCount', ...member, name });
  const topUp = await write('topUps', { ...member, ...key, principal: 1_000, bonus: 100 });
  const items = [{ ...WASH, count: 9, unitPrice: 100 }];
  await write('countTopUps', { ...member, ...key, key: 'counts', items });
  await pay(OWNER, '/signAccount/pay', { tractionNo: '1001', payParams: SIGNED });
  await pay(OWNER, '/memberBalance/pay', { tractionNo: '1002', payParams: BY_MEMBER });
  const today = new Date().toLocaleDateString('sv', { timeZone: ZONE });
  const statement = await write('statements', { ...company, toDate: today });
  await write('repayments', { ...company, ...key, key: 'bank', amount: 10 });
  const { operationNo: topUpNo, orderNo } = topUp;
  victim = { merchantUUID: OWNER, statementId: statement.id, topUpNo, orderNo, today };
}

const SIGNED = { signAccounterUUID: 'company', signPersonUUID: 'person' };
const BY_MEMBER = { memberUUID: 'member' };

async function pay(merchantUUID: string, path: string, body: object): Promise<Answered> {
  const payee = `http://localhost/shops/${merchantUUID}`;
  const call = { path, body: { payAmount: 100, payee, ...body } };
  return await callBook(service.url, service.notifySecret, call);
}

/** Sends the route's request about the victim. */
type Caller = (call: ServiceCall) => Promise<Answered>;

const caller =
  (token: () => Promise<string | null>, more = ''): Caller =>
  async ({ path, body }) => {
    const ask = path.includes('?') ? '&' : '?';
    const named = more === '' ? path : `${path}${ask}${more}`;
    return await callAdmin(service.url, await token(), { path: named, body });
  };

const ofOwner = `merchantUUID=${OWNER}`;
const NOBODY: Readonly<Record<string, Caller>> = {
  'no token': caller(async () => null),
  'a broken token': caller(async () => 'x.y.z'),
  'an expired token': caller(
    async () => await signToken({ merchantUUID: OWNER, exp: secondsFromNow(-600) }),
  ),
  "a token of another's key": caller(
    async () =>
      await signToken({ merchantUUID: OWNER }, { key: Buffer.alloc(32, 'x'), alg: 'HS256' }),
  ),
  'a token without a merchant': caller(async () => await signToken({ sub: 'someone' })),
};
const STRANGERS: Readonly<Record<string, Caller>> = {
  'another merchant': caller(async () => await merchantToken(STRANGER)),
  'an operator with a shop who names none': caller(async () => await adminToken()),
};
const NAMING: Readonly<Record<string, Caller>> = {
  'another merchant who names the owner': caller(
    async () => await merchantToken(STRANGER),
    ofOwner,
  ),
};
/** Their work is orders: the books they only read. */
const READERS: Readonly<Record<string, Caller>> = Object.fromEntries(
  ['view', 'support', 'operate'].flatMap((role) => {
    const scope = `payserver:${role}`;
    return [
      [
        `${role} of all merchants`,
        caller(async () => await signToken({ scope, sub: 'anna' }), ofOwner),
      ],
      [
        `${role} of the owner`,
        caller(async () => await signToken({ scope, merchantUUID: OWNER, sub: 'ben' })),
      ],
    ];
  }),
);
const NAMELESS: Readonly<Record<string, Caller>> = {
  'an operator without a shop who names none': caller(
    async () => await signToken({ scope: 'payserver:admin', merchantUUID: '' }),
  ),
};
const ALLOWED: Readonly<Record<string, Caller>> = {
  'the owner': caller(async () => await merchantToken(OWNER)),
  'the owner who names itself': caller(async () => await merchantToken(OWNER), ofOwner),
  'an operator who names the owner': caller(async () => await adminToken(), ofOwner),
};

const KEYS = Object.keys(ROUTES);

async function problemsOf(
  callers: Readonly<Record<string, Caller>>,
  expected: (key: string) => number,
  isOwn = false,
): Promise<string[]> {
  const problems: (string | null)[] = [];
  for (const [who, ask] of Object.entries(callers)) {
    for (const key of KEYS) {
      const { status, text } = await ask(callOf(key));
      const isShown = !isOwn && text.includes(CANARY);
      const isRight = status === expected(key) && !isShown;
      problems.push(isRight ? null : `${who}, ${key}: ${status} ${text.slice(0, 200)}`);
    }
  }
  return tally.judge(problems);
}

function callOf(key: string): ServiceCall {
  const call = ROUTES[key]?.call(victim);
  if (call === undefined) throw new Error(`no route ${key}`);
  return call;
}

test('the matrix has every route of the description', async () => {
  const { json } = await callAdmin(service.url, null, { path: '/admin/openapi.json' });
  const described = Object.entries<object>(json.paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.toSorted()).toEqual(KEYS.toSorted());
});

// In the order of this file: whoever may not goes first, and leaves nothing changed.
describe('of the books of a merchant', () => {
  test('nobody hears anything without a valid token', async () => {
    expect(await problemsOf(NOBODY, () => 401)).toEqual([]);
  });

  test('another merchant is refused when it names the owner', async () => {
    expect(await problemsOf(NAMING, () => 403)).toEqual([]);
  });

  test('who has no part in the books reads them and writes nothing', async () => {
    const expected = (key: string) => (key.startsWith('GET ') ? 200 : 403);
    expect(await problemsOf(READERS, expected, true)).toEqual([]);
  });

  test('an operator must name one', async () => {
    expect(await problemsOf(NAMELESS, () => 400)).toEqual([]);
  });

  test('another merchant hears of the ids what it hears of those that never were', async () => {
    expect(await problemsOf(STRANGERS, (key) => ROUTES[key]?.stranger ?? 0)).toEqual([]);
  });

  test('HEAD is as GET: a token is needed, and nothing is recorded', async () => {
    const head = async (path: string, token: string | null) => {
      const headers = token === null ? {} : { authorization: `Bearer ${token}` };
      return (await fetch(service.url + path, { method: 'HEAD', headers })).status;
    };
    const records = async () =>
      (await callAdmin(service.url, own, { path: '/admin/audit' })).json.items.length;
    const own = await merchantToken('shop-head');
    const recorded = await records();
    for (const key of KEYS.filter((one) => one.startsWith('GET '))) {
      const { path } = callOf(key);
      expect([key, await head(path, null)]).toEqual([key, 401]);
      expect([200, 404]).toContain(await head(path, own));
    }
    expect(await records()).toBe(recorded);
  });

  test("the same key, and keys that look like another's number, are the caller's own", async () => {
    const token = await merchantToken(STRANGER);
    const member = { book: 'memberBalance', partyUUID: 'mine' };
    await callAdmin(service.url, token, { path: '/admin/holdings', body: member });
    const keys = ['first', victim.topUpNo, `:${OWNER}:x`, `../${OWNER}`, '1001', '%3A'];
    const numbers: string[] = [];
    for (const key of keys) {
      const body = { partyUUID: 'mine', key, principal: 1 };
      const { json } = await callAdmin(service.url, token, { path: '/admin/topUps', body });
      numbers.push(json.operationNo);
    }
    expect(numbers).toEqual(keys.map((key) => `topUp:${STRANGER}:${key}`));
    const back = { key: 'x', topUpNo: victim.topUpNo, amount: 1 };
    const refund = await callAdmin(service.url, token, { path: '/admin/topUpRefunds', body: back });
    expect(refund.json.reason).toBe('noTopUp');
  });

  test("a payee's refund does not reach another merchant's payment", async () => {
    const about = { tractionNo: '2001', payTractionNo: '1002', refundAmount: 100 };
    const { json } = await pay(STRANGER, '/memberBalance/refund', about);
    expect(json.ret).toBe('failed');
  });

  test('not one row of the owner was read or changed so far', async () => {
    expect(await dumpMerchant(service.databaseUrl, OWNER)).toEqual(before);
  });

  test('calls of the gateway that are not signed, or wrongly, change nothing', async () => {
    expect(tally.judge(await Promise.all(falseCalls().map(async (call) => await call())))).toEqual(
      [],
    );
    expect(await dumpMerchant(service.databaseUrl, OWNER)).toEqual(before);
  });

  test('the owner, and an operator who names it, may do everything', async () => {
    expect(await problemsOf(ALLOWED, () => 200, true)).toEqual([]);
    expect(await dumpMerchant(service.databaseUrl, OWNER)).not.toEqual(before);
  });

  test('the books are sound', async () => {
    const connection = openConnection({ databaseUrl: service.databaseUrl, timeZone: ZONE });
    expect(await verifyBooks(connection)).toEqual([]);
    await connection.close();
  });
});

/** Every call of every book, each with every signature that is none: null where it was refused. */
function falseCalls(): (() => Promise<string | null>)[] {
  const payee = `http://localhost/shops/${OWNER}`;
  const item = { merchandiseDetails: [{ ...WASH, count: 1 }] };
  const payParams = { ...SIGNED, ...BY_MEMBER, ...item };
  const BODIES = {
    pay: { tractionNo: '1900', payAmount: 100, payee, payParams },
    refund: { tractionNo: '2900', payTractionNo: '1002', payAmount: 100, refundAmount: 1, payee },
    query: { tractionNo: '1001' },
    cancel: { tractionNo: '1901' },
  };
  const { notifySecret: secret } = service;
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const SIGNATURES: Readonly<Record<string, (body: string) => Record<string, string>>> = {
    none: () => ({}),
    "another secret's": (body) => signedHeaders(body, { secret: other, id: 'a' }),
    'an old one': (body) => signedHeaders(body, { secret, id: 'b', offset: -600 }),
    'an early one': (body) => signedHeaders(body, { secret, id: 'c', offset: 600 }),
    "another body's": (body) => signedHeaders(body, { secret, id: 'd', signedBody: '{}' }),
    'no value': (body) => ({
      ...signedHeaders(body, { secret, id: 'e' }),
      'webhook-signature': 'v1,',
    }),
    "a merchant's token": () => ({ authorization: 'Bearer x' }),
  };
  return ['signAccount', 'memberBalance', 'memberCount'].flatMap((book) =>
    Object.entries(BODIES).flatMap(([call, body]) =>
      Object.entries(SIGNATURES).map(([what, sign]) => async () => {
        const text = JSON.stringify(body);
        const headers = { 'content-type': 'application/json', ...sign(text) };
        const request = { method: 'POST', headers, body: text };
        const { status } = await fetch(`${service.url}/${book}/${call}`, request);
        return status === 401 ? null : `${book}/${call}, ${what}: ${status}`;
      }),
    ),
  );
}
