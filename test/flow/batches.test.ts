import { execFile } from 'node:child_process';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { sharedGateway, testServers } from '../support/shared-gateway.ts';
import { newShop, payBody, type Shop } from '../support/shop.ts';
import { merchantToken } from '../support/tokens.ts';

const gateway = sharedGateway();
afterAll(async () => await expectInvariants(gateway));

interface Element {
  statusCode: number;
  body: { code?: number; data: { uuid: string; status: string; tractionNo: string } };
}

const paysOf = (shop: Shop, mode: string, settings: { count: number; sandbox?: string }) =>
  Array.from({ length: settings.count }, (_, i) =>
    payBody(shop.merchantUUID, {
      payModeUUID: mode,
      clientPayNo: `k${i}`,
      ...(settings.sandbox !== undefined && { sandbox: settings.sandbox }),
    }),
  );

async function batchPay(shop: Shop, batchPayData: object[]): Promise<Element[]> {
  const answer = await shop.client.post('/batchPay', { batchPayData }, { prefer: 'wait=25' });
  expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).toBe(200);
  return answer.body.batchPayResult;
}

async function batchRefund(shop: Shop, batchRefundData: object[]): Promise<Element[]> {
  const answer = await shop.client.post('/batchRefund', { batchRefundData }, { prefer: 'wait=25' });
  expect(answer.status, JSON.stringify(answer.body).slice(0, 500)).toBe(200);
  return answer.body.batchRefundResult;
}

const paysListed = async (shop: Shop): Promise<string[]> => {
  const { body } = await shop.client.get('/payOrders?limit=200');
  return body.items.map((order: { uuid: string }) => order.uuid).sort();
};
const ids = (elements: readonly Element[]) => elements.map(({ body }) => body.data.uuid);
const countOf = async (event: string, numbers: readonly string[]) => {
  const wanted = new Set(numbers);
  const lines = await readLedger(gateway);
  return lines.filter((line) => line.event === event && wanted.has(line.tractionNo)).length;
};

test('a client that disconnects in mid-batch loses nothing: posted again, the batch answers the same orders', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const batch = paysOf(shop, mode, { count: 60, sandbox: 'slow:700' });
  const client = new AbortController();
  const first = fetch(`${gateway.url}/api/v1.0.0/batchPay`, {
    method: 'POST',
    signal: client.signal,
    body: JSON.stringify({ batchPayData: batch }),
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await merchantToken(shop.merchantUUID)}`,
      prefer: 'wait=25',
    },
  });
  const cut = first.then(
    () => 'answered',
    (error: Error) => error.name,
  );
  // The orders stand, their connector has not answered yet, the client waits.
  const accepted = await eventually(
    () => paysListed(shop),
    (uuids) => uuids.length > 0,
  );
  client.abort();
  expect(await cut).toBe('AbortError');
  expect(accepted).toHaveLength(60);
  const again = await batchPay(shop, batch);
  expect(ids(again).sort()).toEqual(accepted);
  expect(new Set(again.map(({ body }) => body.data.status))).toEqual(new Set(['payed']));
  const numbers = again.map(({ body }) => body.data.tractionNo);
  expect(await countOf('charged', numbers)).toBe(60);
});

test('a batch whose client vanishes while it is still sending writes nothing', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  const text = JSON.stringify({ batchPayData: paysOf(shop, mode, { count: 40 }) });
  const { hostname, port } = new URL(gateway.url);
  const socket = connect(Number(port), hostname);
  const token = await merchantToken(shop.merchantUUID);
  const head = [
    'POST /api/v1.0.0/batchPay HTTP/1.1',
    `host: ${hostname}`,
    `authorization: Bearer ${token}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(text)}`,
  ].join('\r\n');
  await new Promise<void>((resolve) => {
    socket.write(`${head}\r\n\r\n${text.slice(0, text.length / 2)}`, () => resolve());
  });
  socket.destroy();
  const other = await batchPay(shop, paysOf(shop, mode, { count: 1 }));
  expect(await paysListed(shop)).toEqual(ids(other));
});

test('a number that occurs twice in one batch is one payment; with other content it is refused there', async () => {
  const shop = await newShop(gateway);
  const [one] = paysOf(shop, await shop.open('onAccount'), { count: 1 });
  const answers = await batchPay(shop, [{ ...one }, { ...one, payAmount: 501 }, { ...one }]);
  expect(answers.map((a) => [a.statusCode, a.body.code])).toEqual([
    [200, undefined],
    [409, 9005],
    [200, undefined],
  ]);
  expect(await paysListed(shop)).toEqual([answers[0]?.body.data.uuid]);
  expect(answers[2]?.body.data.uuid).toBe(answers[0]?.body.data.uuid);
});

test('a batch of refunds keeps order and length, refunds a number once, and posted again changes nothing', async () => {
  const shop = await newShop(gateway);
  const [paid] = await batchPay(shop, paysOf(shop, await shop.open('onAccount'), { count: 1 }));
  const payTractionNo = paid?.body.data.tractionNo;
  const part = (clientRefundNo: string, refundAmount: number) => ({
    payTractionNo,
    clientRefundNo,
    refundAmount,
  });
  const batch = [
    part('r1', 200),
    part('r1', 200),
    part('r1', 201),
    { clientRefundNo: 'bad' },
    part('r2', 301),
    part('r3', 300),
    { ...part('r4', 1), payTractionNo: '19999999999999999999' },
  ];
  const first = await batchRefund(shop, batch);
  expect(first.map((a) => [a.statusCode, a.body.code])).toEqual([
    [200, undefined],
    [200, undefined],
    [409, 9005],
    [400, 9004],
    [409, 9006],
    [200, undefined],
    [404, 9003],
  ]);
  const done = (answers: readonly Element[]) => ids(answers.filter((a) => a.statusCode === 200));
  expect(new Set(done(first)).size).toBe(2);
  const again = await batchRefund(shop, batch);
  expect(done(again)).toEqual(done(first));
  const refunds = await shop.client.get('/refundOrders');
  expect(refunds.body.items).toHaveLength(2);
  const numbers = refunds.body.items.map((r: { tractionNo: string }) => r.tractionNo);
  expect(await countOf('refunded', numbers)).toBe(2);
});

test("the connector's ledger agrees that two hundred refunds at once gave back no more than came in", async () => {
  const shop = await newShop(gateway);
  const [paid] = await batchPay(shop, paysOf(shop, await shop.open('onAccount'), { count: 1 }));
  const payTractionNo = paid?.body.data.tractionNo;
  // Half of them in batches, half alone, no two of one amount beside each other.
  const refunds = Array.from({ length: 200 }, (_, i) => ({
    payTractionNo,
    clientRefundNo: `r${i}`,
    refundAmount: 30 + (i % 7),
  }));
  await Promise.all([
    ...refunds.slice(0, 100).map(async (one) => await shop.client.post('/refund', one)),
    ...[100, 125, 150, 175].map(
      async (from) => await batchRefund(shop, refunds.slice(from, from + 25)),
    ),
  ]);
  const rows = await eventually(
    async () => (await shop.client.get('/refundOrders?limit=200')).body.items,
    (items) => items.every((row: { status: string }) => row.status !== 'refunding'),
  );
  const numbers = new Set(rows.map((row: { tractionNo: string }) => row.tractionNo));
  const returned = (await readLedger(gateway))
    .filter((line) => line.event === 'refunded' && numbers.has(line.tractionNo))
    .reduce((sum, line) => sum + (line.amount ?? 0), 0);
  const order = (await shop.client.get(`/payOrders/${paid?.body.data.uuid}`)).body;
  expect(returned).toBe(order.refundAmount);
  expect(returned).toBeLessThanOrEqual(500);
  // Less is left than the smallest that was asked for: nobody was refused without need.
  expect(returned).toBeGreaterThan(500 - 30);
});

const MIB = 1024;

/** Resident memory of a process in MiB. */
async function residentMiB(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
  return Math.round(Number(stdout) / MIB);
}

test('batch after batch of a thousand payments leaves the memory of API and worker flat', {
  timeout: 180_000,
}, async () => {
  const own = await startGateway(testServers());
  onTestFinished(async () => await own.stop());
  const seen: Array<{ api: number; worker: number }> = [];
  for (let round = 0; round < 8; round += 1) {
    const shop = await newShop(own);
    const batch = paysOf(shop, await shop.open('onAccount'), { count: 1_000 });
    // Posted again until the last of them is final, as a client may.
    await eventually(
      () => batchPay(shop, batch),
      (answers) => answers.every((answer) => answer.body.data.status === 'payed'),
    );
    seen.push({ api: await residentMiB(own.api.pid), worker: await residentMiB(own.worker.pid) });
  }
  process.stdout.write(`MiB after each batch of 1000: ${JSON.stringify(seen)}\n`);
  for (const part of ['api', 'worker'] as const) {
    const [, , warm = 0, ...later] = seen.map((sizes) => sizes[part]);
    // Keeping the orders alone would be 5 MB a batch; a heap that grows once and stays is no leak.
    expect(Math.max(...later) - warm, part).toBeLessThan(100);
    expect(Math.max(...later), part).toBeLessThan(512);
  }
});
