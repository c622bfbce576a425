import type { Queue } from 'bullmq';
import { createGrouping } from '../platform/grouping.ts';
import type { Logger } from '../platform/logger.ts';
import {
  hasQueue,
  LOOK_JOB,
  type LookJob,
  ORDERS_PER_JOB,
  sharedJobIdOf,
  type Wake,
} from './catalogue.ts';
import type { QueueEngine } from './engine.ts';

/** Wakes workers up. Losing a wake-up costs the sweep's period, never an order. */
export interface Producer {
  /**
   * Queues a look at each order. Answers whether all of them were queued; false is only worth a log
   * line, and nobody's payment fails for it. Wakes that
   * can share do so with others of the same moment. Settles within `ADD_TIMEOUT_MS` whatever the engine does.
   */
  wake(wakes: readonly Wake[]): Promise<boolean>;
  close(): Promise<void>;
}

const ADD_TIMEOUT_MS = 1_000;

/** A producer on this engine; queues are opened on first use. */
export function createProducer(engine: QueueEngine, log: Logger): Producer {
  const queues = new Map<string, Queue>();
  const queueOf = (name: string) => {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = engine.newQueue(name);
    queue.on('error', (error) => log.debug({ err: error, queue: name }, 'queue'));
    queues.set(name, queue);
    return queue;
  };
  // A queue that met a missing server at its first use keeps that failure for ever: the next wake-up
  // must open another one, or its orders would hang until this process restarts.
  const forget = (name: string) => {
    const queue = queues.get(name);
    queues.delete(name);
    queue?.close().catch((error: unknown) => log.debug({ err: error, queue: name }, 'queue'));
  };
  const add = async (wakes: readonly Wake[]): Promise<boolean> => {
    const added = [...groupByQueue(wakes)].map(async ([name, group]) => {
      try {
        await withDeadline(addJobs(queueOf(name), toJobs(group)), ADD_TIMEOUT_MS);
      } catch (error) {
        forget(name);
        throw error;
      }
    });
    const results = await Promise.allSettled(added);
    const failed = results.find((result) => result.status === 'rejected');
    if (failed)
      log.warn({ err: failed.reason }, 'wake-up not queued; the sweep will find the orders');
    return failed === undefined;
  };
  const addShared = createGrouping<Wake, boolean>({
    keyOf: (wake) => wake.uuid,
    mayShare: true,
    run: async (wakes) => {
      const isQueued = await add(wakes);
      return new Map(wakes.map((wake) => [wake.uuid, isQueued]));
    },
    isEverybodys: () => true,
  });
  return {
    async wake(wakes) {
      const [only] = wakes;
      if (only?.canShare && wakes.length === 1) return (await addShared(only)) ?? false;
      return await add(wakes);
    },
    async close() {
      await Promise.allSettled(
        [...queues.values()].map((queue) => withDeadline(queue.close(), 2_000)),
      );
    },
  };
}

function groupByQueue(wakes: readonly Wake[]): Map<string, Wake[]> {
  const groups = new Map<string, Wake[]>();
  for (const wake of wakes) {
    if (!hasQueue(wake.connectorKey)) continue;
    const group = groups.get(wake.connectorKey);
    if (group === undefined) groups.set(wake.connectorKey, [wake]);
    else group.push(wake);
  }
  return groups;
}

/**
 * With more than these a bulk is cheaper. Its price on PostgreSQL does not depend on how many there are: BullMQ makes
 * and drops two tables for each, which cost a lone payment more than everything else that the database did for it.
 */
const FEW_JOBS = 8;

async function addJobs(queue: Queue, jobs: ReturnType<typeof toJobs>): Promise<void> {
  if (jobs.length > FEW_JOBS) await queue.addBulk(jobs);
  else
    await Promise.all(jobs.map(async ({ name, data, opts }) => await queue.add(name, data, opts)));
}

/** A job for each order, except that those of one kind which can share do. */
function toJobs(wakes: readonly Wake[]) {
  const jobs: [Wake, ...Wake[]][] = [];
  const open = new Map<Wake['kind'], [Wake, ...Wake[]]>();
  for (const wake of wakes) {
    const shared = wake.canShare ? open.get(wake.kind) : undefined;
    if (shared !== undefined && shared.length < ORDERS_PER_JOB) {
      shared.push(wake);
      continue;
    }
    const job: [Wake, ...Wake[]] = [wake];
    jobs.push(job);
    if (wake.canShare) open.set(wake.kind, job);
  }
  return jobs.map(toJob);
}

function toJob(wakes: [Wake, ...Wake[]]) {
  const [{ kind, delayMs = 0 }] = wakes;
  const data: LookJob = { kind, orders: wakes.map(({ uuid, epoch }) => ({ uuid, epoch })) };
  return { name: LOOK_JOB, data, opts: { jobId: sharedJobIdOf(wakes), delay: delayMs } };
}

async function withDeadline<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer from the queue in ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
