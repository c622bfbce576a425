import { type Database, openDatabase } from '@payserver/shared/store/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ReceivedCall, TestConnector } from '../support/connector.ts';
import { startConnector } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { noticeUrl } from '../support/notice-url.ts';
import { sendNotice } from '../support/notices.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { letTimePass } from '../support/time-travel.ts';

// Design, section 9, rule 9. Each order has four pieces of evidence on their way at once, held by its
// connector: the answer to its first POST, the answer to a repeated POST, that of a query, and a notice.
// Leases are so long that only time travel ends them: the order of events is this test's alone.
const LEASE_MS = 600_000;
const ENV = { LEASE_MS: String(LEASE_MS), SWEEP_INTERVAL_MS: '50' };

type Evidence = 'answer' | 'notice' | 'query' | 'retry';
type Kind = 'pay' | 'refund';
const EVIDENCE: readonly Evidence[] = ['answer', 'notice', 'query', 'retry'];

let gateway: Gateway;
let db: Database;
let connector: TestConnector;
/** What became of each number at the connector, and the calls it has not answered yet. */
const charges = new Map<string, number>();
const held = new Map<string, Map<Evidence, (ret: string) => void>>();

beforeAll(async () => {
  gateway = await startGateway(testServers(), ENV);
  db = openDatabase({ url: gateway.databaseUrl, max: 8, name: 'test', onError: () => {} });
  connector = await startConnector(answer);
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await connector.close();
  await db.close();
  await gateway.stop();
});

const said = (tractionNo: string, ret: string) => ({
  tractionNo,
  ret,
  thirdOrderNo: `third-${tractionNo}`,
  thirdErrorReason: ret === 'failed' ? 'NO_MONEY' : '',
  tradeFinishedAt: '2026-01-01 12:00:00',
});

/** The first query knows nothing, so that the order is posted again; every other call is held. */
async function answer({ path, body }: ReceivedCall): Promise<unknown> {
  const { tractionNo } = body;
  const calls = held.get(tractionNo) ?? new Map<Evidence, (ret: string) => void>();
  held.set(tractionNo, calls);
  if (path === '/query' && !calls.has('retry')) return said(tractionNo, 'notFound');
  const isFirst = !calls.has('answer');
  if (isFirst) charges.set(tractionNo, (charges.get(tractionNo) ?? 0) + 1);
  // Only the payments that are here to be refunded name no shop of their own in their parameters.
  if (path === '/pay' && body.payParams.hold !== 1) return said(tractionNo, 'success');
  const evidence = path === '/query' ? 'query' : isFirst ? 'answer' : 'retry';
  const ret = await new Promise<string>((resolve) => {
    calls.set(evidence, resolve);
  });
  return said(tractionNo, ret);
}

function permutations<T>(all: readonly T[]): T[][] {
  if (all.length === 0) return [[]];
  return all.flatMap((one) =>
    permutations(all.filter((other) => other !== one)).map((rest) => [one, ...rest]),
  );
}

interface Order {
  readonly kind: Kind;
  readonly shop: Shop;
  readonly uuid: string;
  readonly payUUID: string;
  readonly tractionNo: string;
  /** sends the cashier's own request again */
  replay(): Promise<void>;
}

async function openOrder(kind: Kind): Promise<Order> {
  const shop = await newShop(gateway);
  const mode = await shop.openOwn({
    payUrl: `${connector.url}/pay`,
    refundUrl: `${connector.url}/refund`,
    queryUrl: `${connector.url}/query`,
    isAsyncNotify: 1,
    timeoutMs: 120_000,
    maxConcurrency: 1_000,
  });
  const payment = {
    payModeUUID: mode,
    payer: 'A',
    payee: `http://shops.example/shops/${shop.merchantUUID}`,
    payAmount: 500,
    clientPayNo: 'p',
    payParams: kind === 'pay' ? { hold: 1 } : {},
  };
  const post = async (path: string, body: object, prefer: string) => {
    const sent = await shop.client.post(path, body, { prefer });
    expect(sent.status, JSON.stringify(sent.body)).toBe(200);
    return sent.body.data as { uuid: string; tractionNo: string };
  };
  const pay = await post('/pay', payment, kind === 'pay' ? 'respond-async' : 'wait=60');
  const refund = { payTractionNo: pay.tractionNo, clientRefundNo: 'r', refundAmount: 200 };
  const order = kind === 'pay' ? pay : await post('/refund', refund, 'respond-async');
  const replay = async () => {
    const again = await post(`/${kind}`, kind === 'pay' ? payment : refund, 'respond-async');
    expect(again.uuid).toBe(order.uuid);
  };
  const { uuid, tractionNo } = order;
  return { kind, shop, uuid, tractionNo, payUUID: pay.uuid, replay };
}

const isHeld = async ({ tractionNo }: Order, evidence: Evidence) =>
  await eventually(
    async () => held.get(tractionNo)?.has(evidence) ?? false,
    (there) => there,
    60_000,
  );

/** Brings an order to where all four are on their way, each from an attempt of its own. */
async function holdAll(kind: Kind): Promise<Order> {
  const order = await openOrder(kind);
  await isHeld(order, 'answer');
  // Its worker seems dead: the next attempt asks, hears that nothing came, and posts again.
  for (const evidence of ['retry', 'query'] as const) {
    await letTimePass(db.pool, order.shop.merchantUUID, LEASE_MS + 1_000);
    if (evidence === 'retry') await untilNotFound(order);
    await isHeld(order, evidence);
  }
  return order;
}

async function untilNotFound(order: Order): Promise<void> {
  const now = async () => await rowOf(order);
  await eventually(now, (row) => row['lastOutcome'] === 'notFound', 60_000);
  await letTimePass(db.pool, order.shop.merchantUUID, 10_000);
}

/** The row with everything that must not depend on the order of events. */
async function rowOf({ kind, uuid }: Order): Promise<Record<string, unknown>> {
  const table = kind === 'pay' ? '"PayOrder"' : '"RefundOrder"';
  const { rows } = await db.pool.query(`SELECT * FROM ${table} WHERE uuid = $1`, [uuid]);
  return rows[0];
}

/** What every order has of its own; each shop has a mode, and so a connector, of its own. */
const OWN =
  /^(id|uuid|requestHash|merchantUUID|tractionNo|third\w+No|pay\w*UUID|payTractionNo|payee|sentTo|.*At|dueAt)$/;

async function finalState(order: Order) {
  const row = await rowOf(order);
  const { rows: pays } = await db.pool.query(
    `SELECT status, "refundAmount", "refundingAmount", "lastRefundAt" IS NULL AS never
     FROM "PayOrder" WHERE uuid = $1`,
    [order.payUUID],
  );
  const { rows: ends } = await db.pool.query(
    `SELECT event, "fromStatus", "toStatus", amount FROM "TradeRecord"
     WHERE "tractionNo" = $1 AND "fromStatus" IS DISTINCT FROM "toStatus" ORDER BY id`,
    [order.tractionNo],
  );
  const { rows: exceptions } = await db.pool.query(
    `SELECT reason FROM "TradeException" WHERE "merchantUUID" = $1`,
    [order.shop.merchantUUID],
  );
  const shared = Object.entries(row).filter(([name]) => !OWN.test(name));
  return {
    row: Object.fromEntries(shared),
    third: row['thirdPayNo'] ?? row['thirdRefundNo'],
    isSent: row['sentTo'] !== null,
    isDue: row['dueAt'] !== null || row['leaseUntil'] !== null,
    isFinished: (row['payFinishAt'] ?? row['refundFinishAt']) !== null,
    pays,
    ends,
    exceptions,
    charged: charges.get(order.tractionNo),
  };
}

/** How many answers the worker has dealt with: those that settled the order, and those that came later. */
async function handled({ uuid, tractionNo }: Order): Promise<number> {
  const lines = gateway.worker.output().split('\n');
  const late = lines.filter((l) => l.includes(uuid) && l.includes('settled before')).length;
  const { rows } = await db.pool.query(
    `SELECT 1 FROM "TradeRecord" WHERE "tractionNo" = $1 AND actor IN ('connector', 'query')
     AND event IN ('succeed', 'fail')`,
    [tractionNo],
  );
  return late + rows.length;
}

async function notifyTwice({ kind, tractionNo, shop }: Order, ret: string): Promise<void> {
  const url = noticeUrl(gateway.url, kind, tractionNo);
  const body = said(tractionNo, ret);
  const twice = [1, 2].map(async () => await sendNotice(shop.client, url, { body }));
  expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([200, 200]);
}

/** Lets one piece of evidence arrive and waits until the gateway has dealt with it. */
async function bring(order: Order, evidence: Evidence, ret: string): Promise<void> {
  if (evidence === 'notice') return await notifyTwice(order, ret);
  const before = await handled(order);
  held.get(order.tractionNo)?.get(evidence)?.(ret);
  await eventually(
    async () => await handled(order),
    (times) => times === before + 1,
    60_000,
  );
}

const OUTCOMES = [
  ['pay', 'success', 'payed'],
  ['pay', 'failed', 'payFailed'],
  ['refund', 'success', 'refunded'],
  ['refund', 'failed', 'refundFailed'],
] as const;

test.each(OUTCOMES)(
  'answer, notice, query and retry of a %s say %s: in each of the 24 orders it ends in the same row',
  { timeout: 300_000 },
  async (kind, ret, status) => {
    const ends = await Promise.all(
      permutations(EVIDENCE).map(async (sequence) => {
        const order = await holdAll(kind);
        for (const evidence of sequence) {
          await bring(order, evidence, ret);
          await order.replay();
        }
        // And once more, from the start: nothing that comes now changes anything.
        await bring(order, 'notice', ret);
        const end = await finalState(order);
        expect(end.third).toBe(`third-${order.tractionNo}`);
        return { sequence: sequence.join(), end: { ...end, third: null } };
      }),
    );
    const [first] = ends;
    expect(ends).toHaveLength(24);
    for (const { sequence, end } of ends) expect(end, sequence).toEqual(first?.end);
    expect(first?.end).toMatchObject({
      row: { status },
      isDue: false,
      isFinished: true,
      exceptions: [],
      charged: 1,
    });
    expect(first?.end.ends).toHaveLength(2);
  },
);
