import type { Worker } from 'bullmq';
import type { Logger } from '../platform/logger.ts';
import { type LookJob, parseLookJob } from './catalogue.ts';
import type { QueueEngine } from './engine.ts';

/** Of queues whose connector is not known yet. */
const DEFAULT_CONCURRENCY = 50;

/** Runs jobs of many queues, each with a concurrency of its own. */
export interface Consumer {
  /**
   * Starts serving a queue, or changes its concurrency; serving it already is no error. Without a
   * concurrency a queue that is served stays as it is.
   */
  serve(queue: string, concurrency?: number): void;
  /** Stops taking jobs and waits for the running ones; safe to call twice. */
  close(): Promise<void>;
}

/**
 * A consumer on this engine. A job that this version does not understand is logged by its queue only
 * and dropped: its order is still due in the database. `handle` is told about every other; what it
 * throws is logged and ends the job, because the order row, not the queue, decides about another try.
 */
export function createConsumer(
  engine: QueueEngine,
  log: Logger,
  handle: (queue: string, job: LookJob) => Promise<void>,
): Consumer {
  const workers = new Map<string, Worker>();
  const run = (queue: string) => async (data: unknown) => {
    const job = parseLookJob(data);
    if (job === null)
      return log.error({ queue }, 'unknown job dropped; the sweep keeps its orders');
    try {
      await handle(queue, job);
    } catch (error) {
      log.error({ err: error, queue }, 'look failed; the sweep will wake its orders again');
    }
  };
  return {
    serve(queue, concurrency) {
      const known = workers.get(queue);
      if (known !== undefined) {
        if (concurrency !== undefined && known.concurrency !== concurrency) {
          known.concurrency = concurrency;
        }
        return;
      }
      log.info({ queue }, 'serves a queue that is new to it');
      const tuning = { concurrency: concurrency ?? DEFAULT_CONCURRENCY };
      const worker = engine.newWorker(queue, run(queue), tuning);
      worker.on('error', (error) => log.debug({ err: error, queue }, 'queue worker'));
      workers.set(queue, worker);
    },
    async close() {
      await Promise.allSettled([...workers.values()].map((worker) => worker.close()));
    },
  };
}
