import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type GatewayAddress, operator } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { notifyUrlOf, sendNotice } from '../support/notices.ts';
import {
  type Answers,
  answers,
  exceptionsOf,
  type OwnShop,
  openOwnShop,
} from '../support/own-connector.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
afterAll(async () => {
  await expectRecordsHold(gateway);
});

/** A payment that its connector has answered like this. */
async function answered(said: Answers, settings: Record<string, unknown>) {
  const shop = await openOwnShop(gateway, said, { isAsyncNotify: 1, ...settings });
  const { body } = await shop.pay(shop.mode, 'c1');
  const { uuid, tractionNo } = body.data as { uuid: string; tractionNo: string };
  const tell = async (ret: string) =>
    await sendNotice(shop.client, notifyUrlOf(shop, '/pay'), {
      body: { tractionNo, ret, thirdOrderNo: 'T1', thirdErrorReason: 'said so' },
    });
  return { shop, uuid, tractionNo, tell, status: body.data.status as string };
}

const callsOf = (shop: OwnShop, path: string) =>
  shop.connector.calls.filter((call) => call.path === path);
const declined = answers('failed', { thirdErrorReason: 'no money' });

test('reverse: money that comes late goes back by a refund of its own, whole, and the order stays failed', async () => {
  const { shop, uuid, tractionNo, tell } = await answered(
    { pay: declined, refund: answers('success') },
    { lateSuccessPolicy: 'reverse' },
  );
  for (const time of ['first', 'again'])
    expect([time, (await tell('success')).status]).toEqual([time, 200]);
  const [exception, ...others] = await eventually(
    () => exceptionsOf(gateway, shop),
    (items) => items[0]?.status === 'resolved',
  );
  expect(others).toEqual([]);
  expect(exception).toMatchObject({
    reason: 'lateSuccess',
    policy: 'reverse',
    resolution: 'reversed',
    resolvedBy: 'policy',
    orderStatus: 'payFailed',
    amount: 500,
  });
  const [back, ...more] = callsOf(shop, '/refund');
  expect(more).toEqual([]);
  expect(back?.body).toMatchObject({ payTractionNo: tractionNo, refundAmount: 500 });
  expect(await shop.order(uuid)).toMatchObject({ status: 'payFailed', refundAmount: 0 });
  expect(await shop.history(`/payOrders/${uuid}`)).toEqual([
    'api accept: null > paying',
    'connector fail: paying > payFailed',
    'notice lateSuccess: payFailed > payFailed',
    'sweep accept: null > refunding',
    'connector succeed: refunding > refunded',
    'connector resolve: payFailed > payFailed',
  ]);
});

test('reverse: when the money cannot be sent back the exception is open again, for a person to resolve, once', async () => {
  const { shop, uuid, tell } = await answered(
    { pay: declined, refund: answers('failed', { thirdErrorReason: 'account closed' }) },
    { lateSuccessPolicy: 'reverse' },
  );
  await tell('success');
  const [exception] = await eventually(
    () => exceptionsOf(gateway, shop),
    (items) => items[0]?.resolution === 'the reversal failed',
  );
  expect(exception.status).toBe('open');
  const admin = await operator(gateway);
  const path = `/exceptions/${exception.uuid}/resolve`;
  expect((await shop.client.post(path, { reason: 'mine' })).body.code).toBe(9403);
  const reason = 'given back at the till';
  const resolved = await admin.post(path, { reason });
  expect(resolved.body).toMatchObject({
    status: 'resolved',
    resolution: reason,
    resolvedBy: 'operator',
  });
  expect((await admin.get(`/exceptions/${exception.uuid}`)).body).toEqual(resolved.body);
  expect((await admin.post(path, { reason })).body.code).toBe(9007);
  expect((await admin.post('/exceptions/nowhere/resolve', { reason })).body.code).toBe(9003);
  const lines = (await shop.client.get(`/payOrders/${uuid}/tradeRecords`)).body.items;
  expect(lines.slice(-2)).toMatchObject([
    { event: 'reversalFailed', fromStatus: 'payFailed', toStatus: 'payFailed' },
    { event: 'resolve', actor: 'operator', detail: { reason, by: 'operator' } },
  ]);
});

test('accept: money that comes late counts, and can be refunded like any other', async () => {
  const { shop, uuid, tractionNo, tell } = await answered(
    { pay: declined, refund: answers('success') },
    { lateSuccessPolicy: 'accept' },
  );
  for (const time of ['first', 'again'])
    expect([time, (await tell('success')).status]).toEqual([time, 200]);
  expect(await shop.order(uuid)).toMatchObject({ status: 'payed', thirdPayNo: 'T1' });
  expect(await exceptionsOf(gateway, shop)).toMatchObject([
    { reason: 'lateSuccess', status: 'resolved', resolution: 'accepted' },
  ]);
  expect(callsOf(shop, '/refund')).toEqual([]);
  expect(await shop.history(`/payOrders/${uuid}`)).toEqual([
    'api accept: null > paying',
    'connector fail: paying > payFailed',
    'notice acceptLate: payFailed > payed',
    'notice lateSuccess: payed > payed',
  ]);
  const back = await shop.client.post('/refund', {
    payTractionNo: tractionNo,
    clientRefundNo: 'r1',
  });
  expect(back.body.data.status).toBe('refunded');
});

test.each([
  ['the policy is review', { refund: answers('success') }, { lateSuccessPolicy: 'review' }],
  ['there is no refundUrl to reverse by', {}, { lateSuccessPolicy: 'reverse' }],
])('when %s, late money waits for a person and nothing is sent', async (_when, more, settings) => {
  const { shop, uuid, tell } = await answered({ pay: declined, ...more }, settings);
  await tell('success');
  expect(await exceptionsOf(gateway, shop)).toMatchObject([
    { reason: 'lateSuccess', policy: 'review', status: 'open', reversal: { href: null } },
  ]);
  expect((await shop.order(uuid)).status).toBe('payFailed');
  expect(callsOf(shop, '/refund')).toEqual([]);
});

test('review: an operator sends late money back with one call, once, however often it is asked', async () => {
  const { shop, uuid, tractionNo, tell } = await answered(
    { pay: declined, refund: answers('success') },
    { lateSuccessPolicy: 'review' },
  );
  await tell('success');
  const [{ uuid: exception }] = await exceptionsOf(gateway, shop);
  const admin = await operator(gateway);
  const path = `/exceptions/${exception}/reverse`;
  const reason = 'no goods for it';
  expect((await shop.client.post(path, { reason })).body.code).toBe(9403);
  const asked = await Promise.all([1, 2, 3].map(async () => await admin.post(path, { reason })));
  expect(asked.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409]);
  const taken = asked.find(({ status }) => status === 200)?.body;
  expect(taken).toMatchObject({ reason: 'lateSuccess', resolvedBy: 'operator' });
  const [resolved] = await eventually(
    () => exceptionsOf(gateway, shop),
    (items) => items[0]?.status === 'resolved',
  );
  expect(resolved).toMatchObject({ resolution: 'reversed', resolvedBy: 'operator' });
  expect((await admin.post(path, { reason })).body.code).toBe(9007);
  const backs = callsOf(shop, '/refund').map(({ body }) => body);
  expect(backs).toMatchObject([{ payTractionNo: tractionNo, refundAmount: 500 }]);
  expect((await shop.order(uuid)).status).toBe('payFailed');
  const lines = (await shop.client.get(`/payOrders/${uuid}/tradeRecords`)).body.items;
  expect(lines.find((line: { kind: string }) => line.kind === 'refund')).toMatchObject({
    ...{ event: 'accept', actor: 'operator' },
    detail: { reversalOf: tractionNo, reason, by: 'operator' },
  });
});

test('what is not late money, or has no refundUrl to go back by, is not reversed', async () => {
  const admin = await operator(gateway);
  const wrong = await answered({ pay: answers('success'), refund: answers('success') }, {});
  await wrong.tell('failed');
  const stuck = await answered({ pay: declined }, { lateSuccessPolicy: 'review' });
  await stuck.tell('success');
  const codes = await Promise.all(
    [wrong.shop, stuck.shop].map(async (shop) => {
      const [{ uuid }] = await exceptionsOf(gateway, shop);
      return (await admin.post(`/exceptions/${uuid}/reverse`, { reason: 'x' })).body.code;
    }),
  );
  expect(codes).toEqual([9007, 9008]);
  expect(callsOf(wrong.shop, '/refund')).toEqual([]);
});

test('a paid order that is said to have failed stays payed, and a person sees it', async () => {
  const { shop, uuid, tell, status } = await answered(
    { pay: answers('success') },
    { lateSuccessPolicy: 'reverse' },
  );
  expect(status).toBe('payed');
  await tell('failed');
  expect((await shop.order(uuid)).status).toBe('payed');
  expect(await exceptionsOf(gateway, shop)).toMatchObject([
    { reason: 'lateFailure', policy: 'review', status: 'open', detail: { reason: 'said so' } },
  ]);
});

test.each([
  ['failed', 'success', 'refundFailed', 'lateSuccess'],
  ['success', 'failed', 'refunded', 'lateFailure'],
])(
  'a refund that was answered %s and is then said %s stays %s, and a person sees it',
  async (first, then, ...[status, reason]) => {
    const { shop, uuid, tractionNo } = await answered(
      { pay: answers('success'), refund: answers(first) },
      { lateSuccessPolicy: 'accept' },
    );
    const asked = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
    const { data } = (await shop.client.post('/refund', asked)).body;
    expect(data.status).toBe(status);
    const before = await shop.order(uuid);
    const body = { tractionNo: data.tractionNo, ret: then };
    const url = notifyUrlOf(shop, '/refund');
    for (const time of ['first', 'again']) {
      expect([time, (await sendNotice(shop.client, url, { body })).status]).toEqual([time, 200]);
    }
    const [exception, ...others] = await exceptionsOf(gateway, shop);
    expect(others).toEqual([]);
    expect(exception).toMatchObject({ kind: 'refund', reason, policy: 'review', amount: 200 });
    expect((await shop.refundOrder(data.uuid)).status).toBe(status);
    expect(await shop.order(uuid)).toEqual(before);
    const admin = await operator(gateway);
    const path = `/exceptions/${exception.uuid}/resolve`;
    expect((await admin.post(path, { reason: 'looked up' })).body.status).toBe('resolved');
    expect((await shop.history(`/refundOrders/${data.uuid}`)).at(-1)).toBe(
      `operator resolve: ${status} > ${status}`,
    );
  },
);
