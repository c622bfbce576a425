import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccountsService, startAccountsService } from '../support/accounts-service.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop, TEMPLATES } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { adminToken, merchantToken } from '../support/tokens.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const WASH = { merchandiseUUID: 'wash', styleUUID: 'small' };
const TEMPLATE_OF = {
  signAccount: TEMPLATES.onAccount,
  memberBalance: TEMPLATES.storedValue,
  memberCount: TEMPLATES.countCard,
} as const;
type Book = keyof typeof TEMPLATE_OF;

let gateway: Gateway;
let books: AccountsService;
let shop: Shop;
let token: string;
const modes = {} as Record<Book, { uuid: string; connectorKind: string }>;

beforeAll(async () => {
  gateway = await startGateway(testServers());
  books = await startAccountsService(gateway.databaseUrl);
  const { url, notifySecret } = books;
  await seedTemplates(gateway.databaseUrl, {
    sandboxUrl: gateway.sandboxUrl,
    books: { url, notifySecret },
  });
  shop = await newShop(gateway);
  token = await merchantToken(shop.merchantUUID);
  for (const [book, payTemplateId] of Object.entries(TEMPLATE_OF) as [Book, string][]) {
    modes[book] = (await shop.client.post('/payModes', { payTemplateId, isOpened: 1 })).body;
  }
  await write('/holdings', { book: 'signAccount', partyUUID: 'c', creditLimit: 10_000 });
  await write('/signers', { partyUUID: 'c', personUUID: 'p' });
  await write('/holdings', { book: 'memberBalance', partyUUID: 'm' });
  await write('/topUps', { partyUUID: 'm', key: 'k', principal: 100_000, bonus: 5_000 });
  await write('/holdings', { book: 'memberCount', partyUUID: 'm' });
  const items = [{ ...WASH, count: 5, unitPrice: 300 }];
  await write('/countTopUps', { partyUUID: 'm', key: 'card', items });
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await books.stop();
  await gateway.stop();
});

async function write(path: string, body: object): Promise<void> {
  const { status, text } = await books.admin(token, path, body);
  if (status !== 200) throw new Error(`${path} answered ${status}: ${text}`);
}

interface Payment {
  readonly amount: number;
  readonly payParams: object;
}

async function pay(book: Book, clientPayNo: string, { amount: payAmount, payParams }: Payment) {
  const payee = `http://localhost/shops/${shop.merchantUUID}`;
  const call = { payModeUUID: modes[book].uuid, payer: 'a customer', payee, clientPayNo };
  return (await shop.client.post('/pay', { ...call, payAmount, payParams })).body;
}

async function balances(book: Book, partyUUID: string) {
  const { json } = await books.admin(token, `/holdings/${book}/${partyUUID}`);
  const accounts = json.accounts as { kind: string; balance: number }[];
  return Object.fromEntries(accounts.map(({ kind, balance }) => [kind, balance]));
}

/** `npm run check:accounts` for today, from the build. */
async function runCheck(): Promise<{ code: number | null; lines: string[] }> {
  const { json } = await books.admin(token, '/holdings/signAccount/c');
  const args = ['--day', json.openedOn, '--gateway', `${gateway.url}/api/v1.0.0`];
  const env = { ...process.env, DATABASE_URL: gateway.databaseUrl, TOKEN: await adminToken() };
  const program = ['connectors/accounts/dist/bundle/main.mjs', 'check', ...args];
  const child = spawn(process.execPath, program, { cwd: ROOT, env });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, lines: output.trim().split('\n') };
}

const SIGNED = { signAccounterUUID: 'c', signPersonUUID: 'p' };

describe("payments from the shop's own books", () => {
  test('are real, end in one call, and fail with a reason for the cashier', async () => {
    expect(Object.values(modes).map(({ connectorKind }) => connectorKind)).toEqual([
      'real',
      'real',
      'real',
    ]);
    const paid = await pay('signAccount', 'a1', { amount: 9_000, payParams: SIGNED });
    expect(paid).toMatchObject({ ret: 'success', data: { status: 'payed' } });
    expect(paid.data.thirdPayNo).toMatch(/^A\d{18}$/);
    expect(await pay('signAccount', 'a2', { amount: 1_001, payParams: SIGNED })).toMatchObject({
      data: { status: 'payFailed', resultCode: '超出额度' },
    });
    expect(await balances('signAccount', 'c')).toEqual({ receivable: -9_000 });
  });

  test('go back to where they came from, pieces by their names', async () => {
    const merchandiseDetails = [{ ...WASH, count: 2 }];
    const paid = await pay('memberCount', 'n1', {
      amount: 600,
      payParams: { memberUUID: 'm', merchandiseDetails },
    });
    expect(await balances('memberCount', 'm')).toEqual({ count: 3 });
    const { body } = await shop.client.post('/refund', {
      payTractionNo: paid.data.tractionNo,
      clientRefundNo: 'back-n1',
      refundAmount: 300,
      clientExtraParams: { merchandiseDetails: [{ ...WASH, count: 1 }] },
    });
    expect(body).toMatchObject({ ret: 'success', data: { status: 'refunded' } });
    expect(await balances('memberCount', 'm')).toEqual({ count: 4 });
  });

  test('are taken once each when the books are killed while they run', async () => {
    const running = Array.from(
      { length: 60 },
      async (_, at) =>
        await pay('memberBalance', `k${at}`, { amount: 100, payParams: { memberUUID: 'm' } }),
    );
    await Promise.race(running);
    await books.restart();
    await Promise.all(running);
    const list = `/payOrders?payModeUUID=${modes.memberBalance.uuid}&limit=200`;
    const { items } = await eventually(
      async () => (await shop.client.get(list)).body,
      (page) => page.items.every(({ status }: { status: string }) => status !== 'paying'),
      60_000,
    );
    expect(items.map(({ status }: { status: string }) => status)).toEqual(
      Array.from({ length: 60 }, () => 'payed'),
    );
    const left = await balances('memberBalance', 'm');
    expect((left['principal'] ?? 0) + (left['bonus'] ?? 0)).toBe(105_000 - 6_000);
  }, 90_000);
});

describe('check:accounts --day', () => {
  test('finds nothing where both sides agree, and names each difference where they do not', async () => {
    const sound = await runCheck();
    expect(sound).toMatchObject({ code: 0, lines: ['0 rules broken', expect.any(String)] });
    expect(sound.lines[1]).toMatch(/^\d+ compared, 0 not settled yet, 0 differences$/);

    const paid = await pay('memberBalance', 'd1', { amount: 700, payParams: { memberUUID: 'm' } });
    const lost = await pay('memberBalance', 'd2', { amount: 800, payParams: { memberUUID: 'm' } });
    const failed = await pay('memberBalance', 'd3', {
      amount: 900,
      payParams: { memberUUID: 'm' },
    });
    const [no1, no2, no3] = [paid, lost, failed].map(({ data }) => data.tractionNo as string);
    const sql = async (text: string, values: unknown[]) =>
      await runSql(gateway.databaseUrl, text, values);
    // As a backup of the gateway that is too old, and rows that were changed by hand, would leave them.
    await sql('UPDATE "PayOrder" SET "tractionNo" = $2 WHERE "tractionNo" = $1', [no1, `${no1}9`]);
    await sql('UPDATE "PayOrder" SET "payAmount" = 801 WHERE "tractionNo" = $1', [no2]);
    await sql(`UPDATE "PayOrder" SET status = 'payFailed' WHERE "tractionNo" = $1`, [no3]);
    const { code, lines } = await runCheck();
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith('DIFFERENCE'))).toEqual([
      `DIFFERENCE ${no1}: in the books, no order of the gateway`,
      `DIFFERENCE ${no1}9: payed at the gateway, not in the books`,
      `DIFFERENCE ${no2}: 801 fen at the gateway, 800 in the books`,
      `DIFFERENCE ${no3}: in the books, payFailed at the gateway`,
    ]);
    expect(lines.at(-1)).toMatch(/ 4 differences$/);
    await sql('UPDATE "PayOrder" SET "tractionNo" = $1 WHERE "tractionNo" = $2', [no1, `${no1}9`]);
    await sql('UPDATE "PayOrder" SET "payAmount" = 800 WHERE "tractionNo" = $1', [no2]);
    await sql(`UPDATE "PayOrder" SET status = 'payed' WHERE "tractionNo" = $1`, [no3]);
  });
});
