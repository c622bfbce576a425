import { createBatcher } from '../runtime/batcher.ts';
import { withDeadline } from '../runtime/deadline.ts';
import type { Logger } from '../runtime/logger.ts';
import {
  ATTEMPT_JOB,
  type AttemptJob,
  hasQueue,
  ORDERS_PER_JOB,
  sharedJobIdOf,
  type Wake,
} from './catalogue.ts';
import { away, type Queue, type QueueEngine } from './engine-parts.ts';

/** Wakes workers up. Losing a wake-up costs the sweep's period, never an order. */
export interface Producer {
  /**
   * Queues an attempt of each order. Answers the queues that did not take theirs, which is only worth a log
   * line, and nobody's payment fails for it. Wakes that
   * can share do so with others of the same moment. Settles within `ADD_TIMEOUT_MS` whatever the engine does.
   */
  wake(wakes: readonly Wake[]): Promise<ReadonlySet<string>>;
  /** Why jobs cannot be queued, when that goes on for a while and none was queued since; in words for anybody. */
  failure(): string | null;
  /** Forgets the failure: the engine was asked since, and takes writes. */
  forgive(): void;
  close(): Promise<void>;
}

const ADD_TIMEOUT_MS = 1_000;
const CLOSE_MS = 2_000;
/** One that is lost among others that are queued says nothing. */
const FAILING_MS = 2_000;

const NONE: ReadonlySet<string> = new Set();

/** A producer on this engine; queues are opened on first use. */
export function createProducer(engine: QueueEngine, log: Logger): Producer {
  const queues = openQueues(engine, log);
  const failing = rememberFailure(log);
  const addTo = async (name: string, group: readonly Wake[]): Promise<boolean> => {
    try {
      const added = addJobs(queues.of(name), toJobs(group));
      await withDeadline(added, ADD_TIMEOUT_MS, `no answer from the queue in ${ADD_TIMEOUT_MS} ms`);
      failing.forgive();
      return true;
    } catch (error) {
      queues.forget(name);
      failing.note(error);
      return false;
    }
  };
  const add = async (wakes: readonly Wake[]): Promise<ReadonlySet<string>> => {
    const groups = [...groupByQueue(wakes)];
    const added = await Promise.all(groups.map(async ([name, group]) => await addTo(name, group)));
    return new Set(groups.filter((_, at) => added[at] === false).map(([name]) => name));
  };
  const addShared = createBatcher<Wake, ReadonlySet<string>>({
    keyOf: (wake) => wake.uuid,
    mayShare: true,
    run: async (wakes) => {
      const refused = await add(wakes);
      return new Map(wakes.map((wake) => [wake.uuid, refused]));
    },
    failsWholeBatch: () => true,
  });
  return {
    async wake(wakes) {
      const [only] = wakes;
      if (only?.canShare && wakes.length === 1) return (await addShared(only)) ?? NONE;
      return await add(wakes);
    },
    failure: failing.tell,
    forgive: failing.forgive,
    close: queues.close,
  };
}

function openQueues(engine: QueueEngine, log: Logger) {
  const queues = new Map<string, Queue>();
  const quietly = (name: string) => (error: unknown) =>
    log.debug({ err: error, queue: name }, 'queue');
  return {
    of: (name: string): Queue => {
      const known = queues.get(name);
      if (known !== undefined) return known;
      const queue = engine.newQueue(name);
      queue.on('error', quietly(name));
      queues.set(name, queue);
      return queue;
    },
    // A queue that met a missing server at its first use keeps that failure for ever: the next wake-up
    // must open another one, or its orders would hang until this process restarts.
    forget: (name: string): void => {
      const queue = queues.get(name);
      queues.delete(name);
      queue?.close().catch(quietly(name));
    },
    close: async (): Promise<void> => {
      const closing = [...queues.values()].map(
        async (queue) => await withDeadline(queue.close(), CLOSE_MS, 'the queue did not close'),
      );
      await Promise.allSettled(closing);
    },
  };
}

function rememberFailure(log: Logger) {
  let failing: { readonly since: number; readonly reason: string } | null = null;
  return {
    note: (error: unknown): void => {
      // Each payment of an outage meets it: one line is enough.
      const level = failing === null ? 'warn' : 'debug';
      log[level]({ err: error }, 'wake-up not queued; the sweep will find the orders');
      const since = failing?.since ?? performance.now();
      failing = { since, reason: away(error, 'jobs cannot be queued').message };
    },
    forgive: (): void => {
      failing = null;
    },
    tell: (): string | null =>
      failing !== null && performance.now() - failing.since >= FAILING_MS ? failing.reason : null,
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

/** A job for each order, except that those of one kind and delay which can share do. */
function toJobs(wakes: readonly Wake[]) {
  const jobs: [Wake, ...Wake[]][] = [];
  const open = new Map<string, [Wake, ...Wake[]]>();
  for (const wake of wakes) {
    const likeness = `${wake.kind} ${wake.delayMs ?? 0}`;
    const shared = wake.canShare ? open.get(likeness) : undefined;
    if (shared !== undefined && shared.length < ORDERS_PER_JOB) {
      shared.push(wake);
      continue;
    }
    const job: [Wake, ...Wake[]] = [wake];
    jobs.push(job);
    if (wake.canShare) open.set(likeness, job);
  }
  return jobs.map(toJob);
}

function toJob(wakes: [Wake, ...Wake[]]) {
  const [{ kind, delayMs = 0 }] = wakes;
  const data: AttemptJob = { kind, orders: wakes.map(({ uuid, epoch }) => ({ uuid, epoch })) };
  // BullMQ's PostgreSQL functions refuse a fraction of a millisecond.
  const delay = Math.max(Math.ceil(delayMs), 0);
  return { name: ATTEMPT_JOB, data, opts: { jobId: sharedJobIdOf(wakes), delay } };
}
