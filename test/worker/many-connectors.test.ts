import { expect, onTestFinished, test } from 'vitest';
import { succeed } from '../support/connector.ts';
import { type ConnectorShop, openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { inParallel } from '../support/in-parallel.ts';
import { testServers } from '../support/shared-gateway.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';

/** More than a worker has connections for its queues (QUEUE_POOL_MAX). */
const CONNECTORS = 60;
const QUEUE_POOL_MAX = 20;
const LISTENING = `
SELECT count(*)::int AS n FROM pg_stat_activity
WHERE datname = current_database() AND query ~* 'LISTENS?.*bullmq_jobs' AND pid <> pg_backend_pid()`;

test('a worker serves more connectors than it has connections, and listens for all of them on one', async () => {
  const settings = { QUEUE_POOL_MAX: String(QUEUE_POOL_MAX) };
  const gateway = await startGateway(testServers(), settings);
  onTestFinished(gateway.stop);
  const shops = await inParallel(
    4,
    CONNECTORS,
    async () => await openConnectorShop(gateway, succeed),
  );
  const patience = { headers: { prefer: 'wait=20' } };
  const answers = await inParallel(10, 2 * CONNECTORS, async (at) => {
    const { shop, payModeUUID } = shops[at % CONNECTORS] as ConnectorShop;
    return await shop.payByQueue(payModeUUID, `c${at}`, patience);
  });
  expect(answers).toEqual(answers.map(() => 'payed'));
  const [listening] = await runSql(gateway.databaseUrl, LISTENING);
  expect(listening).toEqual({ n: 1 });
  // One that starts now listens for all of them at the same moment, and the driver has nothing to complain of.
  const second = await spawnApp('worker', gateway.env);
  onTestFinished(second.stop);
  await eventually(
    async () => await runSql<{ n: number }>(gateway.databaseUrl, LISTENING),
    ([now]) => now?.n === 2,
  );
  expect(second.output()).not.toContain('Warning');
}, 120_000);
