import { expect, onTestFinished, test } from 'vitest';
import { startGateway } from '../support/gateway.ts';
import { runCommand } from '../support/run-command.ts';
import { createDatabase } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

const RENAMED = new URL('../support/renamed-insides.mjs', import.meta.url).href;
const spawnRenamed: typeof spawnApp = async (name, env) =>
  await spawnApp(name, env, ['--import', RENAMED, `apps/${name}/dist/main.js`]);

/** The inside that each warning in the log is about, in the order of their names. */
function warnedOf(output: string): string[] {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  return lines
    .map((line) => /^(.*) is not as this version knows it/.exec(JSON.parse(line).msg)?.[1])
    .filter((inside) => inside !== undefined)
    .toSorted((a, b) => (a < b ? -1 : 1));
}

const STILL_THERE = `SELECT bullmq.publish_event('', '', '{}', '') AS n`;
const OF_WORKERS = "The channel of BullMQ's jobs";
const INSIDES = [
  "How BullMQ's backend listens",
  OF_WORKERS,
  "The connection in pg's client",
  "The ready promise of BullMQ's backend",
  "buildNextJobResult of BullMQ's backend",
];

test('a gateway whose dependencies have other insides starts, warns of each once, and pays and refunds', {
  timeout: 120_000,
}, async () => {
  const gateway = await startGateway(testServers(), {}, spawnRenamed);
  onTestFinished(gateway.stop);
  const shop = await newShop(gateway);
  const patience = { headers: { prefer: 'wait=20' } };
  for (const mode of [await shop.open('wechat'), await shop.open('alipay')]) {
    const { body } = await shop.pay(mode, mode, patience);
    expect(body.data.status).toBe('payed');
    const refund = { payTractionNo: body.data.tractionNo, clientRefundNo: mode };
    const refunded = await shop.client.post('/refund', refund, patience.headers);
    expect(refunded.body.data.status).toBe('refunded');
  }
  expect(warnedOf(gateway.worker.output())).toEqual(INSIDES);
  const ofQueues = INSIDES.filter((inside) => inside.includes('BullMQ') && inside !== OF_WORKERS);
  expect(warnedOf(gateway.api.output())).toEqual(expect.arrayContaining(ofQueues));
});

test('a database whose BullMQ has another function for events is migrated, with a warning, and keeps its events', async () => {
  const databaseUrl = await createDatabase(testServers());
  await runSql(databaseUrl, `DROP FUNCTION bullmq.publish_event(text, text, jsonb)`);
  await runSql(
    databaseUrl,
    `CREATE FUNCTION bullmq.publish_event(p_queue text, p_event text, p_data jsonb, p_more text)
     RETURNS bigint LANGUAGE sql AS 'SELECT 7::bigint'`,
  );
  const env = { DATABASE_URL: databaseUrl, ALLOW_DATA_LOSS: '1', JWT_SECRET: TEST_JWT_SECRET };
  const { code, output, errors } = await runCommand('migrate', env);
  expect([code, errors]).toEqual([0, expect.stringContaining('UnknownInside')]);
  expect(warnedOf(output)).toEqual(["BullMQ's function bullmq.publish_event"]);
  expect(output).toMatch(/the database is up to date/);
  const remaining = await runSql<{ n: string }>(databaseUrl, STILL_THERE);
  expect(remaining).toEqual([{ n: '7' }]);
});

test('where the inside that sslmode=prefer needs is another, a server without TLS is refused in a line that names the cure', async () => {
  const url = new URL(await createDatabase(testServers()));
  url.searchParams.set('sslmode', 'prefer');
  const env = { DATABASE_URL: url.href, JWT_SECRET: TEST_JWT_SECRET };
  await expect(spawnRenamed('worker', env)).rejects.toThrow(
    /How pg's connection begins[\s\S]*it has no TLS: take sslmode out of DATABASE_URL/,
  );
});
