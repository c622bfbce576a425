import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresQueueBackend } from 'bullmq';
import type { Notification, Pool, PoolClient } from 'pg';
import type { Logger } from '../runtime/logger.ts';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';
import type { JobEvents, JobListener } from './engine-parts.ts';
import type { SharedListener } from './shared-listener.ts';

const RETRY_MS = 1_000;

/**
 * Hears of new jobs on the connection on which the process's workers hear of them, where BullMQ notifies the name of the
 * queue. Every process that watches a queue hears of each of its jobs.
 */
export function listenForJobsInPostgres(
  { listener, log }: { readonly listener: SharedListener; readonly log: Logger },
  { onJobs, onListening }: JobEvents,
): JobListener | null {
  const channel = jobsChannel();
  if (channel === null) return null;
  const watched = new Set<string>();
  let isClosed = false;
  const onNotification = (heard: Notification) => {
    const { payload: queue = '' } = heard;
    if (heard.channel === channel && watched.has(queue)) onJobs(queue);
  };
  const connection = Object.assign(new EventEmitter(), {
    getListenClient: async (): Promise<PoolClient> => {
      throw new Error('not attached');
    },
    setListenClientName: async () => {},
  });
  const listen = async (): Promise<void> => {
    try {
      const client = await connection.getListenClient();
      await client.query(`LISTEN ${channel}`);
      if (isClosed) return;
      client.off('notification', onNotification).on('notification', onNotification);
      onListening();
    } catch (error) {
      log.debug({ err: error }, 'listening for jobs');
      await sleep(RETRY_MS);
      if (!isClosed) await listen();
    }
  };
  connection.on('listenerinvalidated', () => void listen());
  listener.attach(connection);
  void listen();
  return {
    watch: (queue) => watched.add(queue),
    unwatch: (queue) => watched.delete(queue),
    async close() {
      isClosed = true;
      connection.emit('close');
      watched.clear();
    },
  };
}

/** Where BullMQ notifies the names of queues that got a job. */
function jobsChannel(): string | null {
  const insideOf: object = PostgresQueueBackend;
  const { NOTIFY_CHANNEL: channel }: { readonly NOTIFY_CHANNEL?: unknown } = insideOf;
  if (typeof channel === 'string' && /^[a-z_]+$/.test(channel)) return channel;
  warnOfUnknownInside(
    "The channel of BullMQ's jobs",
    'each connector has a worker in each process, also at rest',
  );
  return null;
}

/** By BullMQ's indexes, one for each state: a step or three for each queue, however many jobs there are. */
const WITH_JOBS_SQL = `
SELECT q.name FROM unnest($1::text[]) AS q(name)
WHERE EXISTS (SELECT 1 FROM job j WHERE j.queue = q.name AND j.state = 'waiting')
  OR EXISTS (SELECT 1 FROM job j WHERE j.queue = q.name AND j.state = 'delayed')
  OR EXISTS (SELECT 1 FROM job j WHERE j.queue = q.name AND j.state = 'active')`;

/** Which of these queues have a job that is not finished, whoever has taken it. */
export async function findWithJobsInPostgres(
  pool: Pool,
  queues: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>(WITH_JOBS_SQL, [queues]);
  return new Set(rows.map(({ name }) => name));
}
