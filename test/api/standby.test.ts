import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiProcess, startApi } from '../support/api-process.ts';
import { type Client, createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { type OwnPostgres, startOwnPostgres } from '../support/own-postgres.ts';
import { refusalProblem } from '../support/refusal.ts';
import { newShop, type Shop } from '../support/shop.ts';

// A server of its own, which a failover makes a standby: it answers reads, and refuses every write.
let server: OwnPostgres;
let api: ApiProcess;
let probe: Client;
let shop: Shop;
let mode: string;
const stops: Array<() => Promise<unknown>> = [];
beforeAll(async () => {
  server = await startOwnPostgres();
  stops.push(server.stop);
  await seedTemplates(server.url);
  api = await startApi({ databaseUrl: server.url, redisUrl: '' });
  stops.push(api.stop);
  probe = createClient(api.url, null);
  const gateway = { ...api, databaseUrl: server.url, redisUrl: '' };
  shop = await newShop({ ...gateway, sandboxUrl: 'http://127.0.0.1:6010' });
  mode = await shop.open('cash');
});
afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

const ready = async () => await probe.get('/health/ready');

test('on a hot standby it is not ready and says why, reads are answered, and once it is promoted payments are taken', async () => {
  const paid = await shop.pay(mode, 'before');
  await server.becomeStandby();
  const { body } = await eventually(ready, ({ body: health }) =>
    /read-only/.test(health.parts.database),
  );
  expect(body.parts.database).toBe('takes no writes: it is read-only');
  const read = await eventually(
    async () => await shop.client.get(`/payOrders/${paid.body.data.uuid}`),
    ({ status }) => status === 200,
  );
  expect(read.body.status).toBe('payed');
  expect(refusalProblem(await shop.pay(mode, 'meanwhile'), { code: 9503 })).toBeNull();
  await server.promote();
  expect((await eventually(ready, ({ status }) => status === 200)).body.parts.database).toBe('ok');
  expect((await shop.pay(mode, 'meanwhile')).body.data.status).toBe('payed');
});

test('an API that is started on a standby says in one line that the server takes no writes', async () => {
  await server.becomeStandby();
  const started = startApi({ databaseUrl: server.url, redisUrl: '' });
  await expect(started).rejects.toThrow(/^payserver: .*read-only.*: name the primary$/m);
});
