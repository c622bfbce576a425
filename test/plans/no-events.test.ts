import { expect, test } from 'vitest';
import { sharedGateway } from '../support/shared-gateway.ts';
import { newShop, payBody } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

test('jobs leave no events behind: nobody reads them, and each would wake every process that listens', async () => {
  const gateway = sharedGateway();
  const shop = await newShop(gateway);
  const mode = await shop.open('wechat');
  const patience = { headers: { prefer: 'wait=20' } };
  const { body } = await shop.pay(mode, 'first', patience);
  expect(body.data.status).toBe('payed');
  // Many at once go to the queue in another way than one.
  const many = Array.from({ length: 300 }, (_, at) =>
    payBody(shop.merchantUUID, { payModeUUID: mode, clientPayNo: `many-${at}` }),
  );
  const batch = await shop.client.post('/batchPay', { batchPayData: many }, patience.headers);
  expect(batch.status).toBe(200);
  const [events] = await runSql(gateway.databaseUrl, 'SELECT count(*)::int AS n FROM bullmq.event');
  expect(events).toEqual({ n: 0 });
  // The job did pass through this database: its sequence has moved.
  const [jobs] = await runSql(gateway.databaseUrl, 'SELECT is_called AS used FROM bullmq.job_seq');
  expect(jobs).toEqual({ used: true });
});
