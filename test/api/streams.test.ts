import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { createClient } from '../support/client.ts';
import type { AnswerCall } from '../support/connector.ts';
import { type EventReader, readEvents } from '../support/event-reader.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { notifyUrlOf, sendNotice } from '../support/notices.ts';
import { answers, type OnEnd, type OwnShop, openOwnShop } from '../support/own-connector.ts';
import { refusalProblem } from '../support/refusal.ts';
import { gatewayOfOwnConnectors, newMerchant } from '../support/shared-gateway.ts';
import { secondsFromNow, signToken } from '../support/sign-token.ts';
import { runSql } from '../support/sql.ts';
import { merchantToken } from '../support/tokens.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
/** What is over with all tests: they wait side by side. */
const ends: Parameters<OnEnd>[0][] = [];
afterAll(async () => {
  await expectRecordsHold(gateway);
  for (const end of ends) await end();
});
const onEnd: OnEnd = (end) => void ends.push(end);

const AT_ONCE = { headers: { prefer: 'wait=0' } };
const ASYNC = { isAsyncNotify: 1 };
const pathOf = (uuid: string) => `/api/v1.0.0/payOrders/${uuid}/stream`;

/** A payment that waits for a notice, and has been attempted. */
async function waitingPayment() {
  const said = { pay: answers('running'), refund: answers('success') };
  const shop = await openOwnShop({ ...gateway, onEnd }, said, ASYNC);
  const { uuid, tractionNo } = (await shop.pay(shop.mode, 'c1', AT_ONCE)).body.data;
  await eventually(
    async () => (await shop.order(uuid)).pending.lastOutcome,
    (outcome) => outcome === 'running',
  );
  return { shop, uuid, tractionNo };
}

/** Follows it at this API. */
async function follow(
  { merchantUUID }: Pick<OwnShop, 'merchantUUID'>,
  uuid: string,
  { url, token }: { readonly url?: string; readonly token?: string } = {},
): Promise<EventReader> {
  const used = token ?? (await merchantToken(merchantUUID));
  const reader = await readEvents(`${url ?? gateway.url}${pathOf(uuid)}`, used);
  onEnd(reader.close);
  return reader;
}

/** The first order among the events that is as it should be. */
// oxlint-disable-next-line typescript/no-explicit-any -- orders of every shape
async function until(reader: EventReader, isThere: (order: any) => boolean) {
  for (;;) {
    const event = await reader.next();
    if (event === null) throw new Error('the events ended before that');
    if (event.event === 'order' && isThere(event.data)) return event.data;
  }
}

/** Waits for the end, whatever is said before. */
async function ended(reader: EventReader): Promise<void> {
  while ((await reader.next()) !== null);
}

async function succeed(shop: OwnShop, tractionNo: string): Promise<void> {
  const body = { tractionNo, ret: 'success', thirdOrderNo: 'T1' };
  expect((await sendNotice(shop.client, notifyUrlOf(shop, '/pay'), { body })).status).toBe(200);
}

test.concurrent('whoever follows a payment has it at once, and again when a notice ends it and when a refund changes it, each reader for itself', async () => {
  const { shop, uuid, tractionNo } = await waitingPayment();
  const readers = [await follow(shop, uuid), await follow(shop, uuid)];
  for (const reader of readers) {
    expect([reader.status, reader.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect(reader.headers.get('x-accel-buffering')).toBe('no');
    expect(reader.headers.get('cache-control')).toBe('no-store');
    const first = await reader.next();
    expect(first).toMatchObject({ event: 'order', data: { uuid, status: 'paying' } });
  }
  await succeed(shop, tractionNo);
  for (const reader of readers) {
    const paid = await until(reader, ({ status }) => status === 'payed');
    expect(paid).toEqual(await shop.order(uuid));
  }
  const refund = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  await shop.client.post('/refund', refund);
  for (const reader of readers) {
    const refunded = await until(reader, ({ refundAmount }) => refundAmount === 200);
    expect(refunded).toMatchObject({ status: 'partRefunded' });
  }
});

test.concurrent('an attempt that a worker makes is seen while it lasts, and so is what it found', async () => {
  let isHeld = true;
  const held: (() => void)[] = [];
  const pay: AnswerCall = async (call) => {
    if (isHeld) {
      await new Promise<void>((resolve) => {
        held.push(resolve);
      });
    }
    return answers('running')(call);
  };
  const shop = await openOwnShop({ ...gateway, onEnd }, { pay });
  const { uuid } = (await shop.pay(shop.mode, 'c1', AT_ONCE)).body.data;
  const reader = await follow(shop, uuid);
  // The attempt is written before its call leaves: the reader may hear of it first.
  await until(reader, ({ pending }) => pending.isAsking);
  await eventually(
    async () => held.length,
    (calls) => calls > 0,
  );
  isHeld = false;
  for (const release of held) release();
  const found = await until(reader, ({ pending }) => pending.lastOutcome === 'running');
  expect(found.pending.attempts).toBeGreaterThanOrEqual(1);
});

test.concurrent("another merchant's payment is not found, nor is one that never was, and a stranger is refused", async () => {
  const { uuid } = await waitingPayment();
  const other = createClient(gateway.url, await merchantToken(newMerchant()));
  for (const path of [uuid, 'nowhere'].map((id) => `/payOrders/${id}/stream`)) {
    expect(refusalProblem(await other.get(path), { code: 9003 })).toBeNull();
    const stranger = createClient(gateway.url, null);
    expect(refusalProblem(await stranger.get(path), { code: 9401 })).toBeNull();
  }
});

test.concurrent('it ends with its token', async () => {
  const { shop, uuid } = await waitingPayment();
  const { merchantUUID } = shop;
  const token = await signToken({ merchantUUID, exp: secondsFromNow(3) });
  const reader = await follow(shop, uuid, { token });
  expect(await reader.next()).toMatchObject({ event: 'order' });
  await ended(reader);
});

async function ownApi(settings: Record<string, string> = {}): Promise<ApiProcess> {
  const api = await startApi(gateway, settings);
  onEnd(api.stop);
  return api;
}

/** Says that it is a proxy of HTTP/1.0, and answers the connection. */
async function connectRaw(uuid: string, merchantUUID: string, url = gateway.url) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  onEnd(() => void socket.destroy());
  const token = await merchantToken(merchantUUID);
  socket.write(`GET ${pathOf(uuid)} HTTP/1.0\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  return socket;
}

test.concurrent('a proxy of HTTP/1.0 is written to as it comes, and a comment tells it that the connection lives', async () => {
  const { shop, uuid } = await waitingPayment();
  const socket = await connectRaw(uuid, shop.merchantUUID);
  let heard = '';
  for await (const chunk of socket) {
    heard += String(chunk);
    // Longer than a request may take to arrive.
    if (heard.endsWith('\n:\n\n')) break;
  }
  expect(heard).toMatch(/^HTTP\/1\.1 200 /);
  expect(heard.toLowerCase()).not.toContain('transfer-encoding');
  expect(heard).toContain('\r\n\r\nretry: 1000\n\nevent: order\ndata: {');
});

const LARGE = `jsonb_build_object('large', repeat('x', 1000000), 'n', $2::int)`;

// Each starts an API, one after the other, while those above wait.
describe.concurrent('of an API of its own', () => {
  test('those who follow take no place of those who call', { concurrent: false }, async () => {
    const api = await ownApi({ MAX_IN_FLIGHT: '10' });
    const { shop, uuid } = await waitingPayment();
    for (let followers = 0; followers < 12; followers += 1) {
      const reader = await follow(shop, uuid, api);
      expect(await reader.next()).toMatchObject({ event: 'order' });
    }
    const client = createClient(api.url, await merchantToken(shop.merchantUUID));
    expect((await client.get(`/payOrders/${uuid}`)).status).toBe(200);
  });

  test('an API that is stopped ends it while it still serves, and whoever connects again to the next one goes on', {
    concurrent: false,
  }, async () => {
    const PORT = String(await freePort());
    const settings = { PORT, DRAIN_MS: '5000' };
    const first = await ownApi(settings);
    const url = `http://127.0.0.1:${PORT}`;
    const { shop, uuid, tractionNo } = await waitingPayment();
    const reader = await follow(shop, uuid, { url });
    expect(await reader.next()).toMatchObject({ event: 'order' });
    // A health check that watches makes it drain.
    await fetch(`${url}/health/live`);
    first.app.signal('SIGTERM');
    await ended(reader);
    expect((await fetch(`${url}/health/live`)).status).toBe(503);
    expect((await follow(shop, uuid, { url })).status).toBe(503);
    expect(await first.app.exited).toBe(0);
    await ownApi(settings);
    const again = await follow(shop, uuid, { url });
    expect(await again.next()).toMatchObject({ event: 'order', data: { status: 'paying' } });
    await succeed(shop, tractionNo);
    await until(again, ({ status }) => status === 'payed');
  });

  test('a caller who does not read is cut off, however much there is to say', {
    concurrent: false,
  }, async () => {
    const api = await ownApi();
    const { shop, uuid } = await waitingPayment();
    const socket = await connectRaw(uuid, shop.merchantUUID, api.url);
    const reader = await follow(shop, uuid, api);
    await reader.next();
    socket.pause();
    const cut = once(socket, 'close').then(() => true);
    // Never more than one lies between them: whoever reads has had the one before.
    for (let n = 1; n <= 40; n += 1) {
      const sql = `UPDATE "PayOrder" SET "clientExtraParams" = ${LARGE}, "modifiedAt" = clock_timestamp() WHERE uuid = $1`;
      await runSql(gateway.databaseUrl, sql, [uuid, n]);
      await runSql(gateway.databaseUrl, 'SELECT pg_notify($1, $2)', [
        'payserver_outcome',
        JSON.stringify([uuid]),
      ]);
      await until(reader, ({ clientExtraParams }) => clientExtraParams.n >= n);
      if (api.app.output().includes('does not read its events')) break;
    }
    expect(api.app.output()).toContain('does not read its events');
    socket.resume();
    expect(await cut).toBe(true);
    const small = `UPDATE "PayOrder" SET "clientExtraParams" = '{}' WHERE uuid = $1`;
    await runSql(gateway.databaseUrl, small, [uuid]);
  });
});
