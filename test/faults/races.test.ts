import { expect, test } from 'vitest';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { breachesOf, readLedger } from '../support/invariants.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { damageOf } from '../support/verdict.ts';
import { readAll } from '../support/walk-list.ts';

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
  const orders = await readAll(shop.client, '/payOrders');
  const charges = new Map<string, number>();
  for (const { event, tractionNo } of await readLedger(gateway)) {
    if (event === 'charged') charges.set(tractionNo, (charges.get(tractionNo) ?? 0) + 1);
  }
  bad += orders.filter(({ tractionNo }) => charges.get(String(tractionNo)) !== 1).length;
  reportFaults({ what: '100-way duplicate pay', n: SCALE.races, bad });
  expect([bad, orders.length]).toEqual([0, SCALE.races]);
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
  const breaches = await breachesOf(gateway);
  reportFaults({
    what: '100-way refund race',
    n: SCALE.races,
    bad,
    damage: damageOf(breaches),
  });
  expect({ bad, breaches }).toEqual({ bad: 0, breaches: [] });
});
