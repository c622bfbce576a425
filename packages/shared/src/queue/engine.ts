import {
  type PostgresConnectionOptions,
  Queue,
  type QueueOptions,
  Worker,
  withBackend,
} from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import type { Config } from '../platform/config.ts';
import { readDatabaseUrl } from '../platform/database-url.ts';
import type { Logger } from '../platform/logger.ts';
import { connectionOptions } from '../platform/postgres-client.ts';
import { inSchema } from './backend-schema.ts';
import { createPatientBackends } from './patient-backend.ts';
import { createSharedListener } from './shared-listener.ts';

/**
 * No job waits for the disk: it is a wake-up call, and what a crash of the database takes with it the sweep wakes again.
 * PostgreSQL lets transactions that notify commit one after the other, so that they would wait for each other's too.
 *
 * BullMQ's functions keep their plans, and none is a scan: made while a queue is empty, it would last until the
 * server has analysed the table, whatever the queue holds by then.
 */
const QUEUE_SETTINGS = {
  synchronous_commit: 'off',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  jit: 'off',
};
const KEY_PREFIX = 'payserver';
const MAX_RECONNECT_MS = 2_000;
/** SQLSTATE */
const UNDEFINED_TABLE = '42P01';

/** Makes queues and workers on one engine; everything above it is the same for both. */
export interface QueueEngine {
  readonly name: 'redis' | 'postgres';
  newQueue(name: string): Queue;
  newWorker(name: string, handler: (data: unknown) => Promise<void>, options: WorkerTuning): Worker;
  /** Null when it answers and keeps every job, otherwise what is wrong. */
  check(): Promise<QueueProblem | null>;
  close(): Promise<void>;
}

/** Why an engine cannot be used at the moment. */
export interface QueueProblem {
  /** `away` passes by itself; `unsafe` is a setting that loses jobs until somebody changes it */
  readonly kind: 'away' | 'unsafe';
  /** in words that anybody may read */
  readonly message: string;
}

/** What differs between workers. */
export interface WorkerTuning {
  readonly concurrency: number;
}

/**
 * Locks are short so that a killed worker's job is taken over after about 10 s instead of 90 s, and
 * stalls are forgiven for ever: the order row decides whether there is anything left to do, and a job
 * that BullMQ gives up would only be woken again by the sweep.
 */
const WORKER_DEFAULTS = {
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 1_000,
  drainDelay: 5,
  // After a refused connection, ms: who waits for money does not wait for BullMQ's 15 s.
  runRetryDelay: 1_000,
} as const;

/** The engine that REDIS_URL chooses: Redis or Valkey when it is set, PostgreSQL otherwise. */
export function openQueueEngine(config: Config, log: Logger): QueueEngine {
  return config.REDIS_URL ? openRedisEngine(config, log) : openPostgresEngine(config, log);
}

function openRedisEngine(config: Config, log: Logger): QueueEngine {
  const connect = (options: {
    enableOfflineQueue?: boolean;
    maxRetriesPerRequest: number | null;
  }) => {
    const redis = new Redis(config.REDIS_URL, {
      retryStrategy: (times) => Math.min(times * 100, MAX_RECONNECT_MS),
      ...options,
    });
    redis.on('error', (error) => log.debug({ err: error }, 'redis connection'));
    return redis;
  };
  // The producer fails at once while Redis is away: an add that waits for it would never settle.
  const producer = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  // Workers wait for Redis instead, as BullMQ demands of them.
  const consumer = connect({ maxRetriesPerRequest: null });
  return {
    name: 'redis',
    newQueue: (name) =>
      new Queue(name, { connection: producer, prefix: KEY_PREFIX, ...QUEUE_OPTIONS }),
    newWorker: (name, handler, tuning) =>
      new Worker(name, async (job) => await handler(job.data), {
        connection: consumer,
        prefix: KEY_PREFIX,
        ...WORKER_DEFAULTS,
        ...tuning,
      }),
    check: () => checkRedis(producer),
    close: async () => {
      producer.disconnect();
      consumer.disconnect();
    },
  };
}

const QUEUE_OPTIONS = {
  skipWaitingForReady: true,
  defaultJobOptions: { attempts: 1, removeOnComplete: true, removeOnFail: true },
} satisfies Omit<QueueOptions, 'connection'>;

async function checkRedis(redis: Redis): Promise<QueueProblem | null> {
  try {
    const info = await redis.info('memory');
    const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1];
    if (policy === undefined || policy === 'noeviction') return null;
    const message = `maxmemory-policy is ${policy} and must be noeviction, or Redis throws jobs away`;
    return { kind: 'unsafe', message };
  } catch (error) {
    return away(error);
  }
}

function openPostgresEngine(config: Config, log: Logger): QueueEngine {
  const { queueSchema: schema } = readDatabaseUrl(config.DATABASE_URL);
  // One pool for all queues of a process, which keep one connection of it together to listen.
  const pool = new Pool({
    ...connectionOptions(config.DATABASE_URL, {
      name: 'payserver-queue',
      schema,
      settings: QUEUE_SETTINGS,
    }),
    max: config.QUEUE_POOL_MAX,
  });
  // BullMQ takes any pg.Pool; its type describes it more loosely than pg's own does.
  const connection = pool as unknown as PostgresConnectionOptions;
  pool.setMaxListeners(0);
  pool.on('error', (error) => log.debug({ err: error }, 'queue connection'));
  // BullMQ stops listening before it gives a connection back: one that breaks then would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ err: error }, 'queue connection'));
  });
  const listener = createSharedListener(pool, log);
  const backed = withBackend(inSchema(createPatientBackends(listener), schema));
  return {
    name: 'postgres',
    newQueue: (name) =>
      new backed.Queue(name, { connection, ...QUEUE_OPTIONS }) as unknown as Queue,
    newWorker: (name, handler, tuning) =>
      new backed.Worker(name, async (job) => await handler(job.data), {
        connection,
        ...WORKER_DEFAULTS,
        ...tuning,
      }) as unknown as Worker,
    check: () => checkPool(pool),
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
}

/**
 * Says that a server cannot be used, with its error's code and nothing else: whoever asks for health
 * has no token, and messages of drivers name hosts, users and databases.
 */
function away(error: unknown): QueueProblem {
  if (!(error instanceof Error)) return { kind: 'away', message: 'unreachable' };
  // Redis has its codes (NOAUTH, WRONGPASS, LOADING) in front of the message.
  const code = 'code' in error ? String(error.code) : (error.message.split(' ')[0] ?? '');
  const isCode = /^[A-Z0-9_]{4,24}$/.test(code);
  return { kind: 'away', message: isCode ? `unreachable (${code})` : 'unreachable' };
}

async function checkPool(pool: Pool): Promise<QueueProblem | null> {
  try {
    await pool.query('SELECT 1 FROM migration LIMIT 1');
    return null;
  } catch (error) {
    const noTables = error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE;
    return noTables ? { kind: 'away', message: 'its migrations have not run' } : away(error);
  }
}
