import { afterAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';

const gateway = sharedGateway();
afterAll(async () => await expectInvariants(gateway));

const orderOf = async (shop: Shop, clientPayNo: string) =>
  (await shop.client.get(`/payOrders?clientPayNo=${clientPayNo}`)).body.items[0];
const settled = async (shop: Shop, no: string) =>
  await eventually(
    () => orderOf(shop, no),
    (order) => order?.status !== 'paying',
  );

test.concurrent('an offline payment is payed at once and no connector is asked', async () => {
  const shop = await newShop(gateway);
  const { status, body } = await shop.pay(await shop.open('cash'), 'c1');
  expect([status, body.businessRet, body.data.status]).toEqual([200, 'offlinePay', 'payed']);
  const seen = (await readLedger(gateway)).filter((l) => l.tractionNo === body.data.tractionNo);
  expect(seen).toEqual([]);
});

test.concurrent('a declined payment ends as payFailed with the reason of the connector', async () => {
  const shop = await newShop(gateway);
  const { body } = await shop.pay(await shop.open('onAccount'), 'c1', { sandbox: 'fail' });
  expect(body.data.status).toBe('payFailed');
  expect(body.data.resultCode).not.toBe('');
});

test.concurrent('an asynchronous payment is finished by the notice of its connector', async () => {
  const shop = await newShop(gateway);
  // Not idempotent, so that no repeated POST can learn the outcome before the notice does.
  const mode = await shop.openOwn({ isAsyncNotify: 1, isIdempotent: 0 });
  const { body } = await shop.pay(mode, 'c1', { sandbox: 'runThenNotice:200' });
  expect(body.businessRet).toBe('asyncOnlinePay');
  expect((await settled(shop, 'c1')).status).toBe('payed');
  const records = await shop.client.get(`/payOrders/${body.data.uuid}/tradeRecords`);
  expect(records.body.items.at(-1)).toMatchObject({ actor: 'notice', toStatus: 'payed' });
});

test.concurrent.each([
  'chargeThenReset',
  'chargeThen502',
  'chargeThenGarbage',
  'reset',
  '502',
  'garbage',
  'wrongTractionNo',
  'wrongAmount',
  'huge',
])(
  'an answer that proves nothing (%s) never fails the payment: asked again, it is payed once',
  async (fault) => {
    const shop = await newShop(gateway);
    const sandbox = fault.startsWith('charge') ? fault : `failTimes:1:${fault}`;
    await shop.pay(await shop.open('onAccount'), 'c1', { sandbox });
    const order = await settled(shop, 'c1');
    expect(order.status).toBe('payed');
    const lines = (await readLedger(gateway)).filter((l) => l.tractionNo === order.tractionNo);
    expect(lines.filter((l) => l.event === 'charged')).toHaveLength(1);
  },
);

test.concurrent('a connector that is not idempotent is posted to once, then only a notice decides', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.openOwn({ isIdempotent: 0, isAsyncNotify: 1 }, '?idempotent=0');
  const first = await shop.pay(mode, 'c1', {
    sandbox: 'chargeThen502',
    headers: { prefer: 'wait=3' },
  });
  expect(first.body.data.status).toBe('paying');
  const received = (await readLedger(gateway)).filter(
    (l) => l.tractionNo === first.body.data.tractionNo && l.event === 'received',
  );
  expect(received).toHaveLength(1);
  expect(first.body.data.pending).toMatchObject({ lastOutcome: 'unknown' });
});

test.concurrent('the caller who will not wait is answered paying and polls the end', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const answer = await shop.pay(mode, 'c1', {
    sandbox: 'slow:300',
    headers: { prefer: 'respond-async' },
  });
  expect(answer.body.data.status).toBe('paying');
  expect(answer.headers.get('preference-applied')).toBe('respond-async');
  expect((await settled(shop, 'c1')).status).toBe('payed');
});

test.concurrent('a mode that is closed takes no payment (9002) but still answers for an earlier one', async () => {
  const shop = await newShop(gateway);
  const mode = await shop.open('cash');
  const first = await shop.pay(mode, 'c1');
  await shop.client.post(`/payModes/${mode}`, { isOpened: 0 });
  const refused = await shop.pay(mode, 'c2');
  expect([refused.status, refused.body.code]).toEqual([500, 9002]);
  const replay = await shop.pay(mode, 'c1');
  expect([replay.status, replay.body.data.uuid]).toEqual([200, first.body.data.uuid]);
});
