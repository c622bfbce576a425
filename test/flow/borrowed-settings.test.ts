import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { hostileSettings } from '../support/hostile-settings.ts';
import { expectInvariants } from '../support/invariants.ts';
import { startPgBouncer } from '../support/pgbouncer.ts';
import { runCommand } from '../support/run-command.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { spawnApp } from '../support/spawn-app.ts';
import { runSql } from '../support/sql.ts';

let gateway: Gateway;
let borrowed: Gateway;
let shop: Shop;
const stops: Array<() => Promise<unknown>> = [];

// A database that says everything else than the gateway needs, behind a pooler, with our tables in a schema beside
// those of another gateway.
beforeAll(async () => {
  gateway = await startGateway(testServers());
  stops.push(gateway.stop);
  await Promise.all([gateway.api.stop(), gateway.worker.stop()]);
  const name = new URL(gateway.databaseUrl).pathname.slice(1);
  for (const sql of hostileSettings(name)) await runSql(gateway.databaseUrl, sql);
  const bouncer = await startPgBouncer(gateway.databaseUrl, 'session');
  stops.push(bouncer.stop);
  const databaseUrl = `${bouncer.url}?schema=staging`;
  const env = { ...gateway.env, DATABASE_URL: databaseUrl };
  const migrated = await runCommand('migrate', env);
  if (migrated.code !== 0) throw new Error(migrated.errors);
  await seedTemplates(databaseUrl, { sandboxUrl: gateway.sandboxUrl });
  for (const part of ['worker', 'api'] as const) stops.push((await spawnApp(part, env)).stop);
  borrowed = { ...gateway, databaseUrl };
  shop = await newShop(borrowed);
}, 240_000);
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

test('payments end, and times are the same in the answer, in a later read and in a list', async () => {
  const mode = await shop.open('wechat');
  const paid = await shop.pay(mode, 'c1', { headers: { prefer: 'wait=20' } });
  const { data } = paid.body;
  expect(data?.status).toBe('payed');
  const { body: read } = await shop.client.get(`/payOrders/${data.uuid}`);
  const times = ['createdAt', 'orderStartAt', 'orderExpiredAt', 'payFinishAt'] as const;
  const timesOf = (order: Record<string, unknown>) => times.map((field) => order[field]);
  expect(timesOf(data)).not.toContain(undefined);
  expect(timesOf(read)).toEqual(timesOf(data));
  expect(Math.abs(Date.now() - shanghai(data.createdAt))).toBeLessThan(120_000);
  const bounds = new URLSearchParams({ createdFrom: data.createdAt, createdTo: data.createdAt });
  const { body: listed } = await shop.client.get(`/payOrders?${bounds.toString()}`);
  expect(listed.items.map((order: { uuid: string }) => order.uuid)).toEqual([data.uuid]);
  await expectInvariants(borrowed);
});

test('nothing of it is in the tables of the gateway beside it', async () => {
  const count = 'SELECT (SELECT count(*)::int FROM public."PayOrder") AS others';
  expect(await runSql(gateway.databaseUrl, count)).toEqual([{ others: 0 }]);
});

/** A time on the wire, which has the gateway's zone and no offset, in epoch milliseconds. */
function shanghai(time: string): number {
  return Date.parse(`${time.replace(' ', 'T')}+08:00`);
}
