import { expect, test } from 'vitest';
import { reportFaults } from '../support/faults-report.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';

const PAYMENTS = 200;
const AT_ONCE = 5;
const HUNG = 40;

test('a connector that hangs delays nobody else: the p99 of the others is measured with and without it', {
  timeout: 180_000,
}, async () => {
  const gateway = sharedGateway();
  const shop = await newShop(gateway);
  // A template of its own: modes with a connector of their own share one queue for each origin.
  const good = await shop.open('onAccount');
  const bad = await shop.openOwn({ timeoutMs: 5_000, maxConcurrency: 10 });
  const run = async (name: string) => {
    const times: number[] = [];
    const till = async (at: number) => {
      for (let count = at; count < PAYMENTS; count += AT_ONCE) {
        const startedAt = performance.now();
        const { body } = await shop.pay(good, `${name}-${count}`);
        times.push(performance.now() - startedAt);
        expect(body.data.status).toBe('payed');
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, async (_, at) => await till(at)));
    return Math.round(times.toSorted((a, b) => a - b)[Math.floor(0.99 * PAYMENTS)] ?? 0);
  };
  await run('warm');
  const without = await run('without');
  await Promise.all(
    Array.from({ length: HUNG }, async (_, at) =>
      shop.pay(bad, `hung-${at}`, {
        sandbox: 'chargeThenHang',
        headers: { prefer: 'respond-async' },
      }),
    ),
  );
  const beside = await run('with');
  reportFaults({
    what: 'one hung connector: p99 of the others',
    n: PAYMENTS,
    bad: null,
    measured: `${without} ms without, ${beside} ms with it`,
  });
});
