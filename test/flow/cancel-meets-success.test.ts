import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnswerCall, ReceivedCall } from '../support/connector.ts';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { notifyUrlOf, sendNotice } from '../support/notices.ts';
import {
  type Answers,
  answers,
  exceptionsOf,
  expire,
  openOwnShop,
} from '../support/own-connector.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
afterAll(async () => await expectRecordsHold(gateway));

/** Each call waits until the test answers it. */
function answeredByHand() {
  const waiting: Array<(answer: unknown) => void> = [];
  const calls: ReceivedCall[] = [];
  const answer: AnswerCall = async (call) => {
    calls.push(call);
    return await new Promise((resolve) => {
      waiting.push(resolve);
    });
  };
  const nth = async (at: number) => {
    await eventually(
      async () => await Promise.resolve(calls.length),
      (length) => length > at,
    );
    return async (ret: string) => waiting[at]?.(await answers(ret)(calls[at] as ReceivedCall));
  };
  return { answer, nth, calls };
}

/** A payment that is running at its connector and is called off, or whose time is over. */
async function runningThenEnding(
  how: 'called off' | 'expired',
  said: Answers,
  settings: Record<string, unknown> = {},
) {
  const cancel = answeredByHand();
  const shop = await openOwnShop(
    gateway,
    { pay: answers('running'), cancel: cancel.answer, ...said },
    { isAsyncNotify: 1, ...settings },
  );
  const { body } = await shop.pay(shop.mode, 'c1', { headers: { prefer: 'wait=0' } });
  const { uuid, tractionNo } = body.data as { uuid: string; tractionNo: string };
  await eventually(
    () => shop.order(uuid),
    (order) => order.pending.lastOutcome === 'running',
  );
  if (how === 'expired') await expire(gateway, uuid);
  else await shop.client.post('/closePay', { clientPayNo: 'c1' }, { prefer: 'wait=0' });
  const notify = async () =>
    await sendNotice(shop.client, notifyUrlOf(shop, '/pay'), {
      body: { tractionNo, ret: 'success', thirdOrderNo: 'T1' },
    });
  const end = async () =>
    await eventually(
      () => shop.order(uuid),
      (order) => order.status !== 'paying',
    );
  return { shop, uuid, cancel, notify, end };
}

for (const how of ['called off', 'expired'] as const) {
  test(`${how}: a success that meets the cancellation does not count once the money was given back`, async () => {
    const { shop, uuid, cancel, notify, end } = await runningThenEnding(how, {});
    const answerFirst = await cancel.nth(0);
    expect((await notify()).status).toBe(200);
    expect((await shop.order(uuid)).status).toBe('paying');
    await answerFirst('success');
    expect(await end()).toMatchObject({ status: 'payFailed', thirdPayNo: 'T1' });
    expect(await exceptionsOf(gateway, shop)).toEqual([]);
  });

  test(`${how}: it counts once the connector refuses to cancel, also where nothing can be asked`, async () => {
    const { shop, uuid, cancel, notify, end } = await runningThenEnding(how, {});
    const answerFirst = await cancel.nth(0);
    for (const time of ['first', 'repeated'])
      expect([time, (await notify()).status]).toEqual([time, 200]);
    await answerFirst('failed');
    expect(await end()).toMatchObject({ status: 'payed', thirdPayNo: 'T1' });
    const history = await shop.history(`/payOrders/${uuid}`);
    expect(history.filter((line) => line.startsWith('notice'))).toEqual([
      'notice unknown: paying > paying',
    ]);
    expect(await exceptionsOf(gateway, shop)).toEqual([]);
  });

  test(`${how}: while a cancellation is unanswered a query's success is no end, and it is cancelled again`, async () => {
    let asked = 'running';
    const query: AnswerCall = (call) => answers(asked)(call);
    const { cancel, end } = await runningThenEnding(how, { query }, { timeoutMs: 500 });
    await cancel.nth(0);
    asked = 'success';
    const answerSecond = await cancel.nth(1);
    await answerSecond('success');
    expect(await end()).toMatchObject({ status: 'payFailed' });
  });
}

test('after a refusal the next query tells the end', async () => {
  let asked = 'running';
  const query: AnswerCall = (call) => answers(asked)(call);
  const { cancel, end } = await runningThenEnding('called off', { query });
  const answerFirst = await cancel.nth(0);
  asked = 'success';
  await answerFirst('failed');
  expect(await end()).toMatchObject({ status: 'payed' });
  expect(cancel.calls).toHaveLength(1);
});

test('accept: a success after the money was given back is for a person, not for the till', async () => {
  const { shop, uuid, cancel, notify, end } = await runningThenEnding(
    'called off',
    {},
    { lateSuccessPolicy: 'accept' },
  );
  await (await cancel.nth(0))('success');
  await end();
  expect((await notify()).status).toBe(200);
  expect(await exceptionsOf(gateway, shop)).toMatchObject([
    { reason: 'lateSuccess', policy: 'review' },
  ]);
  expect(await shop.order(uuid)).toMatchObject({ status: 'payFailed' });
});
