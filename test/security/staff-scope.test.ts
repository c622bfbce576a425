import { beforeAll, expect, test } from 'vitest';
import { type BusyShop, newBusyShop } from '../support/busy-shop.ts';
import { type Client, createClient } from '../support/client.ts';
import { operator } from '../support/gateway.ts';
import { expectRefusal } from '../support/refusal.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { signToken } from '../support/sign-token.ts';
import { fingerprintMerchant } from '../support/sql.ts';

const gateway = sharedGateway();
let mine: BusyShop;
let other: BusyShop;
beforeAll(async () => {
  [mine, other] = await Promise.all([newBusyShop(gateway), newBusyShop(gateway)]);
});

/** Staff with this role: of one merchant, or of all. */
async function staff(role: string, merchantUUID?: string): Promise<Client> {
  const claims = { sub: `${role}-person`, scope: `payserver:${role}` };
  const token = await signToken(merchantUUID === undefined ? claims : { ...claims, merchantUUID });
  return createClient(gateway.url, token);
}

const LISTS = ['payModes', 'payOrders', 'refundOrders', 'tradeRecords'] as const;

test.each(['view', 'support', 'operate'])(
  '%s of one merchant sees its rows and nobody else’s',
  async (role) => {
    const client = await staff(role, mine.merchantUUID);
    for (const list of [...LISTS, 'exceptions', 'auditRecords'] as const) {
      const { items } = (await client.get(`/${list}?limit=200`)).body;
      const owners = new Set((items as Array<{ merchantUUID: string }>).map((i) => i.merchantUUID));
      expect([list, [...owners]].flat()).toEqual(
        list === 'exceptions' ? [list] : [list, mine.merchantUUID],
      );
      expectRefusal(await client.get(`/${list}?merchantUUID=${other.merchantUUID}`), 9403);
    }
    for (const list of LISTS) {
      const [row] = other.rows[list];
      expectRefusal(await client.get(`/${list}/${String(row?.['uuid'])}`), 9003);
    }
    const theirs = await (await operator(gateway)).get(
      `/auditRecords?merchantUUID=${other.merchantUUID}&limit=1`,
    );
    expectRefusal(await client.get(`/auditRecords/${theirs.body.items[0].uuid}`), 9003);
  },
);

test.each(['view', 'support', 'operate'])('%s of all merchants sees all rows', async (role) => {
  const client = await staff(role);
  for (const shop of [mine, other]) {
    for (const list of LISTS) {
      const { items } = (await client.get(`/${list}?merchantUUID=${shop.merchantUUID}`)).body;
      expect([list, items.length]).not.toEqual([list, 0]);
      const one = await client.get(`/${list}/${String(shop.rows[list][0]?.['uuid'])}`);
      expect([list, one.status]).toEqual([list, 200]);
    }
  }
});

test('staff of one merchant touches nothing of another: as if it were not there', async () => {
  const before = await fingerprintMerchant(gateway.databaseUrl, other.merchantUUID);
  const client = await staff('operate', mine.merchantUUID);
  const [order] = other.rows.payOrders;
  const [refund] = other.rows.refundOrders;
  const [mode] = other.rows.payModes;
  const payTractionNo = order?.['tractionNo'];
  const settlement = { outcome: 'failed', reason: 'mine now' };
  const asked = [
    client.post(`/payOrders/${String(order?.['uuid'])}/settle`, settlement),
    client.post(`/refundOrders/${String(refund?.['uuid'])}/settle`, settlement),
    client.post('/refund', { payTractionNo, clientRefundNo: 'taken' }),
    client.post('/closePay', { payTractionNo }),
    client.post(`/payModes/${String(mode?.['uuid'])}`, { isOpened: 0 }),
  ];
  for (const answer of await Promise.all(asked)) expectRefusal(answer, 9003);
  const named = { name: 'x', merchantUUID: other.merchantUUID };
  expectRefusal(await client.post('/payModes', named), 9403);
  expect(await fingerprintMerchant(gateway.databaseUrl, other.merchantUUID)).toEqual(before);
});

test('support of all merchants refunds for the merchant of the payment, once', async () => {
  const client = await staff('support');
  const cash = mine.rows.payModes.find(({ isOnline }) => isOnline === 0)?.['uuid'];
  const paid = (await mine.pay(String(cash), `refund-me-${Date.now()}`)).body.data;
  const request = { payTractionNo: paid.tractionNo, clientRefundNo: 'by-support', refundAmount: 2 };
  const [first, again] = [
    await client.post('/refund', request),
    await client.post('/refund', request),
  ];
  expect([first.status, first.body.data.status]).toEqual([200, 'refunded']);
  expect(again.body.data.uuid).toBe(first.body.data.uuid);
  const seen = (await mine.client.get('/refundOrders?clientRefundNo=by-support')).body.items;
  expect(seen).toMatchObject([{ uuid: first.body.data.uuid, merchantUUID: mine.merchantUUID }]);
  expectRefusal(await client.post('/refund', { ...request, refundAmount: 3 }), 9005);
  const { items } = (
    await (
      await operator(gateway)
    ).get('/auditRecords?actor=support-person&action=POST%20%2Frefund&limit=3')
  ).body;
  expect(items[0]).toMatchObject({ detail: { payTractionNo: paid.tractionNo }, result: '9005' });
});

test('one batch of staff refunds payments of several merchants, each for its own', async () => {
  const client = await staff('operate');
  const paid = await Promise.all(
    [mine, other].map(async (shop) => {
      const cash = shop.rows.payModes.find(({ isOnline }) => isOnline === 0)?.['uuid'];
      return (await shop.pay(String(cash), `batch-refund-${Date.now()}`)).body.data.tractionNo;
    }),
  );
  const batchRefundData = [...paid, 'nowhere', paid[0]].map((payTractionNo, at) => ({
    payTractionNo,
    // The same number of two merchants is two refunds.
    clientRefundNo: at < 2 ? 'of-both' : `more-${at}`,
    refundAmount: 1,
  }));
  const { batchRefundResult } = (await client.post('/batchRefund', { batchRefundData })).body;
  const said = (batchRefundResult as Array<{ statusCode: number; body: { data?: object } }>).map(
    ({ statusCode, body }) => [statusCode, (body.data as { merchantUUID?: string })?.merchantUUID],
  );
  expect(said.map(([status]) => status)).toEqual([200, 200, 404, 200]);
  for (const shop of [mine, other]) {
    const { items } = (await shop.client.get('/refundOrders?clientRefundNo=of-both')).body;
    expect(items).toHaveLength(1);
  }
});
