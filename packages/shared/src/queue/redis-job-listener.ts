import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { QueueKeys } from 'bullmq';
import type { Redis } from 'ioredis';
import { unlessLate } from '../runtime/deadline.ts';
import type { Logger } from '../runtime/logger.ts';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';
import type { JobEvents, JobListener } from './engine-parts.ts';

export interface RedisQueues {
  /** for everything that answers at once; waits while Redis is away */
  readonly redis: Redis;
  readonly prefix: string;
  readonly log: Logger;
}

/** How long one command waits, s; whoever makes the connection must not take that for silence. */
const WAIT_S = 10;
const PAUSE_MS = 1_000;
const CLOSE_MS = 200;
/** A key that interrupts a process which is gone. */
const FORGET_MS = 60_000;
/** Lists and sets of BullMQ in which a job is as long as it is not finished. */
const UNFINISHED = ['wait', 'active', 'delayed', 'prioritized'];

/**
 * Waits with one command for the markers of all watched queues, by which BullMQ wakes one worker of a queue when a job
 * is added to it. Who takes a marker is the one who is woken, so one that is taken too late for this process is put back.
 *
 * Another key of this process ends the command when the queues have changed.
 */
export function listenForJobsInRedis(
  queues: RedisQueues,
  { onJobs, onListening }: JobEvents,
): JobListener | null {
  const { redis, prefix, log } = queues;
  const keys = new QueueKeys(prefix);
  const markerOf = (queue: string): string | undefined => keys.getKeys(queue)['marker'];
  if (markerOf('any') === undefined) return warnOfMarker();
  const interruption = `${prefix}:interrupt:${randomUUID()}`;
  const watched = new Map<string, string>();
  let isClosed = false;
  const onMarker = async ([key, member, score]: [string, string, string]): Promise<void> => {
    if (key === interruption) return;
    const queue = watched.get(key);
    if (queue === undefined || isClosed) await redis.zadd(key, score, member);
    else {
      watched.delete(key);
      onJobs(queue);
    }
  };
  const connection = redis.duplicate();
  connection.on('error', (error) => log.debug({ err: error }, 'redis connection'));
  connection.on('ready', onListening);
  const waiting = waitForMarkers({ connection, log, interruption, watched, onMarker });
  const interrupt = () => {
    if (waiting.isInterruptible()) interruptBy(queues, interruption);
  };
  return {
    watch(queue) {
      watched.set(markerOf(queue) ?? '', queue);
      interrupt();
    },
    unwatch(queue) {
      if (watched.delete(markerOf(queue) ?? '')) interrupt();
    },
    async close() {
      isClosed = true;
      // Not in the middle of an answer: a marker that it brings would be lost to the other processes.
      interrupt();
      await unlessLate(waiting.stop(), CLOSE_MS, undefined);
      connection.disconnect();
      await waiting.stop();
    },
  };
}

function warnOfMarker(): null {
  warnOfUnknownInside(
    'The marker of queues in Redis',
    'each connector has a worker and a connection in each process, also at rest',
  );
  return null;
}

function interruptBy({ redis, log }: RedisQueues, key: string): void {
  redis
    .multi()
    .zadd(key, 0, '0')
    .pexpire(key, FORGET_MS)
    .exec()
    .catch((error: unknown) => log.debug({ err: error }, 'redis connection'));
}

interface Waiting {
  /** that nobody else asks anything on */
  readonly connection: Redis;
  readonly log: Logger;
  readonly interruption: string;
  /** queues by their markers */
  readonly watched: ReadonlyMap<string, string>;
  readonly onMarker: (marker: [key: string, member: string, score: string]) => Promise<void>;
}

/** Waits again and again, for the markers that are watched when it begins to. */
function waitForMarkers({ connection, log, interruption, watched, onMarker }: Waiting) {
  let isStopped = false;
  let isWaiting = false;
  const wait = async (): Promise<void> => {
    isWaiting = true;
    const found = await connection.bzpopmin(interruption, ...watched.keys(), WAIT_S);
    isWaiting = false;
    if (found !== null) await onMarker(found);
  };
  const run = async (): Promise<void> => {
    while (!isStopped) {
      await wait().catch(async (error: unknown) => {
        isWaiting = false;
        log.debug({ err: error }, 'waiting for jobs');
        if (!isStopped) await sleep(PAUSE_MS);
      });
    }
  };
  const running = run();
  return {
    /** True once for each time that it waits. */
    isInterruptible(): boolean {
      const wasWaiting = isWaiting;
      isWaiting = false;
      return wasWaiting;
    },
    /** Ends with what it waits for now. */
    async stop(): Promise<void> {
      isStopped = true;
      await running;
    },
  };
}

/**
 * Which of these queues have a job that is not finished. Where none has, which is how it is at rest, it is one question.
 * Waits while Redis is away.
 */
export async function findWithJobsInRedis(
  { redis, prefix }: RedisQueues,
  queues: readonly string[],
): Promise<ReadonlySet<string>> {
  const keys = new QueueKeys(prefix);
  const keysOf = (queue: string) => UNFINISHED.map((type) => keys.toKey(queue, type));
  const isThere = await redis.exists(...queues.flatMap(keysOf));
  if (isThere === 0) return new Set();
  const counts = await Promise.all(
    queues.map(async (queue) => await redis.exists(...keysOf(queue))),
  );
  return new Set(queues.filter((_, at) => counts[at] !== 0));
}
