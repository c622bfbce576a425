import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import type { GatewayAddress } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import {
  notifyUrlOf,
  type Signing,
  sendNotice,
  signatureOf,
  signedHeaders,
} from '../support/notices.ts';
import { answers, openOwnShop } from '../support/own-connector.ts';
import { refusalProblem } from '../support/refusal.ts';
import { gatewayOfOwnConnectors } from '../support/shared-gateway.ts';

let gateway: GatewayAddress;
beforeAll(async () => {
  gateway = await gatewayOfOwnConnectors();
});
afterAll(async () => {
  await expectRecordsHold(gateway);
});

const secret = `whsec_${randomBytes(32).toString('base64')}`;

/** A payment that waits for a notice of a connector with a secret. */
async function waiting() {
  const said = { pay: answers('running'), query: answers('running'), refund: answers('running') };
  const settings = { isAsyncNotify: 1, notifySecret: secret };
  const shop = await openOwnShop(gateway, said, settings);
  const { body } = await shop.pay(shop.mode, 'c1', { headers: { prefer: 'respond-async' } });
  const { uuid, tractionNo } = body.data;
  await eventually(
    async () => shop.connector.calls,
    (calls) => calls.length > 0,
  );
  const url = notifyUrlOf(shop, '/pay');
  const tell = async (ret: string, signing?: Signing) =>
    await sendNotice(shop.client, url, {
      body: { tractionNo, ret, thirdOrderNo: 'T1' },
      ...(signing && { signing }),
    });
  return { shop, uuid: uuid as string, tractionNo: tractionNo as string, tell };
}

const MINUTE = 60;
test.each<readonly [string, Partial<Signing> | null]>([
  ['not signed', null],
  ['signed six minutes ago', { offset: -6 * MINUTE }],
  ['signed for in six minutes', { offset: 6 * MINUTE }],
  ['signed with another secret', { secret: `whsec_${'A'.repeat(44)}` }],
  ['signed over another body', { signedBody: '{"ret":"running"}' }],
])('a notice that is %s is refused with 9401 and changes nothing', async (_what, changed) => {
  const { shop, uuid, tell } = await waiting();
  const answer = await tell(
    'success',
    changed === null ? undefined : { secret, id: `m-${uuid}`, ...changed },
  );
  expect(refusalProblem(answer, { code: 9401 })).toBeNull();
  expect((await shop.order(uuid)).status).toBe('paying');
  // It used up nothing: the same id, signed as it should be, still counts.
  expect((await tell('success', { secret, id: `m-${uuid}` })).status).toBe(200);
  expect(await shop.order(uuid)).toMatchObject({ status: 'payed', thirdPayNo: 'T1' });
});

test('a webhook-id counts once: replayed with other content it changes nothing', async () => {
  const { shop, uuid, tell } = await waiting();
  expect((await tell('running', { secret, id: `first-${uuid}` })).status).toBe(200);
  expect((await tell('success', { secret, id: `first-${uuid}` })).status).toBe(200);
  expect((await shop.order(uuid)).status).toBe('paying');
  expect((await tell('success', { secret, id: `second-${uuid}` })).status).toBe(200);
  expect((await shop.order(uuid)).status).toBe('payed');
  const before = await shop.history(`/payOrders/${uuid}`);
  expect((await tell('success', { secret, id: `second-${uuid}` })).status).toBe(200);
  expect((await tell('success', { secret, id: `third-${uuid}` })).status).toBe(200);
  expect(await shop.history(`/payOrders/${uuid}`)).toEqual(before);
});

test('ids of one connector mean nothing to another: each may number its notices alike', async () => {
  const [one, other] = [await waiting(), await waiting()];
  for (const { shop, uuid, tell } of [one, other]) {
    expect((await tell('success', { secret, id: 'message-1' })).status).toBe(200);
    expect((await shop.order(uuid)).status).toBe('payed');
  }
});

test('headers that are missing or broken are no signature', async () => {
  const { shop, uuid, tractionNo } = await waiting();
  const body = JSON.stringify({ tractionNo, ret: 'success' });
  const good: Record<string, string> = signedHeaders(body, { secret, id: `x-${uuid}` });
  const path = new URL(notifyUrlOf(shop, '/pay')).pathname;
  for (const name of Object.keys(good)) {
    const { [name]: _, ...rest } = good;
    for (const headers of [rest, { ...good, [name]: 'v1,x' }, { ...good, [name]: '' }]) {
      const answer = await shop.client.postRaw(path, body, headers);
      expect([name, refusalProblem(answer, { code: 9401 })]).toEqual([name, null]);
    }
  }
  expect((await shop.order(uuid)).status).toBe('paying');
});

test('what we send to a connector with a secret is signed with it', async () => {
  const { shop } = await waiting();
  const [call] = shop.connector.calls;
  if (call === undefined) throw new Error('the connector was not called');
  const { headers, body } = call;
  const [id, timestamp] = [String(headers['webhook-id']), String(headers['webhook-timestamp'])];
  expect(headers['webhook-signature']).toBe(
    signatureOf(secret, [id, timestamp, JSON.stringify(body)]),
  );
});
