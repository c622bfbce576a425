import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { breachesOf, readLedger } from '../support/invariants.ts';
import { runCommand } from '../support/run-command.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

// Every rule must find what breaks it: each case plants one breach by SQL into a clean database whose
// worker has stopped, and the rows are put back afterwards.
let gateway: Gateway;
let shop: Shop;
let pay = { uuid: '', tractionNo: '' };
let refund = { uuid: '', tractionNo: '' };
let own = { tractionNo: '' };

const TABLES = ['PayOrder', 'RefundOrder', 'TradeRecord'];
const sql = async (text: string) =>
  await runSql(
    gateway.databaseUrl,
    text.replaceAll('PAY', pay.uuid).replaceAll('REF', refund.uuid),
  );
const onEach = async (text: string) =>
  await sql(TABLES.map((table) => text.replaceAll('EACH', table)).join(';'));

beforeAll(async () => {
  gateway = await startGateway(testServers());
  shop = await newShop(gateway);
  pay = (await shop.pay(await shop.open('onAccount'), 'c1')).body.data;
  const body = { payTractionNo: pay.tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  refund = (await shop.client.post('/refund', body)).body.data;
  const mode = await shop.openOwn({ isIdempotent: 0 }, '?idempotent=0');
  own = (await shop.pay(mode, 'c2')).body.data;
  await gateway.worker.stop();
  // The database refuses some of these breaches by itself; the rules are the net under that net.
  for (const constraint of ['refunds', 'dueAt']) {
    await sql(`ALTER TABLE "PayOrder" DROP CONSTRAINT "PayOrder_${constraint}_check"`);
  }
  await sql(`ALTER TABLE "RefundOrder" DROP CONSTRAINT "RefundOrder_dueAt_check"`);
  await onEach('ALTER TABLE "EACH" DISABLE TRIGGER USER');
  await onEach('CREATE TABLE "copy_EACH" AS SELECT * FROM "EACH"');
});
afterAll(async () => await gateway.stop());

/** [the rule, what breaks it] */
const PLANTED: readonly (readonly [rule: string, plant: string])[] = [
  [
    'an open order is attempted in time',
    `UPDATE "RefundOrder" SET status = 'refunding', "dueAt" = now() - interval '2 minutes' WHERE uuid = 'REF'`,
  ],
  [
    'an open order is attempted in time',
    `UPDATE "RefundOrder" SET status = 'refunding' WHERE uuid = 'REF'`,
  ],
  [
    'a final order has no next attempt',
    `UPDATE "PayOrder" SET "dueAt" = now() + interval '1 day' WHERE uuid = 'PAY'`,
  ],
  [
    'an order says when it ended, and only then',
    `UPDATE "PayOrder" SET "payFinishAt" = NULL WHERE uuid = 'PAY'`,
  ],
  [
    'every change is one legal edge',
    `UPDATE "TradeRecord" SET event = 'fail' WHERE "payOrderUUID" = 'PAY' AND event = 'refundPart'`,
  ],
  [
    'each record begins where the one before it ended',
    `UPDATE "TradeRecord" SET id = -id WHERE kind = 'pay' AND "payOrderUUID" = 'PAY' AND event = 'refundPart'`,
  ],
  [
    'replaying the records gives the status',
    `UPDATE "PayOrder" SET status = 'payed' WHERE uuid = 'PAY'`,
  ],
  [
    'replaying the records gives the amount',
    `UPDATE "PayOrder" SET "payAmount" = 501 WHERE uuid = 'PAY'`,
  ],
  [
    'replaying the records gives the refunded amount',
    `UPDATE "PayOrder" SET "refundAmount" = 300 WHERE uuid = 'PAY'`,
  ],
  [
    'an end rests on evidence',
    `UPDATE "TradeRecord" SET actor = 'sweep' WHERE kind = 'pay' AND "payOrderUUID" = 'PAY' AND event = 'succeed'`,
  ],
  [
    'only what was never sent ends unsent',
    `UPDATE "RefundOrder" SET status = 'unRefunded' WHERE uuid = 'REF'`,
  ],
  [
    'an order whose bytes may have left names its connector',
    `UPDATE "PayOrder" SET "sentTo" = NULL WHERE uuid = 'PAY'`,
  ],
  [
    'an order whose bytes may have left names its connector',
    `UPDATE "RefundOrder" SET "sentTo" = (SELECT v.id FROM "ConnectorVersion" v WHERE v.owner LIKE 'm-%' LIMIT 1) WHERE uuid = 'REF'`,
  ],
  [
    'a refund goes to the connector that took the money',
    `INSERT INTO "ConnectorVersion" (owner, identity, "isAsyncNotify", "isIdempotent", "timeoutMs", "lateSuccessPolicy")
     SELECT owner, 'another', 0, 1, 1000, 'review' FROM "ConnectorVersion" v
     WHERE v.id = (SELECT "sentTo" FROM "RefundOrder" WHERE uuid = 'REF');
     UPDATE "RefundOrder" SET "sentTo" = (SELECT max(id) FROM "ConnectorVersion" WHERE identity = 'another') WHERE uuid = 'REF'`,
  ],
  [
    "a payment's refunded sums are those of its refunds",
    `UPDATE "PayOrder" SET "refundingAmount" = 1 WHERE uuid = 'PAY'`,
  ],
  [
    'no more goes back than came in',
    `UPDATE "PayOrder" SET "refundingAmount" = 301 WHERE uuid = 'PAY'`,
  ],
  [
    'no more was ever reserved than came in',
    `UPDATE "TradeRecord" SET amount = 501 WHERE kind = 'refund' AND "refundOrderUUID" = 'REF' AND event = 'accept'`,
  ],
  [
    'evidence against an end opens an exception',
    `INSERT INTO "TradeRecord" (uuid, "merchantUUID", "payOrderUUID", "payModeUUID", "tractionNo", kind, event,
       actor, "fromStatus", "toStatus", amount, detail)
     SELECT 'planted', "merchantUUID", uuid, "payModeUUID", "tractionNo", 'pay', 'lateFailure', 'notice',
       status::text, status::text, "payAmount", '{}' FROM "PayOrder" WHERE uuid = 'PAY'`,
  ],
  [
    'a refund of the gateway itself belongs to an exception',
    `UPDATE "RefundOrder" SET "isReversal" = 1 WHERE uuid = 'REF'`,
  ],
  [
    'a refund has its payment',
    `UPDATE "RefundOrder" SET "payOrderUUID" = 'nobody' WHERE uuid = 'REF'`,
  ],
  [
    'a record has its order',
    `UPDATE "TradeRecord" SET "refundOrderUUID" = 'nobody' WHERE kind = 'refund' AND event = 'accept'`,
  ],
  [
    'a success has an effect of its amount',
    `UPDATE "PayOrder" SET "tractionNo" = '1' WHERE uuid = 'PAY'`,
  ],
  ['a failure has no effect', `UPDATE "PayOrder" SET status = 'payFailed' WHERE uuid = 'PAY'`],
  ['money moves for an order', `UPDATE "RefundOrder" SET "tractionNo" = '2' WHERE uuid = 'REF'`],
];

test('a clean database and ledger have no breach', async () => {
  expect(await breachesOf(gateway)).toEqual([]);
});

test.each(PLANTED)('found: %s', async (rule, plant) => {
  await sql(plant);
  const found = await breachesOf(gateway);
  await onEach('DELETE FROM "EACH"; INSERT INTO "EACH" SELECT * FROM "copy_EACH"');
  expect(found.map((breach) => breach.rule)).toContain(rule);
  expect(await breachesOf(gateway)).toEqual([]);
});

test.each([
  ['of an order that is not there', `('=1', '${'x'.repeat(20)}', 9000000000)`],
  [
    "of another merchant's order",
    `('=1', 'another', (SELECT id FROM "PayOrder" WHERE uuid = 'PAY'))`,
  ],
])('found: a tag %s', async (_, values) => {
  await sql(`INSERT INTO "OrderTag" (value, "merchantUUID", "orderId") VALUES ${values}`);
  const found = await breachesOf(gateway);
  await sql('DELETE FROM "OrderTag"');
  expect(found.map((breach) => breach.rule)).toEqual(['a tag names an order of its merchant']);
});

test('found: numbers are unique', async () => {
  const index = `"PayOrder_clientPayNo_merchantUUID_key"`;
  await sql(`DROP INDEX ${index}`);
  const found = await breachesOf(gateway);
  await sql(`CREATE UNIQUE INDEX ${index} ON "PayOrder" ("clientPayNo", "merchantUUID")`);
  expect(found.map((breach) => breach.rule)).toEqual(['numbers are unique']);
});

/** Posts that payment once more, past the gateway. */
async function postAgain(query: string) {
  const body = {
    payer: 'A',
    payee: 'B',
    payAmount: 500,
    tractionNo: own.tractionNo,
    clientPayNo: 'c2',
    orderStartAt: '2018-09-10 12:00:00',
    orderExpiredAt: '2018-09-10 12:00:00',
    payStartAt: '2018-09-10 12:00:00',
    payParams: {},
    clientExtraParams: {},
  };
  const answer = await fetch(`${gateway.sandboxUrl}/sandbox/wechat/pay${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}

test('the command prints a breach with its timeline and ends with 1, and with 0 when all is well', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'payserver-test-'));
  const ledger = join(dir, 'ledger.jsonl');
  const lines = await readLedger(gateway);
  const once = lines.filter(
    (line) => line.tractionNo === pay.tractionNo || line.tractionNo === refund.tractionNo,
  );
  await writeFile(ledger, once.map((line) => JSON.stringify(line)).join('\n'));
  const check = async (...options: string[]) =>
    await runCommand(['check-invariants', ...options], gateway.env);
  expect(await check()).toMatchObject({ code: 0, output: '3 orders, 0 breaches\n' });

  const found = await check('--ledger', ledger);
  expect(found.code).toBe(1);
  // The second payment is not in that ledger.
  expect(found.output).toMatch(/BREACH a success has an effect of its amount: payed, 500 fen/);
  expect(found.output).toMatch(/ pay \d+ accept {2}-> paying \(api, 500 fen, attempt 0\)\n/);
  expect(found.output).toMatch(/ succeed paying -> payed \(connector, 500 fen, attempt 1\)\n/);
  expect(found.output).toMatch(/3 orders, 1 breaches\n$/);

  // A person knew more than the ledger; and a connector elsewhere keeps books of its own.
  const [owned] = await runSql<{ payModeUUID: string }>(
    gateway.databaseUrl,
    `UPDATE "TradeRecord" SET actor = 'operator' WHERE event = 'succeed' AND "tractionNo" = $1 RETURNING "payModeUUID"`,
    [own.tractionNo],
  );
  const byHand = await check('--ledger', ledger);
  expect([byHand.code, byHand.output]).toEqual([
    0,
    expect.stringMatching(
      /^SETTLED BY HAND order \d+: payed, 500 fen; ledger says .+\n3 orders, 0 breaches\n$/,
    ),
  ]);
  const moveTo = async (origin: string) =>
    await sql(
      `UPDATE "PayMode" SET "payUrl" = '${origin}/pay' WHERE uuid = '${owned?.payModeUUID ?? ''}'`,
    );
  await onEach('DELETE FROM "EACH"; INSERT INTO "EACH" SELECT * FROM "copy_EACH"');
  await moveTo('https://Pay.Example');
  // An order stays with the connector that it was sent to: this one was sent there.
  await sql(
    `UPDATE "PayOrder" SET "sentTo" = (SELECT max(id) FROM "ConnectorVersion") WHERE "tractionNo" = '${own.tractionNo}'`,
  );
  const elsewhere = await check('--ledger', ledger);
  await moveTo(`${gateway.sandboxUrl}/sandbox/wechat`);
  expect([elsewhere.code, elsewhere.output]).toEqual([
    0,
    'NOT IN THE LEDGER connector https://pay.example: 1 orders not compared\n3 orders, 0 breaches\n',
  ]);

  const wrong = await check('--ledgers', ledger);
  expect([wrong.code, wrong.errors]).toEqual([
    1,
    expect.stringMatching(/usage: npm run check:inv/),
  ]);
  await rm(dir, { recursive: true, force: true });
});

test('found: a second POST to a connector that is not idempotent, and money that moved twice', async () => {
  await postAgain('');
  expect((await breachesOf(gateway)).map((breach) => breach.rule)).toEqual([
    'a connector that is not idempotent gets one POST',
  ]);
  await postAgain('?idempotent=0');
  expect((await breachesOf(gateway)).map((breach) => breach.rule)).toEqual([
    'money moves at most once for a number',
  ]);
});
