import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import type { Client } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startFaultRig } from '../support/fault-rig.ts';
import { fillOrders } from '../support/fill/fill-orders.ts';
import { operator } from '../support/gateway.ts';
import { operationsOf, resolve } from '../support/openapi.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { EXPLAINING, explainedIn } from '../support/plans.ts';
import { payBody } from '../support/shop.ts';
import { type Item, readAll } from '../support/walk-list.ts';

const DESCRIPTION = JSON.parse(
  readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'),
);
/** Which of them answer at once. What is searched by one number at a time has a test of its own (search.test.ts). */
const QUESTIONS = operationsOf(DESCRIPTION).filter(
  ({ key, operation }) =>
    key.startsWith('GET /') &&
    key !== 'GET /search' &&
    operation.responses[200].content['text/event-stream'] === undefined,
);
/** They grow with every payment. */
const GROWING = new Set(['PayOrder', 'RefundOrder', 'TradeRecord']);
/** Not migrations, which come once and with nobody waiting. */
const GATEWAY = new Set(['payserver-api', 'payserver-worker']);
/** For more than a thousand questions, one after the other, on two busy cores. */
const ASKING_MS = 240_000;

test('nothing that anybody asks of the gateway is answered by reading a table of orders from end to end', {
  timeout: ASKING_MS,
}, async () => {
  const postgres = await startOwnPostgres(EXPLAINING);
  await fillOrders(postgres.url, { orders: 3_000, shops: 20, open: 50 });
  const rig = await startFaultRig('postgres', {}, postgres);
  onTestFinished(async () => await rig.stop());
  const shop = await newBusyShop(rig);
  await payInEveryWay(shop);
  const admin = await operator(rig);
  await settleByHand(shop, admin);
  for (const client of [shop.client, admin]) await askEverything(client, shop);

  const statements = explainedIn(await postgres.readLog()).filter(({ by, scans }) => {
    return GATEWAY.has(by) && scans.some(({ table }) => GROWING.has(table));
  });
  const reads = (pattern: RegExp) => statements.filter(({ text }) => pattern.test(text)).length;
  // What is not in the log cannot be seen to be slow.
  expect(reads(/UPDATE "PayOrder"/)).toBeGreaterThan(10);
  expect(reads(/UPDATE "RefundOrder"/)).toBeGreaterThan(5);
  expect(reads(/FROM "public"."PayOrder"/)).toBeGreaterThan(100);
  expect(reads(/FROM "public"."TradeRecord"/)).toBeGreaterThan(100);
  const slow = statements.filter(({ scans }) =>
    scans.some(({ how, table }) => how === 'Seq Scan' && GROWING.has(table)),
  );
  expect([...new Set(slow.map(({ text }) => text.replace(/^SELECT .*? FROM /s, '')))]).toEqual([]);
});

/** Batches, notices and refunds beside what the busy shop has done already. */
async function payInEveryWay(shop: BusyShop): Promise<void> {
  const { client, merchantUUID } = shop;
  const mode = await shop.open('wechat');
  const pay = (clientPayNo: string, sandbox: string) =>
    payBody(merchantUUID, { payModeUUID: mode, clientPayNo, sandbox });
  const pays = [pay('b1', 'succeed'), pay('b2', 'runThenNotice:50'), pay('b3', 'chargeThen502')];
  await client.post('/batchPay', { batchPayData: pays });
  await eventually(
    async () => await readAll(client, '/payOrders'),
    (orders) => orders.every(({ pending }) => pending === null),
  );
  const orders = await readAll(client, `/payOrders?payModeUUID=${mode}`);
  const batchRefundData = orders.map(({ tractionNo }) => ({
    payTractionNo: tractionNo,
    clientRefundNo: `refund-${tractionNo}`,
    refundAmount: 100,
  }));
  await client.post('/batchRefund', { batchRefundData });
}

async function settleByHand(shop: BusyShop, admin: Client): Promise<void> {
  const mode = await shop.open('alipay');
  const headers = { prefer: 'respond-async' };
  const sandbox = 'runThenSilence:600000';
  const { body } = await shop.pay(mode, 'by-hand', { sandbox, headers });
  const by = { outcome: 'failed', reason: 'the shop says so' };
  const settled = await admin.post(`/payOrders/${body.data.uuid}/settle`, by);
  expect(settled.status).toBe(200);
}

/** Each list with each of its parameters, page by page, and one row of each. */
async function askEverything(client: Client, shop: BusyShop): Promise<void> {
  const asked = QUESTIONS.flatMap(({ key, operation }) => {
    const [path, of = ''] = [key.slice('GET '.length), key.split('/')[1]];
    const place = path.replace('{uuid}', idOf(shop, of));
    const parameters = (operation.parameters ?? []).map((one: object) => resolve(DESCRIPTION, one));
    const list = path.split('/').at(-1) ?? '';
    return [place, ...queriesOf(shop, list, parameters).map((query) => `${place}?${query}`)];
  });
  for (const path of asked) {
    const { status, body } = await client.get(path);
    // What only operators may read is refused before anything is looked up.
    expect([200, 403, 404], `${path}: ${JSON.stringify(body)}`).toContain(status);
    // Of events it is a place, no link.
    if (body.next?.startsWith('http')) await client.get(body.next.replace(/^https?:\/\/[^/]+/, ''));
  }
}

function idOf({ rows }: BusyShop, list: string): string {
  return rows[list as keyof BusyShop['rows']]?.[0]?.['uuid'] ?? 'nobody';
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema: { readonly enum?: readonly unknown[] };
  readonly description?: string;
}

const SOME: Readonly<Record<string, readonly string[]>> = {
  limit: ['2', '200'],
  offset: ['3'],
  orderBy: ['createdAt desc', 'createdAt asc'],
  createdFrom: ['2026-01-01 00:00:00'],
  createdTo: ['2026-01-01 00:00:00'],
  from: ['2026-01-01 00:00:00'],
  after: ['MS4w'],
  actor: ['nobody'],
  action: ['token'],
  target: ['nobody'],
};

/** Every parameter but the cursor, which `next` has: alone, and together with a time. */
function queriesOf(shop: BusyShop, list: string, parameters: readonly Parameter[]): string[] {
  const inQuery = parameters.filter(({ in: at, name }) => at === 'query' && name !== 'cursor');
  const singles = inQuery.flatMap((parameter) =>
    valuesOf(shop, list, parameter).map((value) =>
      new URLSearchParams({ [parameter.name]: value }).toString(),
    ),
  );
  const isTimed = inQuery.some(({ name }) => name === 'createdFrom');
  const timed = singles.filter((query) => !query.startsWith('created'));
  const since = `createdFrom=${encodeURIComponent('2026-01-01 00:00:00')}`;
  return isTimed ? [...singles, ...timed.map((query) => `${query}&${since}`)] : singles;
}

function valuesOf(
  { rows, merchantUUID }: BusyShop,
  list: string,
  { name, schema, description }: Parameter,
): readonly string[] {
  if (name === 'expand') return expandable(description);
  const of = { merchantUUID, merchantHref: `http://shops.example/shops/${merchantUUID}` };
  const row = rows[list as keyof BusyShop['rows']]?.find((one) => one[name] !== null);
  const one: Item = { ...row, ...of };
  return SOME[name] ?? schema.enum?.map(String) ?? [String(one[name] ?? 'nobody')];
}

/** All that can be expanded at once, as the description names it. */
function expandable(description = ''): readonly string[] {
  const [, names] = /^any of (.*)$/.exec(description) ?? [];
  return names === undefined ? [] : [names.replaceAll(', ', ',')];
}
