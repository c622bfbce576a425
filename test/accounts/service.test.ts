import { gradeOf } from '@payserver/connector-check/grade';
import { checkConnector } from '@payserver/connector-check/run';
import { PROFILES, type Samples } from '@payserver/connector-check/target';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runningTarget } from '../connector-check/running-connector.ts';
import { startOwnAccounts } from '../support/accounts-service.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';

const SHOP = 'shop-a';
const PAYEE = `http://localhost/shops/${SHOP}`;
const MUCH = 1_000_000_000;

let service: Awaited<ReturnType<typeof startOwnAccounts>>;
let token: string;

beforeAll(async () => {
  service = await startOwnAccounts();
  token = await merchantToken(SHOP);
});
afterAll(async () => await service.stop());

const post = async (path: string, body: object) => await service.admin(token, path, body);

/** The same for what must be done. */
async function write(path: string, body: object): Promise<void> {
  const { status, text } = await post(path, body);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
}

describe.concurrent('each book is graded A', () => {
  const company = { signAccounterUUID: 'company', signPersonUUID: 'signer' };
  const BOOKS = {
    signAccount: async () => {
      await write('/holdings', { book: 'signAccount', partyUUID: 'company', creditLimit: MUCH });
      await write('/signers', { partyUUID: 'company', personUUID: 'signer' });
      return {
        accepted: { payParams: company },
        declined: { payParams: { ...company, signPersonUUID: 'x' } },
      };
    },
    memberBalance: async () => {
      await write('/holdings', { book: 'memberBalance', partyUUID: 'm1' });
      await write('/topUps', { partyUUID: 'm1', key: 'first', principal: MUCH });
      return {
        accepted: { payParams: { memberUUID: 'm1' } },
        declined: { payParams: { memberUUID: 'stranger' } },
      };
    },
    memberCount: async () => {
      const item = { merchandiseUUID: 'wash', styleUUID: 'short' };
      await write('/holdings', { book: 'memberCount', partyUUID: 'm2' });
      await write('/countTopUps', {
        partyUUID: 'm2',
        key: 'first-counts',
        items: [{ ...item, count: 1_000_000, unitPrice: 1 }],
      });
      const one = { memberUUID: 'm2', merchandiseDetails: [{ ...item, count: '{payAmount}' }] };
      const none = { memberUUID: 'm2', merchandiseDetails: [{ merchandiseUUID: 'x', count: 1 }] };
      return { accepted: { payParams: one }, declined: { payParams: none } };
    },
  };
  const cases = (Object.keys(BOOKS) as (keyof typeof BOOKS)[]).flatMap((book) =>
    PROFILES.map((profile) => [book, profile] as const),
  );
  test.each(cases)('%s as %s', async (book, profile) => {
    const samples: Samples = { ...(await BOOKS[book]()), running: null, waiting: null };
    const connector = { url: `${service.url}/${book}`, secret: service.notifySecret };
    // Every payment ends in its call; the process, killed, is tested below.
    const kind = { profile, isInstant: true, payee: PAYEE, samples };
    const target = runningTarget({ ...connector, restartCommand: null }, kind);
    const verdicts = await checkConnector(target);
    const failed = verdicts.filter(({ result }) => result === 'failed');
    expect(failed.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([]);
    expect(gradeOf(verdicts)).toBe('A');
  });
});

describe('the admin API', () => {
  test('answers nobody without a token, and a merchant about its own books only', async () => {
    const holding = '/holdings/memberBalance/m1';
    await write('/holdings', { book: 'memberBalance', partyUUID: 'm1' });
    expect((await service.admin(null, holding)).status).toBe(401);
    expect((await service.admin('x.y.z', holding)).status).toBe(401);
    const stranger = await merchantToken('shop-b');
    expect((await service.admin(stranger, holding)).status).toBe(404);
    expect((await service.admin(stranger, `${holding}?merchantUUID=${SHOP}`)).status).toBe(403);
    const operator = await adminToken();
    expect((await service.admin(operator, `${holding}?merchantUUID=${SHOP}`)).status).toBe(200);
  });

  test('a repeated key is the same operation, another content a conflict', async () => {
    await write('/holdings', { book: 'memberBalance', partyUUID: 'm3' });
    const topUp = { partyUUID: 'm3', key: 'receipt-1', principal: 10_000, bonus: 1_000 };
    const first = await post('/topUps', topUp);
    expect(first.json).toMatchObject({ ret: 'success' });
    expect((await post('/topUps', topUp)).json).toEqual(first.json);
    expect((await post('/topUps', { ...topUp, principal: 20_000 })).status).toBe(409);
    const { json } = await service.admin(token, '/holdings/memberBalance/m3');
    const balances = json.accounts.map(({ kind, balance }: Record<string, unknown>) => [
      kind,
      balance,
    ]);
    expect(Object.fromEntries(balances)).toMatchObject({ principal: 10_000, bonus: 1_000 });
  });

  test('records who did what, before and after, without phone numbers', async () => {
    await write('/holdings', { book: 'memberBalance', partyUUID: 'm4', phone: '13812345678' });
    const { json, text } = await service.admin(token, '/audit?limit=2');
    expect(
      json.items.map(({ action, result }: Record<string, string>) => [action, result]),
    ).toEqual([
      ['POST /admin/holdings', 'done'],
      ['POST /admin/holdings', 'begun'],
    ]);
    expect(text).not.toContain('13812345678');
  });

  test('a refusal says why in both languages', async () => {
    const { status, json } = await post('/topUps', { partyUUID: 'nobody', key: 'k', principal: 1 });
    expect([status, json.reason, json.message]).toEqual([
      404,
      'noAccount',
      expect.stringContaining('未开户'),
    ]);
  });

  test('imports members from a file, after a dry run that names wrong lines', async () => {
    const good = '会员编号,姓名,储值本金\r\nc1,张三,100.00\r\nc2,李四,20.5\r\n';
    const dry = await service.admin(token, '/imports?dryRun=1', Buffer.from(good));
    expect(dry.json).toMatchObject({ rows: 2, imported: 2, wrong: [] });
    expect((await service.admin(token, '/holdings/memberBalance/c1')).status).toBe(404);
    const bad = await service.admin(token, '/imports', Buffer.from(good.replace('20.5', 'x')));
    expect(bad.json).toMatchObject({ imported: 0, wrong: [{ line: 3 }] });
    expect((await service.admin(token, '/imports', Buffer.from(good))).json.imported).toBe(2);
    expect((await service.admin(token, '/holdings/memberBalance/c1')).status).toBe(200);
  });

  test('closes a period of every account, and its statement is CSV for a spreadsheet', async () => {
    await write('/holdings', { book: 'signAccount', partyUUID: 'c1', creditLimit: 100 });
    await write('/holdings', { book: 'signAccount', partyUUID: 'c2' });
    await write('/repayments', { partyUUID: 'c2', key: 'bank-1', amount: 700, note: '=1+1' });
    const { json } = await service.admin(token, '/holdings/signAccount/c2');
    const today = json.openedOn;
    const closed = (await post('/statementRuns', { toDate: today })).json.items;
    const parties = closed.map(({ partyUUID }: { partyUUID: string }) => partyUUID);
    expect(parties).toEqual(expect.arrayContaining(['c1', 'c2']));
    expect((await post('/statementRuns', { toDate: today })).json.items).toEqual(closed);
    const { id } = closed[parties.indexOf('c2')];
    const csv = (await service.admin(token, `/statements/${id}/csv`)).text;
    expect(csv).toContain(`'=1+1`);
    expect((await post('/statementRuns', { toDate: '2999-01-01' })).json.reason).toBe('inFuture');
  });

  test('shows policies before and after they are set', async () => {
    const other = await merchantToken('shop-policies');
    const before = await service.admin(other, '/policies');
    expect(before.json).toEqual({
      orderOfUse: 'expiringFirst',
      clawback: 'all',
      expiredReturn: 'expire',
    });
    const changed = await service.admin(other, '/policies', { clawback: 'proportional' });
    expect(changed.json).toEqual({ ...before.json, clawback: 'proportional' });
    expect((await service.admin(other, '/policies')).json).toEqual(changed.json);
  });

  test('describes itself', async () => {
    const { json } = await service.admin(null, '/openapi.json');
    expect(Object.keys(json.paths)).toContain('/admin/topUps');
  });
});

test('a killed service answers the same afterwards', async () => {
  await write('/holdings', { book: 'memberBalance', partyUUID: 'm5' });
  await write('/topUps', { partyUUID: 'm5', key: 'k5', principal: 500 });
  await service.restart();
  const { json } = await service.admin(token, '/holdings/memberBalance/m5');
  expect(json.accounts.find(({ kind }: { kind: string }) => kind === 'principal').balance).toBe(
    500,
  );
});
