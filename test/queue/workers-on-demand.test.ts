import { openQueueEngine } from '@payserver/shared/queue/engine';
import type { QueueEngine } from '@payserver/shared/queue/engine-parts';
import { createProducer } from '@payserver/shared/queue/producer';
import { createWorkersOnDemand } from '@payserver/shared/queue/workers-on-demand';
import { readConfig } from '@payserver/shared/runtime/config';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { inParallel } from '../support/in-parallel.ts';
import { createDatabase, startRedis } from '../support/servers.ts';
import { testServers } from '../support/shared-gateway.ts';
import { SILENT_LOG as log } from '../support/silent-log.ts';
import { TEST_JWT_SECRET } from '../support/tokens.ts';

// No sweep and no question asked again and again: what is taken here is taken because of its job.
const servers = testServers();

/** Where a queue engine is, of this test alone. */
async function newPlace(): Promise<() => QueueEngine> {
  const redis = servers.engine === 'redis' ? await startRedis() : null;
  if (redis !== null) onTestFinished(redis.stop);
  const config = readConfig({
    DATABASE_URL: await createDatabase(servers),
    REDIS_URL: redis?.url ?? '',
    JWT_SECRET: TEST_JWT_SECRET,
  });
  return () => {
    const engine = openQueueEngine(config, log, 'test');
    onTestFinished(async () => await engine.close());
    return engine;
  };
}

/** As many workers as are there in one process, and what came to them. */
function startProcess(engine: QueueEngine, queues: readonly string[], idleMs = 600_000) {
  const open = new Set<string>();
  const opened: string[] = [];
  const taken: string[] = [];
  const counting: QueueEngine = {
    ...engine,
    newWorker(name, handle, tuning) {
      open.add(name);
      opened.push(name);
      const worker = engine.newWorker(name, handle, tuning);
      const close = worker.close.bind(worker);
      worker.close = async () => {
        await close();
        open.delete(name);
      };
      return worker;
    },
  };
  const workers = createWorkersOnDemand({ engine: counting, log, idleMs });
  onTestFinished(async () => await workers.close());
  for (const queue of queues) {
    const handle = async (data: unknown) => {
      const { orders } = data as { orders: { uuid: string }[] };
      taken.push(...orders.map(({ uuid }) => uuid));
    };
    workers.add({ queue, handle, concurrency: 5 });
  }
  return { workers, open, opened, taken };
}

function startWaking(engine: QueueEngine) {
  const producer = createProducer(engine, log);
  onTestFinished(async () => await producer.close());
  return async (queue: string, uuid: string, delayMs = 0) => {
    const wake = { kind: 'pay', uuid, tractionNo: uuid, epoch: 0, connectorKey: queue } as const;
    await eventually(
      async () => await producer.wake([{ ...wake, delayMs }]),
      ({ size }) => size === 0,
    );
  };
}

const untilTaken = async ({ taken }: { readonly taken: string[] }, count: number) =>
  await eventually(
    async () => [...taken],
    ({ length }) => length >= count,
  );

const QUEUES = Array.from({ length: 300 }, (_, at) => `queue-${at}`);

test('of 300 queues those have a worker that got a job, in whichever process heard of it, and each job is taken once', async () => {
  const open = await newPlace();
  const [one, two] = [startProcess(open(), QUEUES), startProcess(open(), QUEUES)];
  const wake = startWaking(open());
  // From here on both listen.
  await wake('queue-0', 'first');
  await eventually(
    async () => [...one.taken, ...two.taken],
    ({ length }) => length === 1,
  );
  expect([...one.open, ...two.open].filter((queue) => queue !== 'queue-0')).toEqual([]);
  await inParallel(4, QUEUES.length, async (at) => await wake(`queue-${at}`, `of queue-${at}`));
  const taken = await eventually(
    async () => [...one.taken, ...two.taken],
    ({ length }) => length > QUEUES.length,
  );
  expect(taken.toSorted()).toEqual(['first', ...QUEUES.map((queue) => `of ${queue}`)].toSorted());
}, 120_000);

test('a queue that is idle loses its worker, and gets one for its next job', async () => {
  const open = await newPlace();
  const running = startProcess(open(), QUEUES.slice(0, 3), 300);
  const wake = startWaking(open());
  for (const round of [1, 2, 3]) {
    await wake('queue-1', `job ${round}`);
    await untilTaken(running, round);
    await eventually(
      async () => running.open.size,
      (size) => size === 0,
    );
  }
  expect(running.taken).toEqual(['job 1', 'job 2', 'job 3']);
  expect(running.opened).toEqual(['queue-1', 'queue-1', 'queue-1']);
});

test('jobs that come while their worker goes are taken', async () => {
  const open = await newPlace();
  // Idle at once: it goes again and again.
  const running = startProcess(open(), ['queue-1'], 10);
  const wake = startWaking(open());
  for (let job = 1; job <= 40; job += 1) {
    await wake('queue-1', `job ${job}`);
    await untilTaken(running, job);
  }
  expect(running.opened.length).toBeGreaterThan(1);
}, 120_000);

test('a job that waits for its time keeps the worker of its queue, and what waited before a start is taken', async () => {
  const open = await newPlace();
  const wake = startWaking(open());
  await wake('queue-1', 'before');
  const running = startProcess(open(), QUEUES.slice(0, 3), 100);
  await untilTaken(running, 1);
  await wake('queue-2', 'later', 1_500);
  expect(await untilTaken(running, 2)).toEqual(['before', 'later']);
  expect(running.opened.filter((queue) => queue === 'queue-2')).toEqual(['queue-2']);
});

test('a queue whose signal was lost is served when a process asks for jobs, or opens it', async () => {
  const open = await newPlace();
  const wake = startWaking(open());
  const engine = open();
  const deaf = { ...engine, listenForJobs: () => NOTHING_HEARD };
  const running = startProcess(deaf, QUEUES.slice(0, 3));
  await wake('queue-1', 'one');
  await running.workers.openWithJobs();
  await untilTaken(running, 1);
  await wake('queue-2', 'two');
  running.workers.open('queue-2');
  expect(await untilTaken(running, 2)).toEqual(['one', 'two']);
});

test('where jobs are announced in an unknown way every queue has a worker from the first', async () => {
  const open = await newPlace();
  const engine = { ...open(), listenForJobs: () => null };
  const running = startProcess(engine, QUEUES.slice(0, 3), 10);
  await startWaking(open())('queue-2', 'one');
  await untilTaken(running, 1);
  expect(running.opened).toEqual(['queue-0', 'queue-1', 'queue-2']);
});

const NOTHING_HEARD = { watch: () => {}, unwatch: () => {}, close: async () => {} };
