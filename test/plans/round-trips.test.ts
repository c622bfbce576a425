import { expect, onTestFinished, test } from 'vitest';
import { startFaultRig } from '../support/fault-rig.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { REFUND_ROUND_TRIPS } from '../support/round-trips.ts';
import { newShop } from '../support/shop.ts';

const NOW = { prefer: 'respond-async' };
/** The driver sends one statement, then waits for its answer: each of them is a round trip. */
const STATEMENT = /^payserver-api\|LOG:\s+(?:statement: |execute )(.*)/;

test('a payment in a mode that was paid with before is accepted in one round trip to the database, a refund in three and its audit record', async () => {
  const settings = { log_statement: 'all', log_line_prefix: '%a|' };
  const postgres = await startOwnPostgres(settings);
  const rig = await startFaultRig('postgres', {}, postgres);
  onTestFinished(async () => await rig.stop());
  const shop = await newShop(rig);
  const mode = await shop.open('cash');
  const statementsOf = async (ask: () => Promise<{ readonly status: number }>) => {
    const before = (await postgres.readLog()).length;
    expect((await ask()).status).toBe(200);
    const log = (await postgres.readLog()).slice(before);
    return log.split('\n').flatMap((line) => STATEMENT.exec(line)?.[1]?.trim() ?? []);
  };
  // The first of each kind makes connections, whose settings are no part of it.
  const warm = await shop.pay(mode, 'warm', { headers: NOW });
  const refund = async (payTractionNo: string, clientRefundNo: string) =>
    await shop.client.post('/refund', { payTractionNo, clientRefundNo, refundAmount: 100 }, NOW);
  await refund(warm.body.data.tractionNo, 'warm');

  const payment = await statementsOf(async () => await shop.pay(mode, 'p', { headers: NOW }));
  expect(payment).toEqual([expect.stringMatching(/^insert-pay-orders/)]);
  const refunded = await statementsOf(
    async () => await refund(warm.body.data.tractionNo, 'counted'),
  );
  // The audit record says what was answered: it is written when the refund is accepted already.
  expect(refunded).toEqual([...REFUND_ROUND_TRIPS, 'append-audit:']);
});
