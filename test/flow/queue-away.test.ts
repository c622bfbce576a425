import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, QUEUED_AT_ONCE } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

/** From now on jobs are queued without an error, and lost. */
const LOSE_JOBS = `
  CREATE FUNCTION bullmq.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER lose BEFORE INSERT ON bullmq.job FOR EACH ROW EXECUTE FUNCTION bullmq.lose()`;

test('an order whose wake-up cannot be queued, or is lost again and again, is paid by the sweep, in a queue that was never used', {
  timeout: 60_000,
}, async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(async () => await gateway.stop());
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  const { redis } = gateway;
  if (redis === null) await runSql(gateway.databaseUrl, LOSE_JOBS);
  else await redis.stop();
  // One that comes alone needs no job: it is paid before the sweep may take it.
  const alone = await shop.pay(mode, 'alone', { headers: { prefer: 'wait=4' } });
  expect(alone.body.data.status).toBe('payed');
  expect(await shop.payByQueue(mode, 'c1', { headers: ASYNC })).toBe('paying');
  const read = async () => (await shop.client.get('/payOrders?status=paying')).body.items;
  await eventually(read, (open: unknown[]) => open.length === 0);
  const paid = (await shop.client.get('/payOrders?status=payed')).body.items;
  expect(paid).toHaveLength(QUEUED_AT_ONCE + 1);
  if (redis === null) await runSql(gateway.databaseUrl, 'DROP TRIGGER lose ON bullmq.job');
  else {
    const back = await startRedis(redis.port);
    onTestFinished(async () => await back.stop());
  }
  // Once the queue works it is as fast as ever: the sweep lets more time pass.
  await eventually(
    async () => await shop.payByQueue(mode, `c${(number += 1)}`, FAST),
    (state) => state === 'payed',
  );
  await expectInvariants(gateway);
});

test.runIf(testServers().engine === 'postgres')(
  'a payment that was signalled while no worker listened is queued for one that will',
  async () => {
    const gateway = await startGateway(testServers());
    onTestFinished(async () => await gateway.stop());
    const shop = await newShop(gateway);
    const mode = await shop.open('onAccount');
    await gateway.worker.stop();
    const { body } = await shop.pay(mode, 'unheard', { headers: ASYNC });
    const queued = async () => await runSql<{ id: string }>(gateway.databaseUrl, QUEUED);
    const [job] = await eventually(queued, (jobs) => jobs.length > 0);
    expect(job?.id).toBe(`pay-${body.data.tractionNo}-0`);
  },
);

const QUEUED = `SELECT id FROM bullmq.job WHERE id LIKE 'pay-%'`;
const ASYNC = { prefer: 'respond-async' };
let number = 1;
const FAST = { headers: { prefer: 'wait=2' } };
