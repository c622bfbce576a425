import type { Queue } from 'bullmq';
import type { Logger } from '../platform/logger.ts';
import { hasQueue, jobIdOf, LOOK_JOB, type LookJob, type Wake } from './catalogue.ts';
import type { QueueEngine } from './engine.ts';

/** Wakes workers up. Losing a wake-up costs the sweep's period, never an order. */
export interface Producer {
  /**
   * Queues a look at each order. Answers whether all of them were queued; false is only worth a log
   * line, and nobody's payment fails for it. Settles within `ADD_TIMEOUT_MS` whatever the engine does.
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
  return {
    async wake(wakes) {
      const added = [...groupByQueue(wakes)].map(async ([name, group]) => {
        try {
          await withDeadline(queueOf(name).addBulk(group.map(toJob)), ADD_TIMEOUT_MS);
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

function toJob(wake: Wake) {
  const data: LookJob = { kind: wake.kind, orders: [{ uuid: wake.uuid, epoch: wake.epoch }] };
  return { name: LOOK_JOB, data, opts: { jobId: jobIdOf(wake), delay: wake.delayMs ?? 0 } };
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
