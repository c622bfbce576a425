import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { type FaultRig, startFaultRig } from '../support/fault-rig.ts';
import { expectInvariants } from '../support/invariants.ts';
import { startOwnPostgres } from '../support/own-postgres.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

// A payment whose till waits for its end is committed without a wait for the disk, and its claim waits for both. Here
// no worker claims, the server writes nothing by itself, and dies.
let rig: FaultRig;
let shop: Shop;
let mode: string;
beforeAll(async () => {
  rig = await startFaultRig(
    testServers().engine,
    {},
    await startOwnPostgres({ wal_writer_delay: '10s' }),
  );
  shop = await newShop(rig);
  mode = await shop.openOwn();
  await shop.pay(mode, 'before');
  await rig.running.worker.stop();
});
afterAll(async () => {
  await expectInvariants(rig);
  await rig.stop();
});

const ASYNC = { headers: { prefer: 'respond-async' } };
const rowsOf = async (clientPayNo: string) =>
  await runSql<{ uuid: string }>(
    rig.databaseUrl,
    'SELECT uuid FROM "PayOrder" WHERE "clientPayNo" = $1',
    [clientPayNo],
  );
const untilWritten = async (clientPayNo: string) =>
  await eventually(
    async () => await rowsOf(clientPayNo),
    (rows) => rows.length === 1,
  );

async function crashPostgres(): Promise<void> {
  await rig.postgres.kill();
  await rig.postgres.restart();
}

test('a payment that a till was answered, though it waited for another end, is there after a crash of the database', async () => {
  const { body } = await shop.pay(mode, 'answered', { headers: { prefer: 'wait=1' } });
  expect(body.data.status).toBe('paying');
  await crashPostgres();
  expect(await rowsOf('answered')).toEqual([{ uuid: body.data.uuid }]);
});

test('so is one that a repeat answers while the first call still waits', async () => {
  const first = shop.pay(mode, 'repeated', { headers: { prefer: 'wait=20' } });
  await untilWritten('repeated');
  const { body } = await shop.pay(mode, 'repeated', ASYNC);
  await crashPostgres();
  expect(await rowsOf('repeated')).toEqual([{ uuid: body.data.uuid }]);
  await rig.restart('worker');
  expect((await first).body.data).toMatchObject({ uuid: body.data.uuid, status: 'payed' });
  await rig.running.worker.stop();
});

test('one that a crash takes along before anybody heard of it is refused and was not sent, and the same call pays it', async () => {
  const first = shop.pay(mode, 'lost', { headers: { prefer: 'wait=4' } });
  await untilWritten('lost');
  await crashPostgres();
  expect(await rowsOf('lost')).toEqual([]);
  expect([(await first).status, (await first).body.code]).toEqual([503, 9503]);
  await rig.restart('worker');
  expect((await shop.pay(mode, 'lost')).body.data.status).toBe('payed');
});
