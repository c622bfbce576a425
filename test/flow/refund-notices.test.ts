import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { notifyUrlOf, sendNotice } from '../support/notices.ts';
import { type Answers, answers, openOwnShop } from '../support/own-connector.ts';
import { refusalProblem } from '../support/refusal.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
afterAll(async () => {
  await expectRecordsHold(gateway);
});

/** A refund of 200 of 500 that its connector has and that waits for a notice. */
async function refunding(refund: Answers['refund'] = answers('running')) {
  const said = { pay: answers('success'), query: answers('running'), refund };
  const shop = await openOwnShop(gateway, said, { isAsyncNotify: 1 });
  const { data: pay } = (await shop.pay(shop.mode, 'c1')).body;
  const { data } = (
    await shop.client.post(
      '/refund',
      { payTractionNo: pay.tractionNo, clientRefundNo: 'r1', refundAmount: 200 },
      { prefer: 'respond-async' },
    )
  ).body;
  await eventually(
    async () => shop.connector.calls,
    (calls) => calls.some((call) => call.path === '/refund'),
  );
  const uuid = data.uuid as string;
  const tell = async (ret: string, more: object = {}) =>
    await sendNotice(shop.client, notifyUrlOf(shop, '/refund'), {
      body: { tractionNo: data.tractionNo, ret, thirdOrderNo: 'R1', ...more },
    });
  const read = async () => ({
    refund: await shop.refundOrder(uuid),
    pay: await shop.order(pay.uuid),
  });
  return { shop, uuid, tell, read, tractionNo: data.tractionNo as string };
}

test('a notice of success finishes a refund once, however often it comes', async () => {
  const { shop, uuid, tell, read } = await refunding();
  expect((await read()).refund).toMatchObject({ status: 'refunding' });
  const answers200 = await Promise.all(Array.from({ length: 5 }, () => tell('success')));
  expect(answers200.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  const now = await read();
  expect(now.refund).toMatchObject({ status: 'refunded', thirdRefundNo: 'R1', pending: null });
  expect(now.pay).toMatchObject({ status: 'partRefunded', refundAmount: 200 });
  const ends = (await shop.history(`/refundOrders/${uuid}`)).filter((line) =>
    line.startsWith('notice'),
  );
  expect(ends).toEqual([
    'notice succeed: refunding > refunded',
    'notice refundPart: payed > partRefunded',
  ]);
});

test('a notice of failure gives the reserved amount back', async () => {
  const { shop, tell, read } = await refunding();
  await tell('failed', { thirdErrorReason: 'card closed' });
  const { refund, pay } = await read();
  expect(refund).toMatchObject({ status: 'refundFailed', resultCode: 'card closed' });
  expect(pay).toMatchObject({ status: 'payed', refundAmount: 0 });
  const all = { payTractionNo: pay.tractionNo, clientRefundNo: 'r2' };
  const again = await shop.client.post('/refund', all, { prefer: 'respond-async' });
  expect(again.body.data.refundAmount).toBe(500);
});

test('a notice that comes before our own answer wins, and the answer that contradicts it is for a person', async () => {
  let answerNow = () => {};
  const released = new Promise<void>((resolve) => {
    answerNow = resolve;
  });
  const { shop, uuid, tell, read } = await refunding(async (call) => {
    await released;
    return await answers('failed')(call);
  });
  expect((await tell('success')).status).toBe(200);
  const before = await read();
  expect(before.refund.status).toBe('refunded');
  answerNow();
  // The answer to our own call says the opposite afterwards, so a person sees it; the refund stays.
  await eventually(
    async () => await shop.history(`/refundOrders/${uuid}`),
    (lines) => lines.at(-1) === 'connector lateFailure: refunded > refunded',
  );
  expect(await read()).toEqual(before);
});

test.each([
  ['names another amount', { refundAmount: 201 }],
  ['names another number', { tractionNo: '27800000000000001000' }],
  ['has no known ret', { ret: 'refunded' }],
])('a notice that %s is refused with 9004 and changes nothing', async (_what, more) => {
  const { tell, read } = await refunding();
  expect(refusalProblem(await tell('success', more), { code: 9004 })).toBeNull();
  expect((await read()).refund.status).toBe('refunding');
  expect((await tell('success', { refundAmount: 200 })).status).toBe(200);
  expect((await read()).refund.status).toBe('refunded');
});

test('only its own notice URL reaches a refund: every other token is 404 with 9003', async () => {
  const { shop, tractionNo, read } = await refunding();
  const [payUrl, refundUrl] = [notifyUrlOf(shop, '/pay'), notifyUrlOf(shop, '/refund')];
  const token = (url: string) => new URL(url).pathname.split('/').at(-1) ?? '';
  const base = `${gateway.url}/api/v1.0.0`;
  const forged = [
    `${base}/refundInfo/${tractionNo}/${token(payUrl)}`,
    `${base}/payInfo/${tractionNo}/${token(refundUrl)}`,
    `${base}/refundInfo/${tractionNo}/${token(refundUrl).slice(0, -1)}`,
    `${base}/refundInfo/${tractionNo}/${'A'.repeat(token(refundUrl).length)}`,
    `${base}/refundInfo/27800000000000001000/${token(refundUrl)}`,
    refundUrl.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
  ];
  for (const url of forged) {
    const answer = await sendNotice(shop.client, url, { body: { tractionNo, ret: 'success' } });
    expect([url, refusalProblem(answer, { code: 9003 })]).toEqual([url, null]);
  }
  expect((await read()).refund.status).toBe('refunding');
});

test('a notice of running tells nothing new', async () => {
  const { shop, uuid, tell, read } = await refunding();
  expect((await tell('running')).status).toBe(200);
  expect((await read()).refund.status).toBe('refunding');
  expect((await shop.history(`/refundOrders/${uuid}`)).join()).not.toContain('notice');
});
