import { expect, test } from 'vitest';
import { fillOrders, tractionNosOfOneMoment } from '../support/fill/fill-orders.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

test('what is filled in keeps every rule of real payments, in two chunks with refunds across them', async () => {
  const databaseUrl = await createDatabase(testServers());
  await fillOrders(databaseUrl, { orders: 12_000, shops: 40, open: 100 });
  await expectRecordsHold({ databaseUrl });
  const [filled] = await runSql(databaseUrl, FILLED);
  expect(filled).toEqual({ orders: 12_000, kinds: 6, open: true, unordered: 0 });
});

// With five million payments it happened once.
test('two refunds of one moment have numbers of their own, however far apart their payments are', async () => {
  const databaseUrl = await createDatabase(testServers());
  const numbers = await tractionNosOfOneMoment(databaseUrl, PAYMENTS_OF_A_WEEK);
  expect([new Set(numbers).size, numbers[0]?.length]).toEqual([PAYMENTS_OF_A_WEEK, 20]);
});

/** Of five million in two years. */
const PAYMENTS_OF_A_WEEK = 50_001;

/** Whether those are open that should be, and how many ids do not grow with time. */
const FILLED = `SELECT count(*)::int AS orders, count(DISTINCT status)::int AS kinds,
    bool_and(("dueAt" IS NOT NULL) = (id > 11900 AND "connectorKey" <> 'offline')) AS open,
    (count(*) FILTER (WHERE "createdAt" < before))::int AS unordered
  FROM (SELECT *, lag("createdAt") OVER (ORDER BY id) AS before FROM "PayOrder") t`;
