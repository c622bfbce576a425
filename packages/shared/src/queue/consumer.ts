import pLimit, { type LimitFunction } from 'p-limit';
import type { Logger } from '../runtime/logger.ts';
import { type AttemptJob, parseAttemptJob } from './catalogue.ts';
import type { QueueEngine } from './engine-parts.ts';
import { createWorkersOnDemand } from './workers-on-demand.ts';

/** Of queues whose connector is not known yet. */
const DEFAULT_CONCURRENCY = 50;
/** Until a queue without jobs loses its worker. */
const IDLE_MS = 600_000;

/** Runs jobs of many queues, each with a concurrency of its own, counted in orders. */
export interface Consumer {
  /**
   * Starts serving a queue, or changes its concurrency; serving it already is no error. Without a
   * concurrency a queue that is served stays as it is. It has a worker of BullMQ only while there are jobs, and for ten
   * minutes afterwards.
   */
  serve(queue: string, concurrency?: number): void;
  /** Serves it with a worker at once: for one that has jobs of which no signal may have come. */
  serveNow(queue: string): void;
  /** Gives a worker to each served queue that has jobs by now. Never throws. */
  serveWaiting(): Promise<void>;
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
  const workers = createWorkersOnDemand({ engine, log, idleMs: IDLE_MS });
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
      if (concurrency !== undefined && known.limit.concurrency !== concurrency) {
        known.limit.concurrency = concurrency;
        workers.setConcurrency(queue, concurrency);
      }
      return known;
    }
    log.info({ queue }, 'serves a queue that is new to it');
    const limit = pLimit(concurrency ?? DEFAULT_CONCURRENCY);
    const handleJob = split({ queue, limit, log, attempt });
    const added = { limit, direct: new Map() };
    served.set(queue, added);
    workers.add({ queue, handle: handleJob, concurrency: limit.concurrency });
    return added;
  };
  return {
    serve,
    serveNow(queue) {
      serve(queue);
      workers.open(queue);
    },
    serveWaiting: workers.openWithJobs,
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
      const direct = [...served.values()].flatMap((one) => [...one.direct.values()]);
      await Promise.allSettled([workers.close(), ...direct]);
    },
  };
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
