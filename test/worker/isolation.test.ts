import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
afterAll(async () => {
  await expectRecordsHold(gateway);
});

const ASYNC = { prefer: 'respond-async' };
const MIB = 1024 * 1024;

/** Says success, but not before it has said this much else. */
const padded = (tractionNo: string, bytes: number) =>
  JSON.stringify({ tractionNo, ret: 'success', padding: ' '.repeat(bytes) });

/** Writes a byte now and then, for as long as the connection is open. */
function drip(response: ServerResponse): void {
  response.write('{');
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => clearInterval(timer));
}

test.each([
  ['hangs', () => {}],
  ['drips', drip],
])(
  'a connector that %s holds nobody else: their payments end while its calls last',
  async (_, misbehave: (response: ServerResponse) => void) => {
    const bad = await openConnectorShop(
      gateway,
      await startRawConnector((__, response) => misbehave(response)),
      () => ({ timeoutMs: 120_000 }),
    );
    const numbers = Array.from({ length: 60 }, (__, at) => `c${at}`);
    await Promise.all(numbers.map(async (number) => await bad.pay(number, { headers: ASYNC })));
    // As many as it may have at the same time; the others wait in its own queue.
    await eventually(
      async () => bad.connector.calls.length,
      (calls) => calls === 50,
    );
    const good = await openConnectorShop(gateway, succeed);
    for (const number of ['g1', 'g2', 'g3']) {
      const paid = await good.pay(number, { headers: { prefer: 'wait=20' } });
      expect(paid.body.data.status).toBe('payed');
    }
    const records = (await bad.shop.client.get('/tradeRecords?limit=200')).body.items;
    expect(new Set(records.map(({ event }: { event: string }) => event))).toEqual(
      new Set(['accept']),
    );
    expect(bad.connector.calls).toHaveLength(50);
  },
);

test('a call that drips ends with its time-out, and proves nothing', async () => {
  const { shop, pay } = await openConnectorShop(
    gateway,
    await startRawConnector((_, response) => drip(response)),
    () => ({ timeoutMs: 500 }),
  );
  const { uuid } = (await pay('c1', { headers: ASYNC })).body.data;
  const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
  const order = await eventually(read, ({ pending }) => pending.lastOutcome !== null);
  expect(order).toMatchObject({ status: 'paying', pending: { lastOutcome: 'unknown' } });
});

test.each(['chunked', 'with its length'])(
  'an answer of 100 MiB (%s) is cut off after 64 KiB, and proves nothing',
  async (form) => {
    const written: number[] = [];
    const connector = await startRawConnector(({ body }, response) => {
      const whole = padded(body.tractionNo, 0);
      const [head, tail] = [whole.slice(0, -'"}'.length), whole.slice(-'"}'.length)];
      const length = head.length + 100 * MIB + tail.length;
      if (form !== 'chunked') response.setHeader('content-length', length);
      response.on('close', () => {
        written.push(response.socket?.bytesWritten ?? length);
        expect(response.writableFinished).toBe(false);
      });
      response.write(head);
      sendSpaces(response, 100 * MIB, tail);
    });
    const { shop, pay } = await openConnectorShop(gateway, connector);
    const { uuid } = (await pay('c1', { headers: ASYNC })).body.data;
    const read = async () => (await shop.client.get(`/payOrders/${uuid}`)).body;
    const order = await eventually(read, ({ pending }) => pending.lastOutcome !== null);
    expect(order).toMatchObject({ status: 'paying', pending: { lastOutcome: 'unknown' } });
    await eventually(
      async () => written.length,
      (calls) => calls > 0,
    );
    // What the sockets' buffers took in the meantime, and no more.
    expect(Math.max(...written)).toBeLessThan(32 * MIB);
  },
);

test('a compressed answer is not unpacked, however small it came', async () => {
  const connector = await startRawConnector(({ body }, response) => {
    const bomb = gzipSync(padded(body.tractionNo, 40 * MIB));
    expect(bomb.length).toBeLessThan(64 * 1024);
    response.setHeader('content-encoding', 'gzip').end(bomb);
  });
  // Packing the answer takes the connector a while on a busy machine.
  const { shop, pay } = await openConnectorShop(gateway, connector, () => ({ timeoutMs: 25_000 }));
  const { uuid } = (await pay('c1', { headers: ASYNC })).body.data;
  const records = async () => (await shop.client.get(`/payOrders/${uuid}/tradeRecords`)).body.items;
  const [, attempted] = await eventually(records, (items) => items.length > 1);
  expect(attempted).toMatchObject({ event: 'unknown', detail: { reason: 'HTTP 200, not JSON' } });
});

const SPACES = Buffer.alloc(64 * 1024, ' ');

/** Writes no faster than it is read, as a server that streams a file does. */
function sendSpaces(response: ServerResponse, bytes: number, tail: string): void {
  let left = bytes;
  const next = () => {
    while (left > 0 && !response.destroyed) {
      left -= SPACES.length;
      if (!response.write(SPACES)) return void response.once('drain', next);
    }
    response.end(tail);
  };
  next();
}
