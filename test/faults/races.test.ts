import { expect, test } from 'vitest';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';

const AT_ONCE = 100;
const together = async <T>(work: (at: number) => Promise<T>) =>
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, at) => await work(at)));

test('a hundred times the same payment at once is one payment, every time', {
  timeout: 30_000 + SCALE.races * 10_000,
}, async () => {
  const gateway = sharedGateway();
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  let bad = 0;
  for (let round = 1; round <= SCALE.races; round += 1) {
    const body = payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: `c${round}` });
    const answers = await together(async () => await shop.client.post('/pay', body));
    const numbers = new Set(answers.map((answer) => answer.body.data?.tractionNo as string));
    const statuses = new Set(answers.map((answer) => answer.status));
    if (numbers.size !== 1 || statuses.size !== 1 || !statuses.has(200)) bad += 1;
  }
  const charged = await readLedger(gateway);
  const { body } = await shop.client.get('/payOrders?limit=200');
  const ours = new Set(body.items.map((order: { tractionNo: string }) => order.tractionNo));
  const charges = charged.filter((line) => line.event === 'charged' && ours.has(line.tractionNo));
  reportFaults({ test: '100-way duplicate pay', trials: SCALE.races, bad });
  expect(bad).toBe(0);
  expect([body.items.length, charges.length]).toEqual([
    Math.min(SCALE.races, 200),
    Math.min(SCALE.races, 200),
  ]);
});

test('a hundred refunds of one payment at once never exceed it', {
  timeout: 30_000 + SCALE.races * 10_000,
}, async () => {
  const gateway = sharedGateway();
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  let bad = 0;
  for (let round = 1; round <= SCALE.races; round += 1) {
    const { tractionNo } = (await shop.pay(mode, `c${round}`)).body.data;
    const answers = await together(
      async (at) =>
        await shop.client.post('/refund', {
          payTractionNo: tractionNo,
          clientRefundNo: `r${round}-${at}`,
          refundAmount: 30,
        }),
    );
    // 500 fen hold 16 refunds of 30.
    const refunded = answers.filter((answer) => answer.body.data?.status === 'refunded');
    const refused = answers.filter((answer) => answer.body.code === 9006);
    if (refunded.length !== 16 || refused.length !== AT_ONCE - 16) bad += 1;
  }
  reportFaults({ test: '100-way refund race', trials: SCALE.races, bad });
  expect(bad).toBe(0);
  await expectInvariants(gateway);
});
