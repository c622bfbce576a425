import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { expectInvariants } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { type Levels, readLevels } from '../support/soak/levels.ts';
import { spawnApp } from '../support/spawn-app.ts';

/** Payments of a burst, and how many tills there are. The long version is `npm run soak`. */
const BURST = 500;
const TILLS = 10;
const MIB = 1_048_576;
/** What stays open for a while or for good (the tills' connections, those for signals), far below one for a payment. */
const REMAINING = 40;
/** In three bursts. It is half of this when nothing stays (code that warms up), and more when each payment's row does. */
const HEAP_RISE = 3 * MIB;
const PRELOAD = new URL('../support/soak/collect.mjs', import.meta.url).href;

test('whatever payments take is given back: handles, connections, queue, memory', async () => {
  const gateway = await startGateway(testServers(), {}, async (name, env) =>
    spawnApp(name, { ...env, NODE_OPTIONS: `--import=${PRELOAD}` }),
  );
  onTestFinished(gateway.stop);
  const shop = await newShop(gateway);
  const modes = {
    reused: await shop.openOwn({ isIdempotent: 1 }),
    single: await shop.openOwn({ isIdempotent: 0, isAsyncNotify: 1 }),
  };
  const before = await readLevels(placeOf(gateway));
  await burst(shop, modes, 0);
  await untilGivenBack(gateway, before);
  const warm = await heapOf(gateway);
  for (const number of [1, 2, 3]) await burst(shop, modes, number);
  const after = await untilGivenBack(gateway, before);
  const rise = await heapOf(gateway);
  expect(after.openOrders).toBe(0);
  expect({
    api: rise.api - warm.api < HEAP_RISE,
    worker: rise.worker - warm.worker < HEAP_RISE,
    warm,
    rise,
  }).toMatchObject({ api: true, worker: true });
  await expectInvariants(gateway);
}, 240_000);

/** As a shop's day: most are paid at once, some fail, some by notice later, some are refunded. */
async function burst(
  shop: Shop,
  { reused, single }: Record<'reused' | 'single', string>,
  number: number,
) {
  await inParallel(TILLS, BURST, async (at) => {
    const no = `b${number}-${at}`;
    if (at % 10 === 1) return await shop.pay(reused, no, { sandbox: 'fail' });
    if (at % 10 === 2) return await shop.pay(single, no, { sandbox: 'runThenNotice:50' });
    if (at % 10 === 3) return await shop.pay(reused, no, { sandbox: 'chargeThenReset' });
    const { body } = await shop.pay(reused, no);
    if (at % 10 !== 4) return;
    const refund = { payTractionNo: body.data.tractionNo, clientRefundNo: `r${no}` };
    return await shop.client.post('/refund', refund);
  });
}

const placeOf = ({ databaseUrl, redis, api, worker }: Gateway) => ({
  databaseUrl,
  redisPort: redis?.port ?? null,
  pids: { api: api.pid, worker: worker.pid },
});

/** Idle connections are closed after a while; whatever is a leak stays for ever. */
async function untilGivenBack(gateway: Gateway, before: Levels): Promise<Levels> {
  const names = Object.keys(before) as (keyof Levels)[];
  return await eventually(
    async () => await readLevels(placeOf(gateway)),
    (now) => now.openOrders === 0 && names.every((name) => now[name] <= before[name] + REMAINING),
    30_000,
  );
}

async function heapOf({ api, worker }: Gateway): Promise<{ api: number; worker: number }> {
  const [ofApi, ofWorker] = await Promise.all(
    [api, worker].map(async (app) => await app.ask({ type: 'collect' }, 'collected')),
  );
  return { api: Number(ofApi?.['heapUsed']), worker: Number(ofWorker?.['heapUsed']) };
}
