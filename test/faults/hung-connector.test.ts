import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { type Gateway, operator, startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { newMerchant, testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';

const PAYMENTS = 200;
const AT_ONCE = 5;
const HUNG = 40;

let gateway: Gateway;
let shop: Shop;
beforeAll(async () => {
  gateway = await startGateway(testServers());
  shop = await newShop(gateway);
});
afterAll(async () => {
  await expectInvariants(gateway);
  await gateway.stop();
});

/** A mode of a new template, with a queue and a circuit of its own: none of its calls was lost yet. */
async function openTemplate(): Promise<string> {
  const payTemplateId = `T-${newMerchant()}`;
  const template = {
    payTemplateId,
    name: 'hangs',
    isOnline: 1,
    payUrl: `${gateway.sandboxUrl}/sandbox/wechat/pay`,
    timeoutMs: 5_000,
    maxConcurrency: 10,
  };
  const { status } = await (await operator(gateway)).post('/registerPayModeTemplate', template);
  expect(status).toBeLessThan(300);
  return (await shop.client.post('/payModes', { payTemplateId, isOpened: 1 })).body.uuid;
}

/** How long each of many payments took, ms. */
async function payMany(mode: string, name: string): Promise<number[]> {
  const times: number[] = [];
  const till = async (at: number) => {
    for (let count = at; count < PAYMENTS; count += AT_ONCE) {
      const startedAt = performance.now();
      const { body } = await shop.pay(mode, `${name}-${count}`);
      times.push(performance.now() - startedAt);
      expect(body.data.status).toBe('payed');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, at) => await till(at)));
  return times;
}

const p99 = (times: readonly number[]) =>
  times.toSorted((a, b) => a - b)[Math.ceil(0.99 * times.length) - 1] ?? 0;

test('a connector that hangs delays nobody else: the p99 of the others is measured with and without it', {
  timeout: 60_000 + SCALE.hungRounds * 180_000,
}, async () => {
  const good = await shop.open('onAccount');
  await payMany(good, 'warm');
  const without: number[] = [];
  const beside: number[] = [];
  // In turns, so that both meet the same machine.
  for (let round = 1; round <= SCALE.hungRounds; round += 1) {
    without.push(...(await payMany(good, `without-${round}`)));
    const bad = await openTemplate();
    await Promise.all(
      Array.from({ length: HUNG }, async (_, at) =>
        shop.pay(bad, `hung-${round}-${at}`, {
          sandbox: 'chargeThenHang',
          headers: { prefer: 'respond-async' },
        }),
      ),
    );
    beside.push(...(await payMany(good, `with-${round}`)));
  }
  expect([without.length, beside.length]).toEqual([
    SCALE.hungRounds * PAYMENTS,
    SCALE.hungRounds * PAYMENTS,
  ]);
  const [alone, accompanied] = [p99(without), p99(beside)];
  reportFaults({
    what: 'one hung connector: p99 of the others',
    n: beside.length,
    bad: null,
    measured: `${Math.round(alone)} ms without, ${Math.round(accompanied)} ms with it: ${(accompanied / alone).toFixed(2)} x`,
  });
});
