import { openDatabase } from '@payserver/shared/store/database';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import { findByNumbers } from '@payserver/shared/store/search/numbers';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../support/client.ts';
import { startFaultRig } from '../support/fault-rig.ts';
import { fillOrders } from '../support/fill/fill-orders.ts';
import { cashier, operator } from '../support/gateway.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { COUNTING, explainedIn } from '../support/plans.ts';
import { runSql } from '../support/sql.ts';
import type { Item } from '../support/walk-list.ts';

const SHOP = 'shop0000';
/** They grow with every payment. */
const GROWING = ['PayOrder', 'RefundOrder', 'OrderTag'];
const ORDERS = 24_000;
/** What one question may pass over and read, however many orders there are; for one shop the numbers of others. */
const MOST = {
  all: { passedOver: 500, blocks: 800 },
  one: { passedOver: 4 * 2_001, blocks: 4_000 },
};
/** As if every mode named the order number of the shop. */
const TAGS = `INSERT INTO "OrderTag" SELECT concat('=', "clientExtraParams"->>'orderNo'), "merchantUUID", id FROM "PayOrder"`;
const FIELDS = {
  payOrders: ['uuid', 'tractionNo', 'clientPayNo', 'thirdPayNo'],
  refundOrders: ['uuid', 'tractionNo', 'clientRefundNo', 'thirdRefundNo'],
} as const;

test('any number, or its beginning, finds its order by indexes alone, with the merchant and without', {
  timeout: 240_000,
}, async () => {
  const postgres = await startOwnPostgres(COUNTING);
  await fillOrders(postgres.url, { orders: ORDERS, shops: 20, open: 50 });
  await runSql(postgres.url, TAGS);
  const rig = await startFaultRig('postgres', {}, postgres);
  onTestFinished(async () => await rig.stop());
  const [client, admin] = await Promise.all([cashier(rig, SHOP), operator(rig)]);
  const asked = await numbersOf(client);
  expect(asked.length).toBeGreaterThan(20);
  // So often that each connection has made the plan that it uses from then on.
  for (let round = 0; round < 3; round += 1) await searchAll([client, admin], asked);
  // A plan that was made while nothing was known of the tables is good as well.
  await runSql(postgres.url, 'DELETE FROM pg_statistic');
  await searchAll([client, admin], asked);
  const amounts = await searchAmounts([client, admin]);
  expect(amounts.every((count) => count > 0)).toBe(true);

  const searches = explainedIn(await postgres.readLog()).filter(
    ({ by, text }) => by === 'payserver-api' && text.includes('UNION ALL') && text.includes('form'),
  );
  expect(searches.length).toBeGreaterThan(2 * asked.length);
  const scanned = explainedIn(await postgres.readLog()).filter(
    ({ by, scans }) =>
      by === 'payserver-api' &&
      scans.some(({ how, table }) => how === 'Seq Scan' && GROWING.includes(table)),
  );
  expect(scanned.map(({ text }) => text)).toEqual([]);
  const wasteful = searches.filter(({ text, passedOver, blocks }) => {
    const most = text.includes('$5') ? MOST.one : MOST.all;
    return passedOver > most.passedOver || blocks > most.blocks;
  });
  expect(wasteful.map(({ passedOver, blocks }) => ({ passedOver, blocks }))).toEqual([]);
});

/** Whole numbers of this shop, and beginnings of them that few others have. */
async function numbersOf(client: Client): Promise<string[]> {
  const lists = await Promise.all(
    Object.entries(FIELDS).map(async ([list, fields]) => {
      const { items } = (await client.get(`/${list}?limit=3`)).body as { items: Item[] };
      return items.flatMap((row) => [
        ...fields.flatMap((field) => row[field] ?? []),
        ...orderNoOf(row),
      ]);
    }),
  );
  const whole = lists.flat().map(String);
  return [...whole, ...whole.map((no) => no.slice(0, -1))];
}

function orderNoOf({ clientExtraParams }: Item): string[] {
  const { orderNo } = clientExtraParams as { readonly orderNo?: string };
  return orderNo === undefined ? [] : [orderNo];
}

async function searchAll(clients: readonly Client[], numbers: readonly string[]): Promise<void> {
  for (const client of clients) {
    for (const no of numbers) {
      const { status, body } = await client.get(`/search?q=${encodeURIComponent(no)}`);
      expect([no, status]).toEqual([no, 200]);
      expect(body.items.length).toBeLessThan(20);
    }
  }
}

/** How many orders of one amount of the last week each of them finds. */
async function searchAmounts(clients: readonly Client[]): Promise<number[]> {
  return await Promise.all(
    clients.map(async (client) => {
      const { items } = (await client.get('/payOrders?limit=1')).body as { items: Item[] };
      const { body } = await client.get(`/search?amount=${items[0]?.['payAmount']}`);
      return body.items.length as number;
    }),
  );
}

/** Where `a` stands before `B`, and letters with accents beside those without. */
const OF_WORDS = `CREATE DATABASE words ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US' TEMPLATE template0`;

test('the beginning of a number is found byte by byte, whatever the collation of the database is', async () => {
  const postgres = await startOwnPostgres();
  onTestFinished(async () => await postgres.stop());
  await runSql(postgres.url, OF_WORDS);
  const url = postgres.url.replace(/\/[^/]*$/, '/words');
  await migrateDatabase({ databaseUrl: url }, { info: () => undefined });
  const db = openDatabase({
    url,
    max: 1,
    name: 'test',
    onError: () => undefined,
    onlyLooksUp: true,
  });
  onTestFinished(async () => await db.close());
  await runSql(url, SIMILAR, [LIKE_IT]);
  const find = async (forms: readonly string[], merchantUUID: string | null) => {
    const { hits } = await findByNumbers(db, { forms, tags: [], merchantUUID, limit: 20 });
    return hits.map(({ uuid }) => uuid);
  };
  for (const merchantUUID of ['shop', null]) {
    expect(await find(['number'], merchantUUID)).toEqual(['number', 'number-b', 'number-a']);
    expect(await find(['Number'], merchantUUID)).toEqual(['Number-a']);
    expect(await find(['numbe'], merchantUUID)).toEqual([]);
    expect(await find(['numb\u00E9'], merchantUUID)).toEqual([]);
    expect(await find(['numb\u00E9r'], merchantUUID)).toEqual(['numb\u00E9r-a']);
  }
});

const LIKE_IT = [
  'number-a',
  'Number-a',
  'numb\u00E9r-a',
  'number',
  'numbes',
  'NUMBER-a',
  'number-b',
];
const SIMILAR = `INSERT INTO "PayOrder" (uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID",
    "payModeName", "connectorKey", "businessRet", payer, payee, "payAmount", "payParams", "clientExtraParams", status,
    "orderStartAt", "orderExpiredAt", "payStartAt", "payFinishAt", "createdAt")
  SELECT no, 'shop', no, concat('1', place), '', '', '', 'offline', '', '', '', 1, '{}', '{}', 'payed', now(), now(), now(), now(),
    now() + make_interval(secs => place) FROM unnest($1::text[]) WITH ORDINALITY AS t(no, place)`;
