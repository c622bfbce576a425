import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { expect, onTestFinished, test } from 'vitest';
import { startApi } from '../support/api-process.ts';
import { type Answer, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { refusalProblem } from '../support/refusal.ts';
import { createDatabase, startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { fingerprintRows, lockTable, waitingForLocks } from '../support/sql.ts';
import { merchantToken } from '../support/tokens.ts';

const servers = testServers();
/** Each starts processes of its own and loads them. */
const LOADED = { timeout: 120_000 };
const NO_WAIT = { headers: { prefer: 'respond-async' } };

/** An API without a worker, with these limits. */
async function startLimited(limits: Record<string, string>) {
  const databaseUrl = await createDatabase(servers);
  await seedTemplates(databaseUrl);
  const redis = servers.engine === 'redis' ? await startRedis() : null;
  onTestFinished(async () => await redis?.stop());
  const redisUrl = redis?.url ?? '';
  const api = await startApi({ databaseUrl, redisUrl }, limits);
  onTestFinished(api.stop);
  const address = { url: api.url, databaseUrl, redisUrl, sandboxUrl: 'http://127.0.0.1:6010' };
  return { databaseUrl, api, address, shop: await newShop(address) };
}

/** What is wrong with this answer as one that was shed, or null. */
function shedProblem(answer: Answer, code: number, maxRetryS: number): string | null {
  const retryAfter = answer.headers.get('retry-after') ?? '';
  const isWhole = /^\d+$/.test(retryAfter) && Number(retryAfter) >= 1;
  if (!isWhole || Number(retryAfter) > maxRetryS) return `retry-after: ${retryAfter}`;
  return refusalProblem(answer, { code });
}

const live = async (url: string) => (await createClient(url, null).get('/health/live')).status;

test(
  'with all places taken a call is refused before anything is written, and served again afterwards',
  LOADED,
  async () => {
    const { api, shop, databaseUrl } = await startLimited({ MAX_IN_FLIGHT: '10' });
    const mode = await shop.open('cash');
    const unlock = await lockTable(databaseUrl, '"PayOrder"');
    const held: Promise<Answer>[] = [];
    // One after the other: those of one moment would wait for the lock as one statement.
    while (held.length < 10) {
      held.push(shop.pay(mode, `held-${held.length}`));
      await eventually(
        async () => await waitingForLocks(databaseUrl),
        (calls) => calls === held.length,
      );
    }
    const shed = await shop.pay(mode, 'shed');
    expect(shedProblem(shed, 9503, 3)).toBeNull();
    expect(await live(api.url)).toBe(200);
    await unlock();
    for (const { status, body } of await Promise.all(held)) {
      expect([status, body.data?.status]).toEqual([200, 'payed']);
    }
    expect((await shop.client.get('/payOrders?clientPayNo=shed')).body.items).toEqual([]);
    expect((await shop.pay(mode, 'shed')).body.data.status).toBe('payed');
  },
);

test(
  'a flood loses no order that was accepted, keeps the process alive, and is over when it ends',
  LOADED,
  async () => {
    const gateway = await startGateway(servers, { MAX_IN_FLIGHT: '10' });
    onTestFinished(gateway.stop);
    const shop = await newShop(gateway);
    const [cash, online] = [await shop.open('cash'), await shop.open('onAccount')];
    const numbers = Array.from({ length: 600 }, (_, i) => `f${i}`);
    const lives: number[] = [];
    const answers = await Promise.all([
      ...numbers.map(async (no, i) => await shop.pay(i % 2 === 0 ? cash : online, no, NO_WAIT)),
      ...Array.from({ length: 50 }, async () => void lives.push(await live(gateway.url))),
    ]).then((all) => all.slice(0, numbers.length) as Answer[]);

    const shed = answers.filter(({ status }) => status !== 200);
    expect(shed.length).toBeGreaterThan(0);
    expect(shed.map((answer) => shedProblem(answer, 9503, 3)).filter(Boolean)).toEqual([]);
    expect(new Set(lives)).toEqual(new Set([200]));

    const accepted = numbers.filter((_, i) => answers[i]?.status === 200).toSorted();
    const orders = await eventually(
      async () => await allOrders(shop),
      (rows) => rows.every(({ status }) => status === 'payed'),
    );
    expect(orders.map(({ clientPayNo }) => clientPayNo).toSorted()).toEqual(accepted);
    expect((await shop.pay(online, 'after')).body.data.status).toBe('payed');
    await expectInvariants(gateway);
  },
);

async function allOrders(shop: Shop) {
  const orders: Array<{ clientPayNo: string; status: string }> = [];
  let path: string | null = '/payOrders?limit=200';
  while (path !== null) {
    const { body }: Answer = await shop.client.get(path);
    orders.push(...body.items);
    path = body.next === undefined || body.next === null ? null : pathOf(body.next);
  }
  return orders;
}

function pathOf(next: string | { href: string }): string {
  const { pathname, search } = new URL(typeof next === 'string' ? next : next.href);
  return pathname + search;
}

/** A batch of which only the head arrives. It says how much will follow, gets 100 Continue, and sends no more. */
async function sendHead(url: string, merchantUUID: string, bytes: number): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const head = [
    'POST /api/v1.0.0/batchPay HTTP/1.1',
    `host: ${hostname}`,
    `authorization: Bearer ${await merchantToken(merchantUUID)}`,
    'content-type: application/json',
    `content-length: ${bytes}`,
    'expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 100 /);
  return socket;
}

test(
  'bodies that would not fit into memory together are refused unread, until there is room again',
  LOADED,
  async () => {
    const { api, shop, databaseUrl } = await startLimited({ MAX_BODY_MIB: '1' });
    const mode = await shop.open('cash');
    const element = payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: 'b1' });
    const post = async () => await shop.client.post('/batchPay', { batchPayData: [element] });
    const before = await fingerprintRows(databaseUrl);
    const sender = await sendHead(api.url, shop.merchantUUID, 1_048_576);
    expect(shedProblem(await post(), 9503, 3)).toBeNull();
    expect(await fingerprintRows(databaseUrl)).toEqual(before);
    sender.destroy();
    const { body } = await eventually(post, ({ status }) => status === 200);
    expect(body.batchPayResult[0].statusCode).toBe(200);
  },
);

test(
  'a merchant that calls too often is sent away for whole seconds; nobody else is, and it comes back',
  LOADED,
  async () => {
    const { address, shop, databaseUrl } = await startLimited({ MERCHANT_RATE: '2' });
    const other = await newShop(address);
    const mode = await shop.open('cash');
    const batch = Array.from({ length: 20 }, (_, i) =>
      payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: `k${i}` }),
    );
    const before = await fingerprintRows(databaseUrl);
    // Opening the mode was one of twenty calls, so a batch of twenty is one too many.
    const refused = await shop.client.post('/batchPay', { batchPayData: batch });
    expect(shedProblem(refused, 9429, 10)).toBeNull();
    expect(shedProblem(await shop.pay(mode, 'k1'), 9429, 10)).toBeNull();
    expect(await fingerprintRows(databaseUrl)).toEqual(before);
    expect((await other.client.get('/payModes')).status).toBe(200);
    const back = await eventually(
      async () => await shop.client.post('/batchPay', { batchPayData: batch }),
      ({ status }) => status === 200,
    );
    expect(back.body.batchPayResult).toHaveLength(20);
  },
);

test(
  'when as many wait as may wait, a payment is accepted and answered paying at once',
  LOADED,
  async () => {
    const { shop, api } = await startLimited({ MAX_WAITING: '1', PAY_WAIT_MS: '60000' });
    const mode = await shop.openOwn();
    let isAnswered = false;
    // There is no worker: this one waits until the process stops.
    const waiting = shop.pay(mode, 'waits').finally(() => (isAnswered = true));
    await eventually(
      async () => (await shop.client.get('/payOrders?clientPayNo=waits')).body.items,
      (items) => items.length === 1,
    );
    const { status, body } = await shop.pay(mode, 'does-not');
    expect([status, body.data.status, isAnswered]).toEqual([200, 'paying', false]);
    api.app.signal('SIGTERM');
    expect((await waiting).body.data.status).toBe('paying');
  },
);

test(
  'a process that cannot keep up refuses calls until it can, and its health answers meanwhile',
  LOADED,
  async () => {
    const { shop, api } = await startLimited({ MAX_LOOP_DELAY_MS: '5', MERCHANT_RATE: '0' });
    const heavy = { batchPayData: Array.from({ length: 1_000 }, () => ({ payParams: {} })) };
    let isOver = false;
    const flood = Array.from({ length: 8 }, async () => {
      while (!isOver) await shop.client.post('/batchPay', heavy);
    });
    const read = async () => await shop.client.get('/payModes');
    try {
      const refused = await eventually(read, ({ status }) => status !== 200);
      expect(shedProblem(refused, 9503, 3)).toBeNull();
      expect(await live(api.url)).toBe(200);
    } finally {
      isOver = true;
      await Promise.all(flood);
    }
    await eventually(read, ({ status }) => status === 200);
  },
);
