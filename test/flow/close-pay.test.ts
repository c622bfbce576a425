import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { cashier, type GatewayAddress, operator, startGateway } from '../support/gateway.ts';
import { expectInvariants, expectRecordsHold } from '../support/invariants.ts';
import { followLedger } from '../support/ledger.ts';
import { answers, type OwnShop, openOwnShop } from '../support/own-connector.ts';
import { seededChoices } from '../support/random.ts';
import {
  gatewayOfOwnConnectors,
  newMerchant,
  sharedGateway,
  testServers,
} from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';

const AT_ONCE = { prefer: 'wait=0' };
/** The bar: closed for certain within this. */
const SOON = { prefer: 'wait=3' };
/** Of one that must wait for a server that starts. */
const PATIENT = { prefer: 'wait=30' };

const closing = async (shop: Pick<Shop, 'client'>, clientPayNo: string, headers = SOON) =>
  (await shop.client.post('/closePay', { clientPayNo }, headers)).body;
const urlsOf = (gateway: GatewayAddress, ...names: string[]) =>
  Object.fromEntries(
    names.map((name) => [`${name}Url`, `${gateway.sandboxUrl}/sandbox/wechat/${name}`]),
  );

describe('at a connector with queryUrl and cancelUrl', () => {
  const gateway = sharedGateway();
  let shop: Shop;
  let mode: string;
  beforeAll(async () => {
    shop = await newShop(gateway);
    mode = await shop.openOwn(urlsOf(gateway, 'query', 'cancel'));
  });

  test('a payment whose customer never types the password is closed for certain, and no money moved', async () => {
    const { body } = await shop.pay(mode, 'walks-away', {
      sandbox: 'runForever',
      headers: AT_ONCE,
    });
    await eventually(
      async () => (await shop.client.get(`/payOrders/${body.data?.uuid}`)).body,
      (order) => order.pending?.lastOutcome === 'running',
    );
    const closed = await closing(shop, 'walks-away');
    expect(closed).toMatchObject({
      ret: 'success',
      data: { status: 'payFailed', resultCode: 'called off' },
    });
    const { items } = (await shop.client.get(`/payOrders/${closed.data.uuid}/tradeRecords`)).body;
    const asked = items.filter((line: { event: string }) => line.event === 'closeAsked');
    expect(asked).toMatchObject([{ actor: 'api', detail: { by: shop.merchantUUID } }]);
    expect(await closing(shop, 'walks-away')).toEqual(closed);
  });

  test('a payment whose call hangs is closed beside it', async () => {
    await shop.pay(mode, 'hangs', { sandbox: 'slow:20000', headers: AT_ONCE });
    await eventually(
      async () => (await shop.client.get('/payOrders?clientPayNo=hangs')).body.items[0],
      (order) => order.pending.attempts === 1,
    );
    expect(await closing(shop, 'hangs')).toMatchObject({ data: { status: 'payFailed' } });
  });

  test('one that is paid is answered as it is', async () => {
    await shop.pay(mode, 'paid');
    expect(await closing(shop, 'paid')).toMatchObject({ data: { status: 'payed' } });
  });

  test('another merchant cannot see it; an operator calls it off by either number', async () => {
    const { body } = await shop.pay(mode, 'foreign', { sandbox: 'runForever', headers: AT_ONCE });
    const { tractionNo } = body.data ?? {};
    const other = await cashier(gateway, newMerchant());
    for (const named of [{ payTractionNo: tractionNo }, { clientPayNo: 'foreign' }]) {
      expect(await other.post('/closePay', named)).toMatchObject({
        status: 404,
        body: { code: 9003 },
      });
    }
    const foreign = { clientPayNo: 'foreign', merchantUUID: shop.merchantUUID };
    expect(await other.post('/closePay', foreign)).toMatchObject({
      status: 403,
      body: { code: 9403 },
    });
    const admin = await operator(gateway);
    for (const named of [foreign, { payTractionNo: tractionNo }]) {
      const { body: answer } = await admin.post('/closePay', named, SOON);
      expect(answer).toMatchObject({ data: { status: 'payFailed' } });
    }
  });

  test('one number names it, not none and not two', async () => {
    for (const body of [{}, { clientPayNo: 'a', payTractionNo: 'b' }]) {
      expect(await shop.client.post('/closePay', body)).toMatchObject({ body: { code: 9004 } });
    }
  });
});

describe('at a connector that lacks a URL', () => {
  let gateway: GatewayAddress;
  beforeAll(async () => {
    gateway = await gatewayOfOwnConnectors();
  });
  afterAll(async () => await expectRecordsHold(gateway));

  const untilSent = async (shop: OwnShop, body: { data?: { uuid?: unknown } | null }) =>
    await eventually(
      async () => await shop.order(String(body.data?.uuid)),
      (order) => order.pending.attempts === 1,
    );

  test('without cancelUrl it is paying until its query tells the end', async () => {
    let ret = 'running';
    const shop = await openOwnShop(gateway, {
      pay: answers('running'),
      query: (call) => answers(ret)(call),
    });
    const { body } = await shop.pay(shop.mode, 'c1', { headers: AT_ONCE });
    await untilSent(shop, body);
    const asked = await closing(shop, 'c1', { prefer: 'wait=1' });
    expect(asked).toMatchObject({ data: { status: 'paying' } });
    ret = 'failed';
    expect(await closing(shop, 'c1', PATIENT)).toMatchObject({ data: { status: 'payFailed' } });
  });

  test('without either it is refused, once it was sent', async () => {
    const shop = await openOwnShop(gateway, { pay: answers('running') }, { isAsyncNotify: 1 });
    const { body } = await shop.pay(shop.mode, 'c1', { headers: AT_ONCE });
    await untilSent(shop, body);
    expect(await closing(shop, 'c1')).toMatchObject({
      code: 9007,
      message: /neither queryUrl nor cancelUrl/,
    });
  });
});

test('one that was not sent is closed without its connector, also when nobody serves it for a while', async () => {
  const gateway = await startGateway(testServers());
  try {
    await gateway.worker.stop();
    const shop = await newShop(gateway);
    const mode = await shop.openOwn();
    await shop.pay(mode, 'c1', { headers: AT_ONCE });
    expect(await closing(shop, 'c1', AT_ONCE)).toMatchObject({ data: { status: 'paying' } });
    const worker = await spawnApp('worker', { ...gateway.env });
    const answer = await closing(shop, 'c1', PATIENT);
    expect(answer).toMatchObject({
      data: { status: 'unpay', resultCode: 'called off before it was sent' },
    });
    await worker.stop();
    await expectInvariants(gateway);
  } finally {
    await gateway.stop();
  }
});

/** Ways in which the customer's money and the cashier's call meet; `npm run test:closing` plays 200. */
const MEETINGS = Number(process.env['MEETINGS'] ?? 20);
const MEET_WITHIN_MS = 600;

test(`in ${MEETINGS} meetings of the customer's money with the call it is paid, or closed and given back, never both`, async () => {
  const gateway = await startGateway(testServers());
  try {
    const shop = await newShop(gateway);
    const mode = await shop.openOwn({
      ...urlsOf(gateway, 'query', 'cancel'),
      lateSuccessPolicy: 'reverse',
    });
    const { next } = seededChoices(20180712);
    const someMs = () => Math.ceil(next() * MEET_WITHIN_MS);
    const ends = await Promise.all(
      Array.from({ length: MEETINGS }, async (_, at) => {
        const sandbox = `${at % 2 === 0 ? 'runThenSilence' : 'slow'}:${someMs()}`;
        await shop.pay(mode, `c${at}`, { sandbox, headers: AT_ONCE });
        await sleep(someMs());
        return (await closing(shop, `c${at}`, PATIENT)).data;
      }),
    );
    const book = await followLedger(gateway.dataDir);
    await eventually(
      async () => {
        await book.refresh();
        return ends.filter(({ status, tractionNo }) => {
          const { moved, givenBack } = book.of(tractionNo);
          return moved - givenBack !== (status === 'payed' ? 1 : 0);
        });
      },
      (wrong) => wrong.length === 0,
    );
    await expectInvariants(gateway);
  } finally {
    await gateway.stop();
  }
});
