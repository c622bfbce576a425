import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.mjs';
import { type Gateway, startGateway } from '../support/gateway.ts';
import { expectInvariants } from '../support/invariants.ts';
import { askRedis, startRedis, type TestRedis, tellRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { newShop, type Shop } from '../support/shop.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

// Gateways with databases of their own share a Redis behind an address that stays, whatever server is there.
interface Stage {
  readonly master: TestRedis;
  readonly wire: TcpProxy;
  readonly gateway: Gateway;
  readonly shop: Shop;
  readonly mode: string;
  /** Has this done at the end, in this order. */
  onEnd(stop: () => Promise<unknown>): void;
}

async function openStage(): Promise<Stage & { stop: () => Promise<void> }> {
  const master = await startRedis();
  const wire = await startTcpProxy(master.url);
  const gateway = await startGatewayAt(wire);
  const stops: (() => Promise<unknown>)[] = [gateway.stop];
  const shop = await newShop(gateway);
  const mode = await shop.open('onAccount');
  await shop.payByQueue(mode, 'warm', SOON);
  return {
    ...{ master, wire, gateway, shop, mode },
    onEnd: (stop) => void stops.push(stop),
    stop: async () => {
      await expectInvariants(gateway);
      for (const stop of [...stops, wire.close, master.stop]) await stop();
    },
  };
}

async function startGatewayAt({ url }: TcpProxy): Promise<Gateway> {
  return await startGateway({ ...testServers(), engine: 'postgres' }, { REDIS_URL: url });
}

/** Waits for a shorter time than the sweep lets pass before it takes a new order: only the queue is as fast. */
const SOON = { headers: { prefer: 'wait=2' } };
const payByQueue = async ({ shop, mode }: Stage, name: string) =>
  await shop.payByQueue(mode, name, SOON);
/** Waits for the sweep too. */
const payPatiently = async ({ shop, mode }: Stage, name: string) =>
  await shop.payByQueue(mode, name, { headers: { prefer: 'wait=20' } });

/** What readiness says of the queue. */
const queueHealth = async ({ gateway }: Stage) =>
  (await createClient(gateway.url, null).get('/health/ready')).body.parts.queue as string;
const untilQueueIs = async (stage: Stage, said: RegExp) =>
  await eventually(
    async () => await queueHealth(stage),
    (queue) => said.test(queue),
    30_000,
  );

/** How often API and worker said so. */
const logged = ({ gateway }: Stage, text: string) =>
  [gateway.api, gateway.worker].map((part) => part.output().split(text).length - 1);

let numbers = 0;
/** Payments come and are paid by the queue again. */
async function untilPaidByQueue(stage: Stage): Promise<void> {
  await eventually(
    async () => await payByQueue(stage, `again-${(numbers += 1)}`),
    (status) => status === 'payed',
    30_000,
  );
}

/** Three seconds for as many keys as are here, with an answer to whoever asks after each. */
const SLOW_START = [
  ...['--key-load-delay', '1000'],
  ...['--loading-process-events-interval-bytes', '1024'],
];
const FILL = `EVAL "for i=1,3000 do redis.call('set','filler:'..i,string.rep('x',1000)) end" 0`;

// Side by side: all of it waits for most of its time.
describe.concurrent('one after the other at one Redis', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => await stage.stop());

  test('gateways with databases of their own take no wake-ups of each other', {
    concurrent: false,
  }, async () => {
    // Both have a worker for the queue of that name.
    const other = await startGatewayAt(stage.wire);
    stage.onEnd(other.stop);
    const elsewhere = await newShop(other);
    const otherMode = await elsewhere.open('onAccount');
    expect(await elsewhere.payByQueue(otherMode, 'warm', SOON)).toBe('payed');
    const paid = await Promise.all(
      Array.from({ length: 16 }, async (_, at) => await payByQueue(stage, `shared-${at}`)),
    );
    expect(paid).toEqual(Array.from({ length: 16 }, () => 'payed'));
    const keys = (await askRedis(stage.master, 'KEYS *')).match(/payserver:[0-9a-f]{12}:/g);
    expect(new Set(keys).size).toBe(2);
  });

  test('a Redis that is full is named, its payments are paid all the same, and the log says lost and back once', {
    concurrent: false,
  }, async () => {
    await tellRedis(stage.master, 'CONFIG SET maxmemory 1mb');
    await untilQueueIs(stage, /memory is full/);
    expect(await payPatiently(stage, 'full')).toBe('payed');
    await eventually(
      async () => logged(stage, 'the queue is lost'),
      (times) => times.join() === '1,1',
    );
    await tellRedis(stage.master, 'CONFIG SET maxmemory 0');
    await untilQueueIs(stage, /^ok$/);
    await eventually(
      async () => logged(stage, 'the queue is back'),
      (times) => times.join() === '1,1',
    );
    expect(stage.gateway.api.output()).toMatch(/"lostForMs":\d+/);
    expect(logged(stage, 'the queue is lost')).toEqual([1, 1]);
    await untilPaidByQueue(stage);
  });

  test('a Redis whose password was changed is named; once the old one counts again, payments are paid by the queue', {
    concurrent: false,
  }, async () => {
    await tellRedis(stage.master, 'CONFIG SET requirepass changed');
    await askRedis(stage.master, 'AUTH changed', 'CLIENT KILL TYPE normal');
    await untilQueueIs(stage, /NOAUTH|WRONGPASS/);
    expect(await payPatiently(stage, 'locked')).toBe('payed');
    await askRedis(stage.master, 'AUTH changed', 'CONFIG SET requirepass ""');
    await untilQueueIs(stage, /^ok$/);
    await untilPaidByQueue(stage);
  });

  test('after a failover that leaves the connections where they are, at a replica, payments are paid by the queue again', {
    concurrent: false,
  }, async () => {
    const replica = await startRedis();
    stage.onEnd(replica.stop);
    await tellRedis(replica, `REPLICAOF 127.0.0.1 ${stage.master.port}`);
    await eventually(
      async () => await askRedis(replica, 'INFO replication'),
      (info) => info.includes('master_link_status:up'),
    );
    stage.wire.leadTo(replica.url);
    await tellRedis(replica, 'REPLICAOF NO ONE');
    await tellRedis(stage.master, `REPLICAOF 127.0.0.1 ${replica.port}`);
    expect(await payPatiently(stage, 'during')).toBe('payed');
    await untilQueueIs(stage, /^ok$/);
    await untilPaidByQueue(stage);
  });
});

describe.concurrent('and at another', () => {
  let stage: Awaited<ReturnType<typeof openStage>>;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(async () => await stage.stop());

  test.each([
    ['CONFIG SET min-replicas-to-write 1', /NOREPLICAS/, 'CONFIG SET min-replicas-to-write 0'],
    // Plain writes pass: only a probe that writes as BullMQ does finds out.
    ['ACL SETUSER default -@scripting', /NOPERM/, 'ACL SETUSER default +@scripting'],
  ])(
    'a Redis that refuses jobs although it seems well (%s) is found out by those that it refuses, and found well again without any',
    { concurrent: false },
    async (set, reason, undo) => {
      const lostBefore = logged(stage, 'the queue is lost')[0] ?? 0;
      await tellRedis(stage.master, set);
      expect(await payPatiently(stage, `refused by ${set.slice(0, 10)}`)).toBe('payed');
      await untilQueueIs(stage, reason);
      // The watch's own probe found it too, or it would have forgiven the refused job in silence.
      await eventually(
        async () => logged(stage, 'the queue is lost')[0],
        (times) => times === lostBefore + 1,
      );
      expect(await queueHealth(stage)).toMatch(reason);
      await tellRedis(stage.master, undo);
      await untilQueueIs(stage, /^ok$/);
    },
  );

  test('while a Redis that was restarted still reads its data, payments are paid all the same, and by the queue after it', {
    concurrent: false,
  }, async () => {
    await askRedis(stage.master, FILL, 'SAVE');
    const [, folder = ''] =
      /\r\ndir\r\n\$\d+\r\n(.*)\r\n/.exec(await askRedis(stage.master, 'CONFIG GET dir')) ?? [];
    const port = await freePort();
    const starting = startRedis(port, ['--dir', folder, ...SLOW_START]);
    await eventually(
      async () => await askRedis({ port }, 'PING').catch(String),
      (answer) => answer.includes('LOADING'),
    );
    stage.wire.leadTo(`redis://127.0.0.1:${port}`);
    await stage.wire.cut();
    await stage.wire.mend();
    expect(await payPatiently(stage, 'loading')).toBe('payed');
    const restarted = await starting;
    stage.onEnd(restarted.stop);
    await untilQueueIs(stage, /^ok$/);
    await untilPaidByQueue(stage);
    stage.wire.leadTo(stage.master.url);
    await stage.wire.cut();
    await stage.wire.mend();
    await untilQueueIs(stage, /^ok$/);
  });
});
