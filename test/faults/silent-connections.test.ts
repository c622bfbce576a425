import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type FaultRig, startFaultRig } from '../support/fault-rig.ts';
import { reportFaults } from '../support/faults-report.ts';
import { expectInvariants } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

const { engine } = testServers();
let rig: FaultRig;
let shop: Shop;
let mode: string;
beforeAll(async () => {
  rig = await startFaultRig(engine, {});
  shop = await newShop(rig);
  mode = await shop.open('onAccount');
  await untilFast('before');
});
afterAll(async () => {
  await expectInvariants(rig);
  await rig.stop();
});

/** Less than the sweep and BullMQ's own polling let pass: only who hears of an order at once is as fast. */
const FAST_MS = 1_500;
const IN_A_ROW = 5;

/** Pays until some payments in a row were as fast as payments are; answers how long that took, ms. */
async function untilFast(name: string): Promise<number> {
  const startedAt = performance.now();
  let number = 0;
  const isFast = async () => {
    const sentAt = performance.now();
    number += 1;
    // By signals and by jobs, whose connections are different ones.
    const alone = shop.pay(mode, `${name}-${number}`).then(({ body }) => body.data?.status);
    const many = await shop.payByQueue(mode, `${name}-many-${number}`);
    const arePaid = many === 'payed' && (await alone) === 'payed';
    return arePaid && performance.now() - sentAt < FAST_MS;
  };
  let fast = 0;
  await eventually(
    async () => {
      fast = (await isFast()) ? fast + 1 : 0;
      return fast;
    },
    (times) => times === IN_A_ROW,
    90_000,
  );
  return performance.now() - startedAt;
}

const WIRES = engine === 'redis' ? (['database', 'redis'] as const) : (['database'] as const);

test.each(WIRES)(
  'connections to the %s that die without a word are replaced: payments are as fast as before, and none is left open',
  { timeout: 180_000 },
  async (server) => {
    // Some are in progress at that moment.
    const amidst = Array.from(
      { length: 8 },
      async (_, at) => await shop.pay(mode, `${server}-amidst-${at}`),
    );
    rig.wires[server]?.forget();
    const ms = await untilFast(server);
    await Promise.all(amidst);
    const open = await eventually(
      async () => await runSql(rig.databaseUrl, `SELECT 1 FROM "PayOrder" WHERE status = 'paying'`),
      (rows) => rows.length === 0,
      30_000,
    );
    expect(open).toEqual([]);
    reportFaults({
      what: `connections to the ${server} die silently: until payments are as fast as before`,
      n: 1,
      bad: 0,
      measured: `${(ms / 1_000).toFixed(1)} s`,
    });
  },
);
