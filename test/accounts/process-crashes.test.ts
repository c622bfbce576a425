import { adminOf } from '@payserver/accounts/books/admin';
import { type Books, openBooks } from '@payserver/accounts/books/books';
import { BOOKS_CRASH_POINTS } from '@payserver/accounts/books/crash-points';
import { migrateBooks } from '@payserver/accounts/books/migrate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, callAdmin, callBook } from '../support/accounts-calls.ts';
import { expectSound, startBooksServer } from '../support/books.ts';
import { eventually } from '../support/eventually.ts';
import { openTally } from '../support/report.ts';
import { runSql } from '../support/sql.ts';
import { merchantToken } from '../support/tokens.ts';
import { type ArmedAccounts, type ArmedBuild, buildArmedAccounts } from './armed-accounts.ts';
import {
  CRASH_OPERATIONS,
  type CrashOperation,
  type CrashShop,
  IMPORTED,
  newCrashShop,
} from './crash-operations.ts';

/** Every operation at every point that it passes; else each behind its own commit, and where nothing differs once. */
const IS_WHOLE = process.env['BOOKS_CRASHES'] === 'whole';
const ZONE = 'Asia/Shanghai';
/** What the service does by itself meanwhile. */
const SWEEP = /(?:due_holdings|expire_holding)$/;

const tally = openTally("deaths of the books' service");
let build: ArmedBuild;
let server: Awaited<ReturnType<typeof startBooksServer>>;
beforeAll(async () => {
  [build, server] = await Promise.all([buildArmedAccounts(), startBooksServer()]);
});
afterAll(async () => {
  await server.stop();
  await build.remove();
});

async function openDatabase(name: string): Promise<{ url: string; books: Books }> {
  await runSql(server.url, `CREATE DATABASE ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  await migrateBooks({ databaseUrl: url.href });
  return { url: url.href, books: openBooks({ databaseUrl: url.href, timeZone: ZONE }) };
}

/** Before a commit nothing was done, whatever was to be; the audit records of all changes are written alike. */
function kindOf(name: string, point: string): string {
  if (point.startsWith('call.beforeQuery')) return 'call.beforeQuery';
  const isAudit = point.startsWith('audit.') || point.endsWith(' append_audit');
  return isAudit ? point : `${name}, ${point}`;
}

describe('killed anywhere, each repeat tells the truth and nothing is doubled', () => {
  let books: Books;
  let databaseUrl: string;
  /** The one that takes calls, and the one that follows it when it dies. */
  let lives: Promise<ArmedAccounts>[];
  const seen = new Set<string>();
  beforeAll(async () => {
    ({ books, url: databaseUrl } = await openDatabase('crashes'));
    lives = [build.spawn(databaseUrl), build.spawn(databaseUrl)];
  });
  afterAll(async () => {
    await Promise.all(lives.map(async (life) => await (await life).stop()));
    await books.close();
  });

  const living = async () => (await lives[0]) as ArmedAccounts;

  async function send(shop: CrashShop, { call }: CrashOperation): Promise<Answered> {
    const { url } = await living();
    const said = call(shop);
    if (!said.path.startsWith('/admin/')) return await callBook(url, build.notifySecret, said);
    return await callAdmin(url, await merchantToken(shop.merchantUUID), said);
  }

  /** What an operation answers and leaves when nobody dies, and what it passes. */
  async function undisturbed(operation: CrashOperation) {
    const shop = await newCrashShop(books);
    const app = await living();
    await app.arm('');
    const said = truthOf(shop, operation, await send(shop, operation));
    const points = (await app.passed()).filter((point) => !SWEEP.test(point));
    const state = await shop.state();
    expect(truthOf(shop, operation, await send(shop, operation))).toBe(said);
    expect(await shop.state()).toBe(state);
    return { said, state, points };
  }

  async function dieAt(point: string, shop: CrashShop, operation: CrashOperation) {
    const app = await living();
    await app.arm(point);
    const answer = await send(shop, operation).catch(() => null);
    if (answer !== null) throw new Error(`${point} was not reached: ${answer.text}`);
    expect(await app.exited).toBe(null);
    lives = [...lives.slice(1), build.spawn(databaseUrl)];
    if (point === 'call.afterCommit import_rows') await expectHalfImported(shop);
  }

  test.each(Object.entries(CRASH_OPERATIONS))(
    '%s',
    { timeout: 300_000 },
    async (name, operation) => {
      const { said, state, points } = await undisturbed(operation);
      expect(points.length).toBeGreaterThanOrEqual(2);
      for (const point of points) {
        if (!IS_WHOLE && seen.has(kindOf(name, point))) continue;
        seen.add(kindOf(name, point));
        const shop = await newCrashShop(books);
        await dieAt(point, shop, operation);
        const again = truthOf(shop, operation, await send(shop, operation));
        const wrong = again === said ? null : `${name}, ${point}: ${again}, not ${said}`;
        expect(tally.judge([wrong])).toEqual([]);
        expect(await shop.state()).toBe(state);
        await expectRecorded(shop, operation);
      }
      await expectSound({ books });
    },
  );

  /** No change of the admin API is without a record, whoever died. */
  async function expectRecorded(shop: CrashShop, operation: CrashOperation): Promise<void> {
    const { path } = operation.call(shop);
    if (!path.startsWith('/admin/')) return;
    const records = (await books.connection.call('list_audit', {
      merchant: shop.merchantUUID,
      limit: 10,
    })) as { result: string }[];
    const results = new Set(records.map(({ result }) => result));
    expect(results).toEqual(new Set(['begun', 'done']));
  }

  test('every point was reached', () => {
    const isSeen = (point: string) => [...seen].some((kind) => kind.includes(point));
    expect(BOOKS_CRASH_POINTS.filter((point) => !isSeen(point))).toEqual([]);
  });

  test('every change of the admin API is among the operations', async () => {
    const { json } = await callAdmin((await living()).url, null, { path: '/admin/openapi.json' });
    const shop = await newCrashShop(books);
    const played = Object.values(CRASH_OPERATIONS).map(({ call }) => call(shop).path);
    const writes = Object.entries<object>(json.paths).filter(([, item]) => 'post' in item);
    const missing = writes.filter(([path]) => {
      const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return !played.some((one) => pattern.test(one));
    });
    expect(missing.map(([path]) => path)).toEqual([]);
  });
});

async function expectHalfImported({ admin, merchantUUID }: CrashShop): Promise<void> {
  const { length } = await admin.operations({ merchantUUID, kind: 'import', limit: 500 });
  expect([length > 0, length < IMPORTED]).toEqual([true, true]);
}

function truthOf(shop: CrashShop, { truth }: CrashOperation, { status, json }: Answered): string {
  const said = status === 200 && truth !== undefined ? truth(json) : json;
  return shop.plain(JSON.stringify([status, said]));
}

describe('killed in the sweep, the next one books the rest once', () => {
  const MEMBERS = ['a', 'b', 'c'];
  const BONUS = 40;
  let books: Books;
  let databaseUrl: string;
  beforeAll(async () => {
    ({ books, url: databaseUrl } = await openDatabase('sweeps'));
  });
  afterAll(async () => await books.close());

  async function expiredBonuses(merchantUUID: string): Promise<void> {
    const admin = adminOf(books.connection);
    for (const partyUUID of MEMBERS) {
      const member = { merchantUUID, partyUUID, book: 'memberBalance' as const };
      await admin.open(member);
      const bonus = { bonus: BONUS, bonusExpiresAt: '2020-01-01' };
      await admin.topUp({ ...member, key: partyUUID, principal: 100, ...bonus });
    }
  }

  const expiries = async (merchantUUID: string) =>
    await adminOf(books.connection).operations({ merchantUUID, kind: 'expire', limit: 500 });

  const swept = async (merchantUUID: string) =>
    await eventually(
      async () => await expiries(merchantUUID),
      ({ length }) => length >= MEMBERS.length,
    );

  async function pointsOfSweep(): Promise<readonly string[]> {
    await expiredBonuses('shop-undisturbed');
    const app = await build.spawn(databaseUrl);
    await swept('shop-undisturbed');
    const points = await app.passed();
    await app.stop();
    return points;
  }

  test('at every point that it passes', async () => {
    const between = 'call.afterCommit expire_holding';
    const points = IS_WHOLE ? await pointsOfSweep() : [between];
    expect(points).toContain(between);
    for (const point of points) {
      const merchantUUID = `shop-${points.indexOf(point)}`;
      await expiredBonuses(merchantUUID);
      const died = await build.spawn(databaseUrl, point).then(
        async (app) => await app.exited,
        (error: Error) => (/exited with null/.test(error.message) ? null : error),
      );
      expect(died).toBe(null);
      const booked = await expiries(merchantUUID);
      expect(point === between ? booked.length : 1).toBe(1);
      const app = await build.spawn(databaseUrl);
      const amounts = (await swept(merchantUUID)).map(({ amount }) => amount);
      await app.stop();
      const isOnce = amounts.join() === MEMBERS.map(() => BONUS).join();
      const problem = isOnce ? null : `${point}: ${amounts.join()}`;
      expect(tally.judge([problem])).toEqual([]);
      await expectSound({ books });
    }
  });
});
