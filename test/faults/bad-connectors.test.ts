import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { expectInvariants, readLedger } from '../support/invariants.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';

// The money moves and then the answer is anything but an answer. It must end as paid, charged once:
// known by a repeat where the connector is idempotent, by a query where it is not.
const FAULTS = ['Hang', 'Reset', '502', 'Garbage', 'Truncated', 'Redirect', 'CutOff', '500', '400'];
const BEHAVIOURS = [
  ...[...FAULTS, 'StrangeRet'].map((fault) => `chargeThen${fault}`),
  ...['huge', 'gzipBomb', 'drip:2000', 'wrongAmount', 'wrongTractionNo'],
];

test.each([
  ['idempotent', 1, ''],
  ['not idempotent', 0, '?idempotent=0'],
] as const)(
  'a connector (%s) that charges and then says nonsense: paid, charged once',
  {
    timeout: 120_000 * SCALE.behaviourRounds,
  },
  async (name, isIdempotent, query) => {
    const gateway = sharedGateway();
    const shop = await newShop(gateway);
    const queryUrl = `${gateway.sandboxUrl}/sandbox/wechat/query`;
    const mode = await shop.openOwn({ isIdempotent, timeoutMs: 1_000, queryUrl }, query);
    let bad = 0;
    for (let round = 1; round <= SCALE.behaviourRounds; round += 1) {
      const ended = await Promise.all(
        BEHAVIOURS.map(async (sandbox) => {
          const options = { sandbox, headers: { prefer: 'respond-async' } };
          const { body } = await shop.pay(mode, `${sandbox}-${round}`, options);
          const read = async () => (await shop.client.get(`/payOrders/${body.data.uuid}`)).body;
          return await eventually(read, (order) => order.status !== 'paying', 90_000);
        }),
      );
      const lines = await readLedger(gateway);
      for (const order of ended) {
        const own = lines.filter((line) => line.tractionNo === order.tractionNo);
        const charges = own.filter((line) => line.event === 'charged').length;
        if (order.status !== 'payed' || charges !== 1) bad += 1;
      }
    }
    reportFaults({
      what: `charges, then each of ${BEHAVIOURS.length} faults (${name})`,
      n: BEHAVIOURS.length * SCALE.behaviourRounds,
      bad,
    });
    expect(bad).toBe(0);
    await expectInvariants(gateway);
  },
);
