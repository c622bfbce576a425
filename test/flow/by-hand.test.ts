import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { notifyUrlOf, sendNotice } from '../support/notices.ts';
import { type Answers, answers, openOwnShop } from '../support/own-connector.ts';
import { refusalProblem } from '../support/refusal.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';
import { signToken } from '../support/sign-token.ts';

let gateway: GatewayAddress;
let alice: Client;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
  alice = createClient(
    gateway.url,
    await signToken({ merchantUUID: 'operator', sub: 'alice', scope: 'payserver:admin' }),
  );
});
afterAll(async () => {
  await expectRecordsHold(gateway);
});

const reason = 'seen in the settlement file';
const later = { prefer: 'respond-async' };

/** A payment that its connector never finishes, and one of its refunds where it finished the payment. */
async function open(said: Answers) {
  const settings = { isAsyncNotify: 1, lateSuccessPolicy: 'review' };
  const shop = await openOwnShop(gateway, said, settings);
  const { data } = (await shop.pay(shop.mode, 'c1', { headers: { prefer: 'wait=1' } })).body;
  await eventually(
    async () => shop.connector.calls,
    (calls) => calls.some(({ path }) => path === '/pay'),
  );
  return { shop, uuid: data.uuid as string, tractionNo: data.tractionNo as string };
}

async function openRefund() {
  const found = await open({ pay: answers('success'), refund: answers('running') });
  const { shop, uuid, tractionNo } = found;
  await eventually(
    async () => await shop.order(uuid),
    (order) => order.status === 'payed',
  );
  const asked = { payTractionNo: tractionNo, clientRefundNo: 'r1', refundAmount: 200 };
  const { data } = (await shop.client.post('/refund', asked, later)).body;
  await eventually(
    async () => shop.connector.calls,
    (calls) => calls.some(({ path }) => path === '/refund'),
  );
  return { ...found, refund: data as { uuid: string; tractionNo: string } };
}

test.each([
  ['succeeded', 'payed', 'failed', 'lateFailure'],
  ['failed', 'payFailed', 'success', 'lateSuccess'],
] as const)(
  'a payment settled by hand as %s is %s, with reason and person in its history, once; later evidence against it is an exception',
  async (outcome, status, ...[says, contradiction]) => {
    const { shop, uuid, tractionNo } = await open({ pay: answers('running') });
    const path = `/payOrders/${uuid}/settle`;
    const body = { outcome, reason, thirdNo: 'T-77' };
    expect(refusalProblem(await shop.client.post(path, body), { code: 9403 })).toBeNull();
    const settled = await alice.post(path, body);
    expect([settled.status, settled.body.status]).toEqual([200, status]);
    expect(settled.body).toMatchObject({ thirdPayNo: 'T-77', pending: null });
    for (const again of [outcome, outcome === 'failed' ? 'succeeded' : 'failed']) {
      const answer = await alice.post(path, { ...body, outcome: again });
      expect(refusalProblem(answer, { code: 9007 })).toBeNull();
    }
    const { items } = (await shop.client.get(`/payOrders/${uuid}/tradeRecords`)).body;
    expect(items.at(-1)).toMatchObject({
      actor: 'operator',
      fromStatus: 'paying',
      toStatus: status,
      detail: { reason, by: 'alice' },
    });
    const notice = { body: { tractionNo, ret: says } };
    expect((await sendNotice(shop.client, notifyUrlOf(shop, '/pay'), notice)).status).toBe(200);
    const list = `/exceptions?merchantUUID=${shop.merchantUUID}&status=open`;
    expect((await alice.get(list)).body.items).toMatchObject([
      { reason: contradiction, actor: 'notice', orderStatus: status },
    ]);
    expect((await shop.order(uuid)).status).toBe(status);
  },
);

test.each([
  ['succeeded', 'refunded', 'partRefunded', 200],
  ['failed', 'refundFailed', 'payed', 0],
] as const)(
  'a refund settled by hand as %s is %s, and its payment %s with %d given back',
  async (outcome, status, ...[payStatus, refundAmount]) => {
    const { shop, uuid, refund } = await openRefund();
    const path = `/refundOrders/${refund.uuid}/settle`;
    const body = { outcome, reason, thirdNo: 'R-77' };
    expect(refusalProblem(await shop.client.post(path, body), { code: 9403 })).toBeNull();
    expect((await alice.post(path, body)).body).toMatchObject({ status, thirdRefundNo: 'R-77' });
    expect(refusalProblem(await alice.post(path, body), { code: 9007 })).toBeNull();
    expect(await shop.order(uuid)).toMatchObject({ status: payStatus, refundAmount });
    const { items } = (await shop.client.get(`/refundOrders/${refund.uuid}/tradeRecords`)).body;
    const own = items.filter((line: { kind: string }) => line.kind === 'refund');
    expect(own.at(-1)).toMatchObject({
      actor: 'operator',
      toStatus: status,
      detail: { reason, by: 'alice' },
    });
    const contradicting = outcome === 'failed' ? 'success' : 'failed';
    const notice = { body: { tractionNo: refund.tractionNo, ret: contradicting } };
    await sendNotice(shop.client, notifyUrlOf(shop, '/refund'), notice);
    const list = `/exceptions?merchantUUID=${shop.merchantUUID}`;
    expect((await alice.get(list)).body.items).toMatchObject([{ kind: 'refund', status: 'open' }]);
    // What was given back, or not, stays as the operator said.
    expect(await shop.order(uuid)).toMatchObject({ status: payStatus, refundAmount });
  },
);

test('a settlement without a reason, of nothing, or of a final order changes nothing', async () => {
  const { shop, uuid } = await open({ pay: answers('running') });
  const path = `/payOrders/${uuid}/settle`;
  for (const body of [{ outcome: 'failed' }, { outcome: 'failed', reason: '' }, { reason }]) {
    expect(refusalProblem(await alice.post(path, body), { code: 9004 })).toBeNull();
  }
  const nowhere = await alice.post('/payOrders/nowhere/settle', { outcome: 'failed', reason });
  expect(refusalProblem(nowhere, { code: 9003 })).toBeNull();
  expect((await shop.order(uuid)).status).toBe('paying');
});

test('a history tells who, what, from, to, which attempt, HTTP status and duration, wherever it is read', async () => {
  let said = answers('nonsense');
  const { shop, uuid } = await open({ pay: (call) => said(call) });
  const path = `/payOrders/${uuid}/tradeRecords`;
  const read = async () => (await shop.client.get(path)).body.items;
  await eventually(read, (items) => items.length > 1);
  said = answers('failed', { thirdErrorReason: 'code 134853566181206476 is used up' });
  const items = await eventually(read, (lines) => lines.at(-1).toStatus === 'payFailed');
  const [accept, unknown] = items;
  expect(accept).toMatchObject({ actor: 'api', event: 'accept', fromStatus: null, attempt: 0 });
  expect(unknown).toMatchObject({
    actor: 'connector',
    event: 'unknown',
    fromStatus: 'paying',
    toStatus: 'paying',
    attempt: 1,
    httpStatus: 200,
    durationMs: expect.any(Number),
    detail: { step: 'post', reason: 'the answer has no known ret' },
  });
  expect(items.at(-1)).toMatchObject({
    actor: 'connector',
    event: 'fail',
    attempt: items.length - 1,
    httpStatus: 200,
    detail: { reason: 'code ***6476 is used up' },
  });
  for (const list of [
    `/payModes/${shop.mode}/tradeRecords`,
    `/tradeRecords?payOrderUUID=${uuid}`,
  ]) {
    expect((await shop.client.get(list)).body.items).toEqual(items);
  }
  for (const line of items) {
    expect((await shop.client.get(`/tradeRecords/${line.uuid}`)).body).toEqual(line);
  }
});
