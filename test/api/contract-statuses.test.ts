import { beforeAll, expect, test } from 'vitest';
import { type Answer, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import { type GatewayAddress, operator } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusal.ts';
import { gatewayOfOwnConnectors, newMerchant } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

// Not the one that the books of the sandbox are compared with: time passes in its database. The last test needs
// those before it.
let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});

/** What answers have said so far, as `vocabulary: word`. */
const reached = new Set<string>();

/** Remembers every documented word of this answer and hands it on. */
function note<T extends Answer>(answer: T): T {
  noteWords(answer.body);
  return answer;
}

function noteWords(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const words = value as Record<string, unknown>;
  const add = (vocabulary: string, word: unknown) => {
    if (word !== undefined) reached.add(`${vocabulary}: ${word as string | number}`);
  };
  add('code', words['code']);
  add('businessRet', words['businessRet']);
  if ('clientPayNo' in words) add('pay', words['status']);
  if ('clientRefundNo' in words) add('refund', words['status']);
  for (const child of Object.values(words)) noteWords(child);
}

const orderOf = async (shop: Shop, no: string) =>
  note(await shop.client.get(`/payOrders?clientPayNo=${no}`)).body.items[0];
const refund = async (shop: Shop, body: object, headers = {}) =>
  note(await shop.client.post('/refund', body, headers));
const ASYNC = { prefer: 'respond-async' };

test('an order goes from paying to payed, and by refunds to partRefunded and refunded', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const first = note(await shop.pay(mode, 'c1', { sandbox: 'slow:300', headers: ASYNC }));
  expect(first.body).toMatchObject({ businessRet: 'syncOnlinePay', data: { status: 'paying' } });
  const pay = await eventually(
    () => orderOf(shop, 'c1'),
    (order) => order.status === 'payed',
  );
  const part = { payTractionNo: pay.tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  const parted = await refund(shop, part);
  expect(parted.body).toMatchObject({
    businessRet: 'syncOnlineRefund',
    data: { status: 'refunded' },
  });
  expect((await orderOf(shop, 'c1')).status).toBe('partRefunded');
  await refund(shop, { payTractionNo: pay.tractionNo, clientRefundNo: 'r2' });
  expect((await orderOf(shop, 'c1')).status).toBe('refunded');
});

test('an offline order is payed and refunded without any connector', async () => {
  const shop = await newShop(gateway);
  const paid = note(await shop.pay(await shop.open('cash'), 'c1'));
  expect(paid.body).toMatchObject({ businessRet: 'offlinePay', data: { status: 'payed' } });
  const { tractionNo } = paid.body.data;
  const back = await refund(shop, { payTractionNo: tractionNo, clientRefundNo: 'r1' });
  expect(back.body).toMatchObject({ businessRet: 'offlineRefund', data: { status: 'refunded' } });
});

test('an asynchronous order and its refund are finished by the notices of the connector', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.openOwn({ isAsyncNotify: 1, isIdempotent: 0 });
  const paying = note(await shop.pay(mode, 'c1', { sandbox: 'runThenNotice:200', headers: ASYNC }));
  expect(paying.body).toMatchObject({ businessRet: 'asyncOnlinePay', data: { status: 'paying' } });
  const pay = await eventually(
    () => orderOf(shop, 'c1'),
    (order) => order.status === 'payed',
  );
  const request = {
    payTractionNo: pay.tractionNo,
    clientRefundNo: 'r1',
    clientExtraParams: { sandbox: 'runThenNotice:200' },
  };
  const refunding = await refund(shop, request, ASYNC);
  expect(refunding.body).toMatchObject({
    businessRet: 'asyncOnlineRefund',
    data: { status: 'refunding' },
  });
  const read = async () => note(await shop.client.get('/refundOrders?clientRefundNo=r1')).body;
  const done = await eventually(read, ({ items }) => items[0].status !== 'refunding');
  expect(done.items[0].status).toBe('refunded');
});

test('a declined order is payFailed, and a declined refund refundFailed', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('wechat');
  const declined = note(await shop.pay(mode, 'c1', { sandbox: 'fail' }));
  expect(declined.body.data.status).toBe('payFailed');
  const { tractionNo } = note(await shop.pay(mode, 'c2')).body.data;
  const request = { payTractionNo: tractionNo, clientRefundNo: 'r1' };
  const failed = await refund(shop, { ...request, clientExtraParams: { sandbox: 'fail' } });
  expect(failed.body.data.status).toBe('refundFailed');
});

test('an order whose time passed before anything could be sent is unpay, for good', async () => {
  const shop = await newShop(gateway);
  const nobody = `http://127.0.0.1:${await freePort()}/pay`;
  const mode = await shop.openOwn({ payUrl: nobody, orderValidTime: 24 });
  const { body } = note(await shop.pay(mode, 'c1', { headers: ASYNC }));
  expect(body.data.status).toBe('paying');
  // As if a day had passed: every time of the order lies so much further back.
  const times = ['orderStartAt', 'orderExpiredAt', 'payStartAt', 'createdAt', 'dueAt'];
  const earlier = times.map((name) => `"${name}" = "${name}" - interval '24 hours'`).join(', ');
  await runSql(gateway.databaseUrl, `UPDATE "PayOrder" SET ${earlier} WHERE uuid = $1`, [
    body.data.uuid,
  ]);
  const order = await eventually(
    () => orderOf(shop, 'c1'),
    ({ status }) => status !== 'paying',
  );
  expect(order).toMatchObject({ status: 'unpay', thirdPayNo: null, pending: null });
  const again = await shop.pay(mode, 'c1');
  expect([again.status, again.body.data.status]).toEqual([200, 'unpay']);
  const back = { payTractionNo: order.tractionNo, clientRefundNo: 'r1' };
  expectRefusal(await refund(shop, back), 9007);
});

test('each reason to refuse has its code, and what is refused makes no order', async () => {
  const shop = await newShop(gateway);
  const payTemplateId = `STATUSES-${newMerchant()}`;
  const checkEnvUrl = `${gateway.sandboxUrl}/sandbox/wechat/nothing-here`;
  const admin = await operator(gateway);
  const template = { payTemplateId, name: 'x', checkEnvUrl };
  await admin.post('/registerPayModeTemplate', template);
  const { client } = shop;
  expectRefusal(note(await client.post('/payModes', { payTemplateId, isOpened: 1 })), 9001);
  const mode = await shop.open('cash');
  const { tractionNo } = (await shop.pay(mode, 'c1')).body.data;
  expectRefusal(note(await shop.pay(mode, 'c1', { amount: 7 })), 9005);
  const tooMuch = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 501 };
  expectRefusal(await refund(shop, tooMuch), 9006);
  await client.post(`/payModes/${mode}`, { isOpened: 0 });
  expectRefusal(note(await shop.pay(mode, 'c2')), 9002);
  expectRefusal(note(await client.get('/payOrders/nowhere')), 9003);
  expectRefusal(note(await client.get('/payOrders?nothing=1')), 9004, 'nothing');
  const elsewhere = { name: 'x', isOnline: 1, payUrl: 'http://10.0.0.1/pay' };
  expectRefusal(note(await client.post('/payModes', elsewhere)), 9008, 'payUrl:');
  expectRefusal(note(await client.post('/registerPayModeTemplate', template)), 9403);
  const stranger = createClient(gateway.url, null);
  expectRefusal(note(await stranger.get('/payModes')), 9401);
  const large = JSON.stringify({ payer: 'x'.repeat(2 ** 20) });
  expectRefusal(note(await client.postRaw('/pay', large)), 9413);
  expect((await client.get('/payOrders')).body.size).toBe(1);
});

/**
 * `unRefunded` stays in the vocabulary (design, section 4) but is reached by nothing: a refund is owed
 * until evidence says what became of it, so none ends on time alone.
 */
const DOCUMENTED = {
  pay: ['unpay', 'paying', 'payed', 'payFailed', 'partRefunded', 'refunded'],
  refund: ['refunding', 'refunded', 'refundFailed'],
  businessRet: [
    ...['syncOnlinePay', 'asyncOnlinePay', 'offlinePay'],
    ...['syncOnlineRefund', 'asyncOnlineRefund', 'offlineRefund'],
  ],
  code: [9001, 9002, 9003, 9004, 9005, 9006, 9007, 9008, 9401, 9403, 9413],
} as const;

test('every documented status, business result and code was reached above, and no other', () => {
  const documented = Object.entries(DOCUMENTED).flatMap(([vocabulary, words]) =>
    words.map((word) => `${vocabulary}: ${word}`),
  );
  expect([...reached].toSorted()).toEqual(documented.toSorted());
});
