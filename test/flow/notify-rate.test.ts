import { expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { created, type Office, openOffice } from '../support/notify-office.ts';
import { sharedGateway } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

const gateway = sharedGateway();

const COUNT = 10;
/** Messages that left at the right time may come a little closer together. */
const JITTER_MS = 200;

/** Pays so many times, so many at once. */
async function payAll({ shop, mode }: Office, atOnce: number): Promise<void> {
  const numbers = Array.from({ length: COUNT }, (_, at) => `c${at}`);
  while (numbers.length > 0) {
    const some = numbers.splice(0, atOnce);
    await Promise.all(some.map(async (no) => created(await shop.pay(mode, no))));
  }
}

/** Waits until each message was taken; answers when they came, ms. */
async function timesOf({ shop, receiver }: Office): Promise<readonly number[]> {
  await eventually(
    async () => (await shop.client.get('/notifyDeliveries?status=ok')).body.items,
    (items) => items.length === COUNT,
    60_000,
  );
  return receiver.received.map(({ at }) => at);
}

/** The shortest time in which one more came than a second may have, ms. */
function shortestOf(times: readonly number[], rate: number): number {
  return Math.min(...times.slice(rate).map((at, before) => at - (times[before] ?? 0)));
}

test.each([
  ['at once', COUNT],
  ['one after the other', 1],
])(
  'no more messages come in a second than the endpoint takes, of payments made %s',
  async (_, atOnce) => {
    const ratePerS = 4;
    const office = await openOffice(gateway, { ratePerS, maxInFlight: 8 });
    await payAll(office, atOnce);
    const times = await timesOf(office);
    expect(times).toHaveLength(COUNT);
    expect(shortestOf(times, ratePerS)).toBeGreaterThan(1_000 - JITTER_MS);
  },
);

test('a rate that makes a backlog last longer than a lease sends nothing twice', async () => {
  const slow = { ratePerS: 1, maxInFlight: 64, timeoutMs: 1_000 };
  const office = await openOffice(gateway, slow);
  const { shop, path } = office;
  created(await shop.client.post(path, { status: 'paused' }));
  await payAll(office, COUNT);
  // It has answered often enough to be sent all of them at the same time.
  await runSql(
    gateway.databaseUrl,
    `UPDATE "NotifyEndpoint" SET oks = 10 WHERE "merchantUUID" = $1`,
    [shop.merchantUUID],
  );
  created(await shop.client.post(path, { status: 'on' }));
  const times = await timesOf(office);
  expect(times).toHaveLength(COUNT);
  expect(shortestOf(times, 1)).toBeGreaterThan(1_000 - JITTER_MS);
});
