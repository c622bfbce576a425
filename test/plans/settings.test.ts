import { type Database, openDatabase } from '@payserver/shared/store/database';
import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';

async function openWith(options: string): Promise<Database> {
  const url = new URL(await createDatabase(testServers()));
  if (options !== '') url.searchParams.set('options', options);
  const config = { url: url.href, max: 1, name: 'test', onError: () => undefined };
  const db = openDatabase({ ...config, onlyLooksUp: true });
  onTestFinished(async () => await db.close());
  return db;
}

const SETTINGS = `SELECT current_setting('enable_seqscan') AS seqscan, current_setting('jit') AS jit,
  current_setting('work_mem') AS work`;

test.each([
  ['nothing', '', { seqscan: 'off', jit: 'off' }],
  ['another setting', '-c work_mem=5MB', { seqscan: 'off', jit: 'off', work: '5MB' }],
  ['the opposite', '-c enable_seqscan=on', { seqscan: 'on', jit: 'off' }],
])(
  'plans that scan are switched off where DATABASE_URL says %s, and its own settings count',
  async (_, options, expected) => {
    const db = await openWith(options);
    const { rows } = await db.pool.query(SETTINGS);
    expect(rows[0]).toMatchObject(expected);
  },
);

test('the queue in the database is found where DATABASE_URL has settings of its own', async () => {
  const gateway = await startGateway(testServers());
  onTestFinished(gateway.stop);
  await gateway.worker.stop();
  const url = new URL(gateway.databaseUrl);
  url.searchParams.set('options', '-c work_mem=5MB');
  const worker = await spawnApp('worker', { ...gateway.env, DATABASE_URL: url.href });
  onTestFinished(worker.stop);
  const shop = await newShop(gateway);
  const paid = await shop.pay(await shop.open('wechat'), 'c1', { headers: { prefer: 'wait=20' } });
  expect(paid.body.data.status).toBe('payed');
});
