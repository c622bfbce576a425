import { expect, onTestFinished, test } from 'vitest';
import { succeed } from '../support/connector.ts';
import { openConnectorShop } from '../support/connector-shop.ts';
import { eventually } from '../support/eventually.ts';
import { startGateway } from '../support/gateway.ts';
import { testServers } from '../support/shared-gateway.ts';
import { runSql } from '../support/sql.ts';

/** A job in the queue of the last payment that a worker took and died with. */
const LEFT_BEHIND = `
INSERT INTO bullmq.job (queue, id, seq, name, state, data, opts, priority, delay_ms, max_attempts, added_at_ms,
  lock_token, locked_until_ms)
SELECT "connectorKey", 'left', nextval('bullmq.job_seq'), 'left', 'active', '{}', '{"removeOnComplete": true}', 0, 0, 1,
  ms - 60000, 'dead', ms - 1
FROM "PayOrder", (SELECT (extract(epoch FROM now()) * 1000)::bigint AS ms) clock ORDER BY id DESC LIMIT 1
RETURNING queue`;

test('the job of a worker that died is taken up, and queues without one are not written to', async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(gateway.stop);
  const { shop, payModeUUID } = await openConnectorShop(gateway, succeed);
  const patience = { headers: { prefer: 'wait=20' } };
  expect(await shop.payByQueue(payModeUUID, 'c', patience)).toBe('payed');
  const left = await runSql(gateway.databaseUrl, LEFT_BEHIND);
  expect(left).toHaveLength(1);
  await eventually(
    async () => await runSql(gateway.databaseUrl, `SELECT id FROM bullmq.job WHERE id = 'left'`),
    (jobs) => jobs.length === 0,
  );
  const searched = `SELECT queue FROM bullmq.meta WHERE field = 'stalled-check'`;
  expect(await runSql(gateway.databaseUrl, searched)).toEqual(left);
}, 60_000);
