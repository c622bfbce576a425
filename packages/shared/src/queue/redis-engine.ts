import { Queue, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { KEEP_ALIVE_DELAY_MS } from '../runtime/heartbeat.ts';
import type { Logger } from '../runtime/logger.ts';
import {
  away,
  QUEUE_OPTIONS,
  type QueueEngine,
  type QueueProblem,
  WORKER_DEFAULTS,
} from './engine-parts.ts';
import { isReplica, readInfo, tryToWriteToRedis } from './redis-health.ts';
import { findWithJobsInRedis, listenForJobsInRedis } from './redis-job-listener.ts';

const MAX_RECONNECT_MS = 2_000;
const CONNECT_MS = 5_000;
/** Without an answer for so long a connection is taken for dead and replaced; what was asked on it is asked again. */
const SILENCE_MS = 5_000;
/** BullMQ waits for a job no longer than 10 s in one command; then the server says that there was none. */
const SILENT_WAIT_MS = 12_000;
/**
 * Answers of a server that another connection would not give: after a failover behind an address that stays, this one
 * still leads to the old master; after a change of passwords, a new one logs in anew.
 */
const LEADS_NOWHERE = /\b(?:READONLY|MASTERDOWN|LOADING|NOAUTH)\b/;
const RECONNECT = 1;
const RECONNECT_AND_ASK_AGAIN = 2;

/** Queues in Redis or Valkey, under keys that begin with `prefix`. */
export function openRedisEngine(url: string, prefix: string, log: Logger): QueueEngine {
  const connect = (
    options: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null },
    reaction: 1 | 2,
  ) => {
    const redis = new Redis(url, {
      retryStrategy: (times) => Math.min(times * 100, MAX_RECONNECT_MS),
      reconnectOnError: ({ message }) => LEADS_NOWHERE.test(message) && reaction,
      connectTimeout: CONNECT_MS,
      keepAlive: KEEP_ALIVE_DELAY_MS,
      socketTimeout: SILENCE_MS,
      ...options,
    });
    redis.on('error', (error) => log.debug({ err: error }, 'redis connection'));
    return redis;
  };
  // The producer fails at once while Redis is away: an add that waits for it would never settle.
  const producer = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 1 }, RECONNECT);
  // Workers wait for Redis instead, as BullMQ demands of them.
  const consumer = connect({ maxRetriesPerRequest: null }, RECONNECT_AND_ASK_AGAIN);
  waitLongerOnCopies(consumer);
  const lastErrorOf = rememberLastError(producer);
  return {
    name: 'redis',
    newQueue: (name) => new Queue(name, { connection: producer, prefix, ...QUEUE_OPTIONS }),
    newWorker: (name, handler, tuning) =>
      new Worker(name, async (job) => await handler(job.data), {
        connection: consumer,
        prefix,
        ...WORKER_DEFAULTS,
        ...tuning,
      }),
    listenForJobs: (events) => listenForJobsInRedis({ redis: consumer, prefix, log }, events),
    findWithJobs: async (queues) =>
      await findWithJobsInRedis({ redis: consumer, prefix, log }, queues),
    check: async () => await checkProducer(producer, lastErrorOf()),
    tryToWrite: async () => await tryToWriteToRedis(producer, `${prefix}:probe`),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

/** What was wrong with it last; null once it is ready again. */
function rememberLastError(redis: Redis): () => Error | null {
  let lastError: Error | null = null;
  redis.on('error', (error) => {
    lastError = error;
  });
  redis.on('ready', () => {
    lastError = null;
  });
  return () => lastError;
}

/** BullMQ copies the connection of a worker and waits for jobs on the copy, which says nothing until there is one. */
function waitLongerOnCopies(redis: Redis): void {
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => duplicate({ ...override, socketTimeout: SILENT_WAIT_MS });
}

/** One question and no write; what was wrong with the connection says more than that it is not there. */
async function checkProducer(
  producer: Redis,
  lastError: Error | null,
): Promise<QueueProblem | null> {
  try {
    const info = await producer.info();
    // Nobody writes to a gateway that is not ready: this must find the new master without a write.
    if (isReplica(info)) producer.disconnect(true);
    return readInfo(info);
  } catch (error) {
    return away(lastError ?? error);
  }
}
