import pLimit, { type LimitFunction } from 'p-limit';
import type { Logger } from '../runtime/logger.ts';
import { type AttemptJob, parseAttemptJob } from './catalogue.ts';
import type { QueueEngine, Worker } from './engine-parts.ts';

/** Of queues whose connector is not known yet. */
const DEFAULT_CONCURRENCY = 50;

/** Runs jobs of many queues, each with a concurrency of its own, counted in orders. */
export interface Consumer {
  /**
   * Starts serving a queue, or changes its concurrency; serving it already is no error. Without a
   * concurrency a queue that is served stays as it is.
   */
  serve(queue: string, concurrency?: number): void;
  /**
   * Attempts one order without a job, for when the queue does not deliver one: within the queue's concurrency, and
   * only while no more than `mayWait` of its attempts wait for their turn. Answers whether it does; never throws, does
   * not wait.
   */
  attemptWithoutJob(queue: string, job: AttemptJob, options: { readonly mayWait: number }): boolean;
  /** Stops taking jobs and waits for the running ones; safe to call twice. */
  close(): Promise<void>;
}

interface Served {
  readonly worker: Worker;
  readonly limit: LimitFunction;
  /** orders that are attempted without a job */
  readonly direct: Map<string, Promise<void>>;
}

/**
 * A consumer on this engine. A job that this version does not understand is logged by its queue only
 * and dropped: its order is still due in the database. `handle` is called for every order of every
 * other, one at a time, never more of a queue than its concurrency; what it throws is logged, because
 * the order row, not the queue, decides about another try. Orders whose turn has not come when the
 * consumer closes are left to the sweep.
 */
export function createConsumer(
  engine: QueueEngine,
  log: Logger,
  handle: (queue: string, job: AttemptJob) => Promise<void>,
): Consumer {
  const served = new Map<string, Served>();
  let isClosing = false;
  const attempt = async (queue: string, job: AttemptJob) => {
    if (isClosing) return;
    await handle(queue, job).catch((error: unknown) => {
      log.error({ err: error, queue }, 'attempt failed; the sweep will wake its orders again');
    });
  };
  const serve = (queue: string, concurrency?: number): Served => {
    const known = served.get(queue);
    if (known !== undefined) {
      limitTo(known, concurrency);
      return known;
    }
    log.info({ queue }, 'serves a queue that is new to it');
    const tuning = { concurrency: concurrency ?? DEFAULT_CONCURRENCY };
    const limit = pLimit(tuning.concurrency);
    const worker = engine.newWorker(queue, split({ queue, limit, log, attempt }), tuning);
    worker.on('error', (error) => log.debug({ err: error, queue }, 'queue worker'));
    const added = { worker, limit, direct: new Map() };
    served.set(queue, added);
    return added;
  };
  return {
    serve,
    attemptWithoutJob(queue, job, { mayWait }) {
      const { limit, direct } = serve(queue);
      const key = job.orders.map(({ uuid }) => uuid).join();
      const hasRoom = limit.activeCount + limit.pendingCount < limit.concurrency + mayWait;
      if (direct.has(key)) return true;
      if (isClosing || !hasRoom) return false;
      const attempted = limit(attempt, queue, job).finally(() => direct.delete(key));
      direct.set(key, attempted);
      return true;
    },
    async close() {
      isClosing = true;
      await Promise.allSettled([...served.values()].flatMap(closeServed));
    },
  };
}

function closeServed({ worker, direct }: Served): Promise<void>[] {
  return [worker.close(), ...direct.values()];
}

function limitTo({ worker, limit }: Served, concurrency: number | undefined): void {
  if (concurrency === undefined || worker.concurrency === concurrency) return;
  worker.concurrency = concurrency;
  limit.concurrency = concurrency;
}

interface Splitting {
  readonly queue: string;
  readonly limit: LimitFunction;
  readonly log: Logger;
  readonly attempt: (queue: string, job: AttemptJob) => Promise<void>;
}

/** The handler of a queue's jobs: one attempt for each order, in its turn. */
function split({ queue, limit, log, attempt }: Splitting): (data: unknown) => Promise<void> {
  return async (data) => {
    const job = parseAttemptJob(data);
    if (job === null)
      return log.error({ queue }, 'unknown job dropped; the sweep keeps its orders');
    const { kind, orders } = job;
    await Promise.all(
      orders.map(async (order) => await limit(attempt, queue, { kind, orders: [order] })),
    );
  };
}
