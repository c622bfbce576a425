import { createHmac } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import {
  addEndpoint,
  type Received,
  type Receiver,
  type ReceiverAnswer,
  rotateEndpoint,
  startReceiver,
  type TestEndpoint,
  verified,
} from '../support/notify-receiver.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

const gateway = sharedGateway();
const { databaseUrl } = gateway;

interface Scene {
  readonly shop: Shop;
  readonly mode: string;
  readonly receiver: Receiver;
  readonly endpoint: TestEndpoint;
}

/** A shop whose back office listens. */
async function openScene(
  columns: Readonly<Record<string, unknown>> = {},
  answer?: (before: number, message: Received) => ReceiverAnswer,
): Promise<Scene> {
  const shop = await newShop(gateway);
  const receiver = await startReceiver(answer);
  onTestFinished(async () => await receiver.stop());
  const { merchantUUID } = shop;
  const endpoint = await addEndpoint(databaseUrl, { merchantUUID, url: receiver.url }, columns);
  return { shop, mode: await shop.open('wechat'), receiver, endpoint };
}

async function heard(
  { receiver }: Pick<Scene, 'receiver'>,
  count: number,
): Promise<readonly Received[]> {
  await eventually(
    async () => receiver.received.length,
    (length) => length >= count,
  );
  return receiver.received;
}

interface Delivery {
  readonly status: string;
  readonly attempts: number;
  readonly phases: readonly string[];
  readonly reason: string | null;
}

async function deliveriesOf({ id }: Pick<TestEndpoint, 'id'>): Promise<Delivery[]> {
  return await runSql<Delivery>(
    databaseUrl,
    `SELECT status, attempts::int, reason, ARRAY(SELECT a.phase FROM "NotifyAttempt" a WHERE a."deliveryId" = d.id ORDER BY a.no) AS phases
     FROM "NotifyDelivery" d WHERE "endpointId" = $1 ORDER BY id`,
    [id],
  );
}

async function ended(endpoint: Pick<TestEndpoint, 'id'>, count: number): Promise<Delivery[]> {
  return await eventually(
    async () => await deliveriesOf(endpoint),
    (all) => all.length >= count && all.every(({ status }) => status !== 'open'),
  );
}

async function statusOf({ id }: Pick<TestEndpoint, 'id'>): Promise<string> {
  const [row] = await runSql<{ status: string }>(
    databaseUrl,
    'SELECT status FROM "NotifyEndpoint" WHERE id = $1',
    [id],
  );
  return row?.status ?? 'none';
}

test('a payment and its refund are heard of once each, signed, with what the order says', async () => {
  const scene = await openScene();
  const { shop, mode, endpoint } = scene;
  const { body } = await shop.pay(mode, 'c1');
  expect(body.data.status).toBe('payed');
  const [first] = await heard(scene, 1);
  const order = await shop.client.get(`/payOrders/${body.data.uuid}`);
  expect(verified(endpoint.secret, first as Received)).toEqual({
    type: 'payment.succeeded',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    data: {
      merchantUUID: shop.merchantUUID,
      sequence: expect.any(Number),
      status: 'payed',
      clientPayNo: 'c1',
      tractionNo: body.data.tractionNo,
      thirdPayNo: order.body.thirdPayNo,
      payModeUUID: mode,
      payAmount: 500,
      refundAmount: 0,
      payFinishAt: order.body.payFinishAt,
      clientExtraParams: { orderNo: 'P1', orderAmount: 210 },
      href: order.body.href,
    },
  });
  const refund = { payTractionNo: body.data.tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  await shop.client.post('/refund', refund);
  const messages = (await heard(scene, 3)).map((message) => verified(endpoint.secret, message));
  const [, ...later] = messages;
  expect(later.map(({ type }) => type).toSorted()).toEqual([
    'payment.refunded',
    'refund.succeeded',
  ]);
  expect(later.find(({ type }) => type === 'refund.succeeded')?.data).toMatchObject({
    clientRefundNo: 'r1',
    clientPayNo: 'c1',
    payTractionNo: body.data.tractionNo,
    refundAmount: 200,
  });
  const refunded = later.find(({ type }) => type === 'payment.refunded')?.data;
  expect(refunded).toMatchObject({ status: 'partRefunded', refundAmount: 200 });
  // Whoever drops what is older keeps the right one.
  expect(refunded?.sequence).toBeGreaterThan(messages[0]?.data.sequence ?? 0);
  expect(await ended(endpoint, 3)).toEqual(
    Array.from({ length: 3 }, () => ({ status: 'ok', attempts: 1, reason: null, phases: ['ok'] })),
  );
});

test('a message that was refused comes again: the same id and bytes, signed at its own time', async () => {
  const scene = await openScene({}, (before) => ({ status: before === 0 ? 500 : 204 }));
  await scene.shop.pay(scene.mode, 'c1');
  const [first, second] = await heard(scene, 2);
  if (first === undefined || second === undefined) throw new Error('two messages were heard');
  expect(second.body).toBe(first.body);
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
  expect(second.headers['webhook-signature']).not.toBe(first.headers['webhook-signature']);
  // 3 s, less 15 % at most.
  expect(second.at - first.at).toBeGreaterThan(2_500);
  for (const message of scene.receiver.received) verified(scene.endpoint.secret, message);
  expect(await ended(scene.endpoint, 1)).toEqual([
    { status: 'ok', attempts: 2, reason: null, phases: ['status', 'ok'] },
  ]);
});

test('many payments of one moment: each is heard of exactly once', async () => {
  const scene = await openScene({ maxInFlight: 8 });
  const count = 60;
  const numbers = Array.from({ length: count }, (_, at) => `c${at}`);
  await Promise.all(numbers.map(async (no) => await scene.shop.pay(scene.mode, no)));
  await ended(scene.endpoint, count);
  const messages = scene.receiver.received.map((one) => verified(scene.endpoint.secret, one));
  expect(messages).toHaveLength(count);
  expect(new Set(messages.map(({ data }) => data.clientPayNo))).toEqual(new Set(numbers));
});

test('types and modes are filtered; another merchant hears nothing', async () => {
  const scene = await openScene({ types: ['refund.succeeded'] });
  const other = await openScene();
  const { body } = await scene.shop.pay(scene.mode, 'c1');
  const refund = { payTractionNo: body.data.tractionNo, clientRefundNo: 'r1', refundAmount: 500 };
  await scene.shop.client.post('/refund', refund);
  const [only] = await heard(scene, 1);
  expect(verified(scene.endpoint.secret, only as Received).type).toBe('refund.succeeded');
  expect((await ended(scene.endpoint, 1)).length).toBe(1);
  expect(other.receiver.received).toEqual([]);
});

test('a rotated secret signs beside the one before it, and v1a beside v1', async () => {
  const scene = await openScene({ signing: 'both' });
  const rotated = await rotateEndpoint(databaseUrl, scene.endpoint);
  await scene.shop.pay(scene.mode, 'c1');
  const [message] = await heard(scene, 1);
  for (const secret of [scene.endpoint.secret, rotated.secret]) {
    expect(verified(secret, message as Received).type).toBe('payment.succeeded');
  }
  const signatures = String(message?.headers['webhook-signature']).split(' ');
  expect(signatures.map((one) => one.split(',')[0])).toEqual(['v1', 'v1a', 'v1', 'v1a']);
});

test('a secret that the gateway cannot open any more is one rotation away from messages that arrive', async () => {
  const scene = await openScene();
  const { endpoint, receiver } = scene;
  // As after a change of NOTIFY_TOKEN_SECRET.
  await runSql(databaseUrl, 'UPDATE "NotifyEndpoint" SET secret = $2 WHERE uuid = $1', [
    endpoint.uuid,
    'v1.sealed-with-another-key',
  ]);
  await scene.shop.pay(scene.mode, 'c1');
  const attempted = await eventually(
    async () => await deliveriesOf(endpoint),
    ([delivery]) => (delivery?.phases.length ?? 0) > 0,
  );
  expect(attempted[0]?.status).toBe('open');
  expect(receiver.received).toEqual([]);
  const { secret } = await rotateEndpoint(databaseUrl, endpoint);
  const [message] = await heard(scene, 1);
  expect(verified(secret, message as Received).data.clientPayNo).toBe('c1');
});

test.each(['cn', 'cnForm'] as const)(
  'the %s format: signed pairs, and only SUCCESS takes it',
  async (format) => {
    const answers = [{ body: 'fail' }, { body: 'SUCCESS' }];
    const scene = await openScene({ format, ack: 'success' }, (before) => answers[before] ?? {});
    await scene.shop.pay(scene.mode, 'c&1=%');
    const [, message] = await heard(scene, 2);
    const text = message?.body ?? '';
    const fields: Record<string, string | number> =
      format === 'cn' ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));
    const { sign, ...signed } = fields;
    const escaped = (value: string) =>
      value.replaceAll('%', '%25').replaceAll('&', '%26').replaceAll('=', '%3D');
    const said = Object.keys(signed)
      .toSorted((a, b) => (a < b ? -1 : 1))
      .map((name) => `${name}=${escaped(String(signed[name]))}`)
      .join('&');
    const key = Buffer.from(scene.endpoint.secret.replace('whsec_', ''), 'base64');
    expect(sign).toBe(createHmac('sha256', key).update(said).digest('hex'));
    expect(fields).toMatchObject({ clientPayNo: 'c&1=%', notifyType: 'payment.succeeded' });
    expect((await ended(scene.endpoint, 1))[0]?.phases).toEqual(['body', 'ok']);
  },
);

test('a receiver that is gone is switched off, and what it misses is skipped, not lost', async () => {
  const scene = await openScene({}, () => ({ status: 410 }));
  await scene.shop.pay(scene.mode, 'c1');
  await eventually(
    async () => await statusOf(scene.endpoint),
    (status) => status === 'off',
  );
  await scene.shop.pay(scene.mode, 'c2');
  const all = await ended(scene.endpoint, 2);
  expect(all.map(({ status, reason }) => [status, reason])).toEqual([
    ['failed', null],
    ['skipped', 'off'],
  ]);
  expect(scene.receiver.received.length).toBe(1);
});

test('a receiver that hangs holds up nobody else', async () => {
  const slow = await openScene({ timeoutMs: 3_000 }, () => ({ delayMs: 60_000 }));
  const quick = await openScene();
  await slow.shop.pay(slow.mode, 'c1');
  await heard(slow, 1);
  const startedAt = performance.now();
  await quick.shop.pay(quick.mode, 'c1');
  await heard(quick, 1);
  expect(performance.now() - startedAt).toBeLessThan(2_500);
  const attempts = await eventually(
    async () => await deliveriesOf(slow.endpoint),
    (all) => (all[0]?.attempts ?? 0) > 0,
  );
  expect(attempts[0]?.phases[0]).toBe('sent');
});

test('nothing is sent to an address that is not allowed, whatever the row says', async () => {
  const scene = await openScene({ url: 'http://10.1.2.3:81/hook' });
  const metadata = await addEndpoint(databaseUrl, {
    merchantUUID: scene.shop.merchantUUID,
    url: 'http://169.254.169.254/latest',
  });
  await scene.shop.pay(scene.mode, 'c1');
  for (const endpoint of [scene.endpoint, metadata]) {
    const [delivery] = await eventually(
      async () => await deliveriesOf(endpoint),
      (all) => (all[0]?.attempts ?? 0) > 0,
    );
    expect(delivery).toMatchObject({ status: 'open', phases: ['refused'] });
  }
  expect(scene.receiver.received).toEqual([]);
});
