import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type FaultRig, startFaultRig } from '../support/fault-rig.ts';
import { reportFaults } from '../support/faults-report.ts';
import { SCALE } from '../support/faults-scale.ts';
import { breachesOf } from '../support/invariants.ts';
import { addEndpoint, startReceiver, verified } from '../support/notify-receiver.ts';
import { type Choices, seededChoices } from '../support/random.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';
import { damageOf } from '../support/verdict.ts';

// Payments go on while workers, the database and Redis die: their merchant hears of each of them in the end, and of
// none more often than attempts were in flight when something died.
const { engine } = testServers();
const VICTIMS = ['worker', 'postgres', ...(engine === 'redis' ? ['redis'] : [])];
const ROUNDS = Math.max(SCALE.kills, VICTIMS.length + 2);
const IN_FLIGHT = 8;
const KILL_AFTER_MS = 1_500;
const CALM_MS = 120_000;
const ENDPOINT = { timeoutMs: 1_000, maxInFlight: IN_FLIGHT, types: ['payment.succeeded'] };

/** Which one dies in this round: each once first, then workers more often than the others. */
function victimOf(round: number, { pick }: Choices): string {
  return VICTIMS[round] ?? pick([...VICTIMS, 'worker']);
}

/** Kills it and starts it again. */
async function dieOnce(rig: FaultRig, victim: string, { next }: Choices): Promise<void> {
  await sleep(KILL_AFTER_MS * next());
  if (victim === 'postgres') {
    await rig.postgres.kill();
    return await rig.postgres.restart();
  }
  if (victim === 'redis') {
    // It comes back empty.
    await rig.running.redis?.stop();
    return await rig.restart('redis');
  }
  rig.running.worker.signal('SIGKILL');
  await rig.running.worker.exited;
  await rig.restart('worker');
}

/** Pays until it is stopped; what is refused meanwhile is none of ours. */
function payOn(shop: Shop, mode: string) {
  let [isOver, number] = [false, 0];
  const till = async () => {
    while (!isOver) {
      number += 1;
      await shop.pay(mode, `c${number}`).catch(() => undefined);
      await sleep(20);
    }
  };
  const tills = Promise.all(Array.from({ length: 3 }, till));
  return async () => {
    isOver = true;
    await tills;
  };
}

async function countOf(rig: FaultRig, sql: string): Promise<number> {
  const rows = await runSql<{ count: number }>(
    rig.databaseUrl,
    `SELECT count(*)::int AS count FROM ${sql}`,
  ).catch(() => []);
  return rows[0]?.count ?? -1;
}

test(`${ROUNDS} kills: nothing is lost, and little comes twice`, {
  timeout: CALM_MS * 2 + ROUNDS * 30_000,
}, async () => {
  const rig = await startFaultRig(engine, { LEASE_MS: '1000' });
  onTestFinished(async () => await rig.stop());
  // Some are quicker than others, so that some are in flight whenever something dies.
  const receiver = await startReceiver((before) => ({ delayMs: (before % 4) * 40 }));
  onTestFinished(async () => await receiver.stop());
  const shop = await newShop(rig);
  const mode = await shop.open('wechat');
  const target = { merchantUUID: shop.merchantUUID, url: receiver.url };
  const { secret } = await addEndpoint(rig.databaseUrl, target, ENDPOINT);
  const stop = payOn(shop, mode);
  const choices = seededChoices(SCALE.seed);
  const died: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const victim = victimOf(round, choices);
    await dieOnce(rig, victim, choices);
    died.push(victim);
  }
  await stop();

  const left = [
    `"PayOrder" WHERE "dueAt" IS NOT NULL`,
    `"TradeRecord" r WHERE event = 'succeed' AND NOT EXISTS (SELECT FROM "NotifyDelivery" d WHERE d."recordId" = r.id)`,
    `"NotifyDelivery" WHERE "nextAt" IS NOT NULL`,
  ];
  for (const sql of left) {
    await eventually(
      async () => await countOf(rig, sql),
      (count) => count === 0,
      CALM_MS,
    );
  }
  const heard = receiver.received.map((message) => verified(secret, message).data.tractionNo);
  const paid = await runSql<{ tractionNo: string }>(
    rig.databaseUrl,
    `SELECT "tractionNo" FROM "TradeRecord" WHERE event = 'succeed' AND kind = 'pay'`,
  );
  const known = new Set(heard);
  const lost = paid.filter(({ tractionNo }) => !known.has(tractionNo));
  const twice = heard.length - known.size;
  // Nothing is in flight to Redis: who loses it sends nothing twice.
  const mostTwice = died.filter((victim) => victim !== 'redis').length * IN_FLIGHT;
  const breaches = await breachesOf(rig);
  reportFaults({
    what: 'notifications while workers, the database and Redis die',
    n: ROUNDS,
    bad: lost.length + breaches.length + Math.max(twice - mostTwice, 0),
    damage: damageOf(breaches),
    measured: `seed ${SCALE.seed}, ${paid.length} payments, ${twice} came twice of ${mostTwice} that may`,
  });
  expect(breaches).toEqual([]);
  expect(lost).toEqual([]);
  expect(known.size).toBe(paid.length);
  expect(twice).toBeLessThanOrEqual(mostTwice);
});
