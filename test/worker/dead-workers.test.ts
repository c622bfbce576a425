import { type Database, openDatabase } from '@payserver/shared/store/database';
import { endLeasesOf, findMissingWorkers } from '@payserver/shared/store/orders/dead-workers';
import { enterWorkerProcess } from '@payserver/shared/store/worker-process';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type ReceivedCall, startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { testServers } from '../support/shared-gateway.ts';
import { SILENT_LOG as log } from '../support/silent-log.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';

// Longer than any test: what goes on here goes on because a death was noticed.
const SETTINGS = { LEASE_MS: '600000', SWEEP_INTERVAL_MS: '200' };
const LATER = { prefer: 'respond-async' };
const SESSIONS = `SELECT pid FROM pg_stat_activity
  WHERE application_name = 'payserver-worker-process' AND datname = current_database() ORDER BY pid`;

let gateway: Gateway;
let worker: RunningApp;
beforeAll(async () => {
  gateway = await startGateway(testServers(), SETTINGS);
  worker = gateway.worker;
});
afterAll(async () => {
  await expectRecordsHold(gateway);
  await worker.stop();
  await gateway.stop();
});

/** A connector that answers nothing until it is let go, and then everything at once. */
async function startHeldConnector() {
  const held: (() => void)[] = [];
  let isFree = false;
  const connector = await startRawConnector((call: ReceivedCall, response) => {
    const answer = () => void response.end(JSON.stringify(succeed(call)));
    if (isFree) answer();
    else held.push(answer);
  });
  const letGo = () => {
    isFree = true;
    for (const answer of held) answer();
  };
  return { connector, letGo };
}

const slow = () => ({ timeoutMs: 120_000, isIdempotent: 1 });

/** A payment that a worker is in the middle of, until its connector is let go. */
async function startHeldPayment() {
  const { connector, letGo } = await startHeldConnector();
  const { shop, pay } = await openConnectorShop(gateway, connector, slow);
  const { uuid } = (await pay('held', { headers: LATER })).body.data;
  await eventually(
    async () => connector.calls,
    ({ length }) => length === 1,
  );
  const read = async () => (await shop.client.get(`/payOrders/${uuid}?expand=tradeRecords`)).body;
  const untilFinal = async () => await eventually(read, ({ status }) => status !== 'paying');
  return { connector, letGo, untilFinal };
}

const eventsOf = (order: { tradeRecords: { items: { event: string }[] } }) =>
  order.tradeRecords.items.map(({ event }) => event);

test.each(['beside it', 'after it'])(
  'what a killed worker held goes on at once with the worker that runs %s',
  async (when) => {
    const { connector, letGo, untilFinal } = await startHeldPayment();
    const next = when === 'beside it' ? await spawnApp('worker', gateway.env) : null;
    worker.signal('SIGKILL');
    await worker.exited;
    letGo();
    worker = next ?? (await spawnApp('worker', gateway.env));
    const order = await untilFinal();
    expect(order.status).toBe('payed');
    expect(eventsOf(order)).toEqual(['accept', 'attemptLost', 'succeed']);
    // The same number: what an idempotent connector charges once.
    expect(new Set(connector.calls.map(({ body }) => JSON.stringify(body))).size).toBe(1);
  },
);

test('a worker that only lost its session is not taken for dead, however often', async () => {
  const other = await spawnApp('worker', gateway.env);
  onTestFinished(async () => await other.stop());
  const { connector, letGo, untilFinal } = await startHeldPayment();
  const sessions = async () =>
    (await runSql<{ pid: number }>(gateway.databaseUrl, SESSIONS)).map(({ pid }) => pid);
  for (let round = 0; round < 10; round += 1) {
    const before = await eventually(sessions, ({ length }) => length === 2);
    await runSql(gateway.databaseUrl, `SELECT pg_terminate_backend(pid) FROM (${SESSIONS}) s`);
    await eventually(
      sessions,
      (now) => now.length === 2 && now.every((pid) => !before.includes(pid)),
    );
  }
  letGo();
  const order = await untilFinal();
  expect(eventsOf(order)).toEqual(['accept', 'succeed']);
  expect(connector.calls).toHaveLength(1);
});

test('only who holds its lock finds others dead, and nobody who holds one is', async () => {
  const db = openTestDatabase();
  const url = gateway.databaseUrl;
  const [one, two] = await Promise.all([
    enterWorkerProcess({ url, log }),
    enterWorkerProcess({ url, log }),
  ]);
  const [own, other] = [one.no() ?? 0, two.no() ?? 0];
  const isThere = async () =>
    (await runSql(url, 'SELECT FROM "WorkerProcess" WHERE no = $1', [other])).length === 1;
  expect(await findMissingWorkers(db, own)).not.toContain(other);
  await endLeasesOf(db, other, { own, againMs: 0 });
  expect(await isThere()).toBe(true);
  await two.stop();
  expect(two.no()).toBeNull();
  await eventually(
    async () => await findMissingWorkers(db, own),
    (missing) => missing.includes(other),
  );
  const nobody = 2_000_000_000;
  await endLeasesOf(db, other, { own: nobody, againMs: 0 });
  expect(await isThere()).toBe(true);
  await one.stop();
});

function openTestDatabase(): Database {
  const db = openDatabase({
    url: gateway.databaseUrl,
    max: 2,
    name: 'test',
    onError: () => undefined,
  });
  onTestFinished(async () => await db.close());
  return db;
}
