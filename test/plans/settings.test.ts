import { type Database, openDatabase } from '@payserver/shared/store/database';
import { expect, onTestFinished, test } from 'vitest';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';

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
