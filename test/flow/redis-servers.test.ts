import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { askRedis, startRedis, type TestRedis, tellRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

// Two gateways with databases of their own share a Redis behind an address that stays, whatever server is there.
let master: TestRedis;
let wire: TcpProxy;
let gateway: Gateway;
let other: Gateway;
let shop: Shop;
let mode: string;
const stops: Array<() => Promise<unknown>> = [];
beforeAll(async () => {
  master = await startRedis();
  wire = await startTcpProxy(master.url);
  const servers = { ...testServers(), engine: 'postgres' } as const;
  [gateway, other] = await Promise.all([
    startGateway(servers, { REDIS_URL: wire.url }),
    startGateway(servers, { REDIS_URL: wire.url }),
  ]);
  stops.push(gateway.stop, other.stop, wire.close, master.stop);
  shop = await newShop(gateway);
  mode = await shop.open('onAccount');
  await payByQueue('warm');
});
afterAll(async () => {
  await expectInvariants(gateway);
  for (const stop of stops) await stop();
});

/** Waits for a shorter time than the sweep lets pass before it takes a new order: only the queue is as fast. */
const SOON = { headers: { prefer: 'wait=2' } };
const payByQueue = async (name: string) => await shop.payByQueue(mode, name, SOON);
/** Waits for the sweep too. */
const payPatiently = async (name: string) =>
  await shop.payByQueue(mode, name, { headers: { prefer: 'wait=20' } });

/** What readiness says of the queue. */
const queueHealth = async () =>
  (await createClient(gateway.url, null).get('/health/ready')).body.parts.queue as string;
const untilQueueIs = async (said: RegExp) =>
  await eventually(queueHealth, (queue) => said.test(queue), 30_000);

/** How often API and worker said so. */
const logged = (text: string) =>
  [gateway.api, gateway.worker].map((part) => part.output().split(text).length - 1);

let numbers = 0;
/** Payments come and are paid by the queue again. */
async function untilPaidByQueue(): Promise<void> {
  await eventually(
    async () => await payByQueue(`again-${(numbers += 1)}`),
    (status) => status === 'payed',
    30_000,
  );
}

test('gateways with databases of their own take no wake-ups of each other', async () => {
  // Both have a worker for the queue of that name.
  const elsewhere = await newShop(other);
  const otherMode = await elsewhere.open('onAccount');
  expect(await elsewhere.payByQueue(otherMode, 'warm', SOON)).toBe('payed');
  const paid = await Promise.all(
    Array.from({ length: 16 }, async (_, at) => await payByQueue(`shared-${at}`)),
  );
  expect(paid).toEqual(Array.from({ length: 16 }, () => 'payed'));
  const keys = (await askRedis(master, 'KEYS *')).match(/payserver:[0-9a-f]{12}:/g);
  expect(new Set(keys).size).toBe(2);
});

test('a Redis that is full is named, its payments are paid all the same, and the log says lost and back once', async () => {
  await tellRedis(master, 'CONFIG SET maxmemory 1mb');
  await untilQueueIs(/memory is full/);
  expect(await payPatiently('full')).toBe('payed');
  await eventually(
    async () => logged('the queue is lost'),
    (times) => times.join() === '1,1',
  );
  await tellRedis(master, 'CONFIG SET maxmemory 0');
  await untilQueueIs(/^ok$/);
  await eventually(
    async () => logged('the queue is back'),
    (times) => times.join() === '1,1',
  );
  expect(gateway.api.output()).toMatch(/"lostForMs":\d+/);
  expect(logged('the queue is lost')).toEqual([1, 1]);
  await untilPaidByQueue();
});

test.each([
  ['CONFIG SET min-replicas-to-write 1', /NOREPLICAS/, 'CONFIG SET min-replicas-to-write 0'],
  // Plain writes pass: only a probe that writes as BullMQ does finds out.
  ['ACL SETUSER default -@scripting', /NOPERM/, 'ACL SETUSER default +@scripting'],
])(
  'a Redis that refuses jobs although it seems well (%s) is found out by those that it refuses, and found well again without any',
  async (set, reason, undo) => {
    const lostBefore = logged('the queue is lost')[0] ?? 0;
    await tellRedis(master, set);
    expect(await payPatiently(`refused by ${set.slice(0, 10)}`)).toBe('payed');
    await untilQueueIs(reason);
    // The watch's own probe found it too, or it would have forgiven the refused job in silence.
    await eventually(
      async () => logged('the queue is lost')[0],
      (times) => times === lostBefore + 1,
    );
    expect(await queueHealth()).toMatch(reason);
    await tellRedis(master, undo);
    await untilQueueIs(/^ok$/);
  },
);

test('a Redis whose password was changed is named; once the old one counts again, payments are paid by the queue', async () => {
  await tellRedis(master, 'CONFIG SET requirepass changed');
  await askRedis(master, 'AUTH changed', 'CLIENT KILL TYPE normal');
  await untilQueueIs(/NOAUTH|WRONGPASS/);
  expect(await payPatiently('locked')).toBe('payed');
  await askRedis(master, 'AUTH changed', 'CONFIG SET requirepass ""');
  await untilQueueIs(/^ok$/);
  await untilPaidByQueue();
});

/** Three seconds for as many keys as are here, with an answer to whoever asks after each. */
const SLOW_START = [
  ...['--key-load-delay', '1000'],
  ...['--loading-process-events-interval-bytes', '1024'],
];
const FILL = `EVAL "for i=1,3000 do redis.call('set','filler:'..i,string.rep('x',1000)) end" 0`;

test('while a Redis that was restarted still reads its data, payments are paid all the same, and by the queue after it', async () => {
  await askRedis(master, FILL, 'SAVE');
  const [, folder = ''] =
    /\r\ndir\r\n\$\d+\r\n(.*)\r\n/.exec(await askRedis(master, 'CONFIG GET dir')) ?? [];
  const port = await freePort();
  const starting = startRedis(port, ['--dir', folder, ...SLOW_START]);
  await eventually(
    async () => await askRedis({ port }, 'PING').catch(String),
    (answer) => answer.includes('LOADING'),
  );
  wire.leadTo(`redis://127.0.0.1:${port}`);
  await wire.cut();
  await wire.mend();
  expect(await payPatiently('loading')).toBe('payed');
  const restarted = await starting;
  stops.push(restarted.stop);
  await untilQueueIs(/^ok$/);
  await untilPaidByQueue();
  wire.leadTo(master.url);
  await wire.cut();
  await wire.mend();
  await untilQueueIs(/^ok$/);
});

test('after a failover that leaves the connections where they are, at a replica, payments are paid by the queue again', async () => {
  const replica = await startRedis();
  stops.push(replica.stop);
  await tellRedis(replica, `REPLICAOF 127.0.0.1 ${master.port}`);
  await eventually(
    async () => await askRedis(replica, 'INFO replication'),
    (info) => info.includes('master_link_status:up'),
  );
  wire.leadTo(replica.url);
  await tellRedis(replica, 'REPLICAOF NO ONE');
  await tellRedis(master, `REPLICAOF 127.0.0.1 ${replica.port}`);
  expect(await payPatiently('during')).toBe('payed');
  await untilQueueIs(/^ok$/);
  await untilPaidByQueue();
});
