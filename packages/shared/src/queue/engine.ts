import { type PostgresConnectionOptions, withBackend } from 'bullmq';
import { Pool } from 'pg';
import type { Config } from '../runtime/config.ts';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import type { Logger } from '../runtime/logger.ts';
import { connectionOptions } from '../runtime/postgres-client.ts';
import { createActiveQueues } from './active-queues.ts';
import {
  away,
  QUEUE_OPTIONS,
  type QueueEngine,
  type QueueProblem,
  WORKER_DEFAULTS,
} from './engine-parts.ts';
import { findWithJobsInPostgres, listenForJobsInPostgres } from './postgres-job-listener.ts';
import { openRedisEngine } from './redis-engine.ts';
import { createResilientBackends, inSchema } from './resilient-backend.ts';
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
/** A connection that says nothing for so long is replaced: what was asked on it is asked again by whoever needs it. */
const SILENCE_MS = 10_000;
/**
 * How long a queue without a job waits before it asks for one unbidden, s. Each new job is notified, delayed ones too,
 * and a listener that broke lets every queue ask anew; so at rest a shop's PC is not woken for each queue again and again.
 */
const IDLE_S = 300;
/** SQLSTATE */
const UNDEFINED_TABLE = '42P01';

/**
 * The engine that REDIS_URL chooses: Redis or Valkey when it is set, PostgreSQL otherwise.
 *
 * @param identity of the database: many gateways may share a Redis, and none takes the wake-ups of another
 */
export function openQueueEngine(config: Config, log: Logger, identity: string): QueueEngine {
  return config.REDIS_URL
    ? openRedisEngine(config.REDIS_URL, `${KEY_PREFIX}:${identity}`, log)
    : openPostgresEngine(config, log);
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
    query_timeout: SILENCE_MS,
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
  const active = createActiveQueues(pool);
  const backends = createResilientBackends({ pool, listener, active });
  const backed = withBackend(inSchema(backends, schema));
  return {
    name: 'postgres',
    newQueue: (name) => new backed.Queue(name, { connection, ...QUEUE_OPTIONS }),
    newWorker: (name, handler, tuning) =>
      new backed.Worker(name, async (job) => await handler(job.data), {
        connection,
        ...WORKER_DEFAULTS,
        drainDelay: IDLE_S,
        ...tuning,
      }),
    listenForJobs: (events) => listenForJobsInPostgres({ listener, log }, events),
    findWithJobs: async (queues) => await findWithJobsInPostgres(pool, queues),
    check: () => checkPool(pool),
    // Its writes are the database's, of which the database's own health tells.
    tryToWrite: () => checkPool(pool),
    close: async () => {
      await listener.close();
      await pool.end();
    },
  };
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
