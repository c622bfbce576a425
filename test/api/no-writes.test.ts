import { execFile } from 'node:child_process';
import { chown, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { refusalProblem } from '../support/refusal.ts';
import { adminQuery, TEMPLATE_DATABASE, databaseUrl as urlOf } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { runSql } from '../support/sql.ts';

const run = promisify(execFile);
const { adminUrl } = testServers();
const NAME = `small_${process.pid}`;
const stops: Array<() => Promise<unknown>> = [];
let databaseUrl: string;
let api: ApiProcess;
let probe: Client;
let shop: Shop;
let mode: string;

// A database on a disk of 32 MiB: a tablespace in memory, so that the server's own disk stays as it is.
beforeAll(async () => {
  const disk = await mkdtemp(join(tmpdir(), 'payserver-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=32m', 'tmpfs', disk]);
  stops.push(async () => {
    await run('umount', ['--lazy', disk]);
    await rm(disk, { recursive: true });
  });
  const [place] = await runSql<{ dir: string }>(
    adminUrl,
    `SELECT current_setting('data_directory') AS dir`,
  );
  const owner = await stat(place?.dir ?? '');
  await chown(disk, owner.uid, owner.gid);
  await adminQuery(adminUrl, `CREATE TABLESPACE ${NAME} LOCATION '${disk}'`);
  stops.push(async () => await adminQuery(adminUrl, `DROP TABLESPACE ${NAME}`));
  await adminQuery(
    adminUrl,
    `CREATE DATABASE ${NAME} TEMPLATE ${TEMPLATE_DATABASE} TABLESPACE ${NAME}`,
  );
  stops.push(async () => await adminQuery(adminUrl, `DROP DATABASE ${NAME} WITH (FORCE)`));
  databaseUrl = urlOf(adminUrl, NAME);
  await seedTemplates(databaseUrl);
  api = await startApi({ databaseUrl, redisUrl: '' });
  stops.push(api.stop);
  probe = createClient(api.url, null);
  shop = await newShop({ ...api, databaseUrl, redisUrl: '', sandboxUrl: 'http://127.0.0.1:6010' });
  mode = await shop.open('cash');
}, 180_000);
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
}, 60_000);

const logLines = (message: string) =>
  api.app
    .output()
    .split('\n')
    .filter((line) => line.includes(message));
const ready = async () => await probe.get('/health/ready');
const untilReady = async () => await eventually(ready, ({ status }) => status === 200);

/** Not ready because of this, and ready again once it is mended. */
async function expectLostAndBack(reason: string, mend: () => Promise<unknown>) {
  const { body } = await eventually(ready, ({ status }) => status === 503);
  expect(body.parts.database).toBe(`takes no writes: ${reason}`);
  await mend();
  expect((await untilReady()).body.parts.database).toBe('ok');
}

test('with a full disk it is not ready and says why, until there is room again', async () => {
  await runSql(databaseUrl, 'CREATE TABLE filler (text text)');
  await fillDisk();
  const refused = await eventually(
    async () => await shop.pay(mode, `c${Math.random()}`),
    ({ status }) => status === 503,
  );
  expect(refusalProblem(refused, { code: 9503 })).toBeNull();
  expect(refused.body.message).toBe("the database's disk is full at the moment");
  await expectLostAndBack('its disk is full', async () => {
    await runSql(databaseUrl, 'DROP TABLE filler');
    await runSql(databaseUrl, 'CHECKPOINT');
  });
  expect((await shop.pay(mode, 'after')).body.data.status).toBe('payed');
  expect(logLines('the database takes no writes')).toHaveLength(1);
  expect(logLines('the database takes writes again')).toHaveLength(1);
  expect(logLines('the database takes writes again')[0]).toMatch(/"lostMs":\d+/);
});

test('made read-only it is not ready and says why, until it may write again', async () => {
  await setReadOnly('on');
  const refused = await eventually(
    async () => await shop.pay(mode, 'read-only'),
    ({ body }) => /read-only/.test(body.message),
  );
  expect(refusalProblem(refused, { code: 9503 })).toBeNull();
  await expectLostAndBack('it is read-only', async () => await setReadOnly('off'));
  await eventually(
    async () => await shop.pay(mode, 'read-only'),
    ({ body }) => body.data !== undefined,
  );
  expect(logLines('the database takes no writes')).toHaveLength(2);
  expect(logLines('the database takes writes again')).toHaveLength(2);
});

/** Row after row, until not even a small one has a place. */
async function fillDisk(): Promise<void> {
  for (const rows of [2_000, 200, 20, 2]) {
    const insert = `INSERT INTO filler SELECT string_agg(md5(random()::text), '')
      FROM generate_series(1, ${rows} * 50) n GROUP BY n % ${rows}`;
    for (;;) {
      const isFull = await runSql(databaseUrl, insert).then(
        () => false,
        (error: { code?: string }) => error.code === '53100',
      );
      if (isFull) break;
    }
  }
}

/** For new connections, and those that there were are ended. */
async function setReadOnly(value: 'on' | 'off'): Promise<void> {
  await adminQuery(adminUrl, `ALTER DATABASE ${NAME} SET default_transaction_read_only = ${value}`);
  await adminQuery(
    adminUrl,
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${NAME}'`,
  );
}
