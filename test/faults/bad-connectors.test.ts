import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { breachesOf, readLedger } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { damageOf } from '../support/verdict.ts';
import { readAll } from '../support/walk-list.ts';

// The money moves and then the answer is anything but an answer. It must end as paid, charged once:
// known by a repeat where the connector is idempotent, by a query where it is not.
const FAULTS = ['Hang', 'Reset', '502', 'Garbage', 'Truncated', 'Redirect', 'CutOff', '500', '400'];
const BEHAVIOURS = [
  ...[...FAULTS, 'StrangeRet'].map((fault) => `chargeThen${fault}`),
  ...['huge', 'gzipBomb', 'drip:2000', 'wrongAmount', 'wrongTractionNo'],
];
/** So many of each at the same time. */
const AT_ONCE = 10;
const WAVE_MS = 120_000;

let gateway: Gateway;
beforeAll(async () => {
  // No circuit opens: what is tested here is each call that goes wrong, not that they are spared.
  gateway = await startGateway(testServers(), { CIRCUIT_FAILURES: '10000' });
});
afterAll(async () => await gateway.stop());

/** Pays by each behaviour some times, all at once, and waits until nothing is open any more. */
async function payWave(shop: Shop, mode: string, rounds: readonly number[]): Promise<void> {
  const numbers = rounds.flatMap((round) => BEHAVIOURS.map((sandbox) => ({ sandbox, round })));
  await Promise.all(
    numbers.map(async ({ sandbox, round }) => {
      const options = { sandbox, headers: { prefer: 'respond-async' } };
      const { status } = await shop.pay(mode, `${sandbox}-${round}`, options);
      expect(status).toBe(200);
    }),
  );
  const open = async () => (await shop.client.get('/payOrders?status=paying&limit=1')).body.items;
  // What stays open is found by who asks for it afterwards.
  await eventually(open, (orders) => orders.length === 0, WAVE_MS).catch(() => undefined);
}

test.each([
  ['idempotent', 1, ''],
  ['not idempotent', 0, '?idempotent=0'],
] as const)(
  'a connector (%s) that charges and then says nonsense: paid, charged once',
  { timeout: 60_000 + WAVE_MS * Math.ceil(SCALE.behaviourRounds / AT_ONCE) },
  async (name, isIdempotent, query) => {
    const shop = await newShop(gateway);
    const queryUrl = `${gateway.sandboxUrl}/sandbox/wechat/query`;
    const limits = { timeoutMs: 1_000, maxConcurrency: 200 };
    const mode = await shop.openOwn({ isIdempotent, queryUrl, ...limits }, query);
    const rounds = Array.from({ length: SCALE.behaviourRounds }, (_, at) => at);
    for (let at = 0; at < rounds.length; at += AT_ONCE) {
      await payWave(shop, mode, rounds.slice(at, at + AT_ONCE));
    }
    const orders = await readAll(shop.client, '/payOrders');
    const charges = new Map<string, number>();
    for (const { event, tractionNo } of await readLedger(gateway)) {
      if (event === 'charged') charges.set(tractionNo, (charges.get(tractionNo) ?? 0) + 1);
    }
    const bad = orders.filter(
      ({ status, tractionNo }) => status !== 'payed' || charges.get(String(tractionNo)) !== 1,
    );
    const breaches = await breachesOf(gateway);
    reportFaults({
      what: `connector charges, then each of ${BEHAVIOURS.length} faults (${name})`,
      n: orders.length,
      bad: bad.length,
      damage: damageOf(breaches),
    });
    expect(orders).toHaveLength(BEHAVIOURS.length * SCALE.behaviourRounds);
    expect({ bad, breaches }).toEqual({ bad: [], breaches: [] });
  },
);
