import { withDeadline } from '../runtime/deadline.ts';
import type { Logger } from '../runtime/logger.ts';
import type { JobListener, QueueEngine, Worker } from './engine-parts.ts';

/** The worker of one queue, which comes and goes. */
export interface QueueWorker {
  readonly queue: string;
  isThere(): boolean;
  /** Whether it is there, had no job for so long, ms, and has none now. */
  isIdle(idleMs: number): boolean;
  /** Makes it, if it is not there; one that is going comes again. */
  open(): void;
  /** Lets it go, unless it has jobs by then. Never throws, settles within ten seconds. */
  leave(): Promise<void>;
  setConcurrency(concurrency: number): void;
  /** For good: waits for the jobs in progress. */
  close(): Promise<void>;
}

/** What is done with the jobs of a queue. */
export interface QueueWork {
  readonly queue: string;
  readonly concurrency: number;
  readonly handle: (data: unknown) => Promise<void>;
}

export interface QueueWorkerDeps {
  readonly engine: Pick<QueueEngine, 'newWorker'>;
  readonly log: Logger;
  /** hears of the queue's jobs while the worker is not there */
  readonly listener: Pick<JobListener, 'watch' | 'unwatch'> | null;
}

/** One that hangs is left to itself: its queue must get another. */
const LEAVE_MS = 10_000;

/** Not there yet. */
export function createQueueWorker(
  { engine, log, listener }: QueueWorkerDeps,
  work: QueueWork,
): QueueWorker {
  const { queue } = work;
  let { concurrency } = work;
  let worker: Worker | null = null;
  let isLeaving = false;
  let isWanted = false;
  let isClosed = false;
  let running = 0;
  /** of the monotonic clock */
  let usedAt = 0;
  const quietly = (error: unknown) => log.debug({ err: error, queue }, 'queue worker');
  const handle = async (data: unknown): Promise<void> => {
    running += 1;
    await work.handle(data).finally(() => {
      running -= 1;
      usedAt = performance.now();
    });
  };
  const open = (): void => {
    usedAt = performance.now();
    if (isLeaving) isWanted = true;
    if (isClosed || isLeaving || worker !== null) return;
    listener?.unwatch(queue);
    worker = engine.newWorker(queue, handle, { concurrency });
    worker.on('error', quietly);
    log.debug({ queue }, 'queue has a worker');
  };
  return {
    queue,
    isThere: () => worker !== null,
    isIdle: (idleMs) =>
      worker !== null && !isLeaving && running === 0 && performance.now() - usedAt >= idleMs,
    open,
    async leave() {
      if (worker === null) return;
      isLeaving = true;
      // Before it goes: of each job one of both hears.
      listener?.watch(queue);
      await withDeadline(worker.close(), LEAVE_MS, 'it did not close').catch(quietly);
      log.debug({ queue }, 'queue has no worker: it had no jobs');
      worker = null;
      isLeaving = false;
      if (isWanted) open();
      isWanted = false;
    },
    setConcurrency(wanted) {
      concurrency = wanted;
      if (worker !== null) worker.concurrency = wanted;
    },
    async close() {
      isClosed = true;
      await worker?.close();
    },
  };
}
