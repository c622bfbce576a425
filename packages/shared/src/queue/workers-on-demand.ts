import type { Logger } from '../runtime/logger.ts';
import { oneAtATime } from '../runtime/one-at-a-time.ts';
import type { QueueEngine } from './engine-parts.ts';
import { createQueueWorker, type QueueWork, type QueueWorker } from './queue-worker.ts';

/** Workers of many queues, each of which is there only while its queue has jobs, and for a while afterwards. */
export interface WorkersOnDemand {
  /** From now on a job of this queue gets a worker. Once for each queue. */
  add(work: QueueWork): void;
  setConcurrency(queue: string, concurrency: number): void;
  /** Gives the queue a worker at once. */
  open(queue: string): void;
  /**
   * Gives a worker to each queue that has jobs: those from before it was added, those whose signal was lost, and those
   * that a process which died had taken. Never throws.
   */
  openWithJobs(): Promise<void>;
  /** Waits for the jobs in progress; safe to call twice. */
  close(): Promise<void>;
}

export interface WorkersDeps {
  readonly engine: QueueEngine;
  readonly log: Logger;
  /** how long a queue has no jobs until it loses its worker, ms */
  readonly idleMs: number;
}

/** How often idle queues are searched for, in parts of the time that makes one idle. */
const CHECKS = 10;

/**
 * Makes none at first. A worker costs memory and questions at rest, on Redis a connection too; a listener for all
 * queues without one costs one connection. Where there is no such listener each queue has a worker from the first.
 */
export function createWorkersOnDemand({ engine, log, idleMs }: WorkersDeps): WorkersOnDemand {
  const all = new Map<string, QueueWorker>();
  const search = searchJobs(engine, all, idleMs);
  const quietly = async (searching: Promise<void>) => {
    await searching.catch((error: unknown) => {
      log.debug({ err: error }, 'which queues have jobs is not known');
    });
  };
  const openWithJobs = async () => await quietly(search.openWithJobs());
  const listener = engine.listenForJobs({
    onJobs: (queue) => all.get(queue)?.open(),
    onListening: () => void openWithJobs(),
  });
  const check = () => void quietly(search.closeIdle());
  const timer = listener && setInterval(check, idleMs / CHECKS).unref();
  return {
    add(work) {
      const worker = createQueueWorker({ engine, log, listener }, work);
      all.set(work.queue, worker);
      if (listener === null) worker.open();
      else listener.watch(work.queue);
    },
    setConcurrency: (queue, concurrency) => all.get(queue)?.setConcurrency(concurrency),
    open: (queue) => all.get(queue)?.open(),
    openWithJobs,
    async close() {
      if (timer !== null) clearInterval(timer);
      const workers = [...all.values()].map(async (worker) => await worker.close());
      await Promise.allSettled([listener?.close(), ...workers]);
    },
  };
}

/** Each runs once at a time: while Redis is away no question is answered. Both throw when the engine cannot be asked. */
function searchJobs(
  engine: Pick<QueueEngine, 'findWithJobs'>,
  all: ReadonlyMap<string, QueueWorker>,
  idleMs: number,
) {
  const ask = async (some: readonly QueueWorker[]): Promise<(one: QueueWorker) => boolean> => {
    if (some.length === 0) return () => false;
    const found = await engine.findWithJobs(some.map(({ queue }) => queue));
    return ({ queue }) => found.has(queue);
  };
  const openWithJobs = oneAtATime(async () => {
    const without = [...all.values()].filter((one) => !one.isThere());
    for (const one of without.filter(await ask(without))) one.open();
  });
  const closeIdle = oneAtATime(async () => {
    const idle = [...all.values()].filter((one) => one.isIdle(idleMs));
    // Those that wait for their time, and those of other processes, keep their queue's worker too.
    const hasJobs = await ask(idle);
    const leaving = idle.filter((one) => !hasJobs(one) && one.isIdle(idleMs));
    await Promise.all(leaving.map(async (one) => await one.leave()));
    // A worker may have left after the signal for a job and before it took it.
    if (leaving.length > 0) await openWithJobs();
  });
  return { openWithJobs, closeIdle };
}
