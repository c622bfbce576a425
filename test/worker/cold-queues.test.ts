import { expect, onTestFinished, test } from 'vitest';
import { startRawConnector, succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectRecordsHold } from '../support/invariants.ts';
import { askRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { QUEUED_AT_ONCE, type Shop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';

const DEAF = new URL('../support/deaf.mjs', import.meta.url).href;
const LATER = { headers: { prefer: 'respond-async' } };

test('payments of whose jobs no worker hears are paid by the sweep', async () => {
  const gateway = await startGateway(testServers(), {}, async (name, env) =>
    name === 'worker'
      ? await spawnApp(name, env, ['--import', DEAF, `apps/${name}/dist/main.js`])
      : await spawnApp(name, env),
  );
  onTestFinished(gateway.stop);
  const { shop, payModeUUID } = await openConnectorShop(gateway, succeed);
  expect(await shop.payByQueue(payModeUUID, 'c', LATER)).toBe('paying');
  await untilAllArePaid(shop);
  await expectRecordsHold(gateway);
}, 60_000);

test('what a killed worker held goes on with one that never served that queue, and nothing stays in the queue', async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(gateway.stop);
  let calls = 0;
  const connector = await startRawConnector((call, response) => {
    calls += 1;
    // The first ones are never answered: their worker dies waiting.
    if (calls > QUEUED_AT_ONCE) response.end(JSON.stringify(succeed(call)));
  });
  const slow = () => ({ timeoutMs: 60_000, isIdempotent: 1 });
  const { shop, payModeUUID, payTemplateId } = await openConnectorShop(gateway, connector, slow);
  expect(await shop.payByQueue(payModeUUID, 'held', LATER)).toBe('paying');
  await eventually(
    async () => calls,
    (count) => count === QUEUED_AT_ONCE,
  );
  gateway.worker.signal('SIGKILL');
  await gateway.worker.exited;
  const next = await spawnApp('worker', gateway.env);
  onTestFinished(next.stop);
  await untilAllArePaid(shop);
  const left = async () => await jobsOf(gateway, `t-${payTemplateId}`);
  await eventually(left, (jobs) => jobs === 0, 40_000);
  await expectRecordsHold(gateway);
}, 90_000);

async function untilAllArePaid(shop: Shop): Promise<void> {
  const paid = async () => (await shop.client.get('/payOrders?status=payed')).body.items;
  await eventually(paid, (items: readonly unknown[]) => items.length === QUEUED_AT_ONCE);
}

/** How many jobs this queue has, taken or not. */
async function jobsOf({ redis, databaseUrl }: Gateway, queue: string): Promise<number> {
  if (redis === null) {
    return (await runSql(databaseUrl, 'SELECT FROM bullmq.job WHERE queue = $1', [queue])).length;
  }
  const keys = await askRedis(redis, `KEYS *:${queue}:*`);
  return keys.match(/:(?:wait|active|delayed|prioritized)\r/g)?.length ?? 0;
}
