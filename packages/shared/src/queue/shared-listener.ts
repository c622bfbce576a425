import type { EventEmitter } from 'node:events';
import type { Pool, PoolClient } from 'pg';
import { startHeartbeat } from '../runtime/heartbeat.ts';
import type { Logger } from '../runtime/logger.ts';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';

/** The part of BullMQ's connection to PostgreSQL that listens. */
export interface Listening extends EventEmitter {
  getListenClient(): Promise<PoolClient>;
  setListenClientName(name: string): Promise<void>;
}

/** One connection on which all queues of a process hear of new jobs. */
export interface SharedListener {
  /**
   * Lets this queue listen here instead of on a connection of its own. Where it listens in another way than is known
   * here it warns, and the queue keeps its own.
   */
  attach(queue: Partial<Listening> | undefined): void;
  close(): Promise<void>;
}

/** What pg_stat_activity shows of the connection. */
const HEARTBEAT_SQL = `SELECT 'listens on bullmq_jobs'`;

/**
 * One statement at a time, each when the one before is answered: all queues of a process say LISTEN at the same
 * moment, which pg 8 warns of and pg 9 will refuse. Only for a connection that is never given back to its pool.
 */
function sayInTurn(client: PoolClient): void {
  const say = client.query.bind(client);
  let last: Promise<unknown> = Promise.resolve();
  const query = async (text: string, values?: unknown[]) => {
    const answer = last.then(async () => await say(text, values));
    last = answer.catch(() => undefined);
    return await answer;
  };
  Object.assign(client, { query });
}

/** A connection that is taken from the pool. */
interface Taken {
  readonly client: PoolClient;
  giveBack(): void;
}

/** @param onDrop once, after the connection broke or fell silent and was given back */
async function take(pool: Pool, onDrop: (error: unknown) => void): Promise<Taken> {
  const client = await pool.connect();
  sayInTurn(client);
  let endHeartbeat = () => {};
  let isGivenBack = false;
  const giveBack = () => {
    isGivenBack = true;
    endHeartbeat();
    client.removeAllListeners('notification');
    client.removeAllListeners('error');
    client.on('error', () => {});
    client.release(true);
  };
  const drop = (error: unknown) => {
    if (isGivenBack) return;
    giveBack();
    onDrop(error);
  };
  // Each queue that waits is a listener.
  client.setMaxListeners(0);
  client.once('error', drop);
  endHeartbeat = startHeartbeat(async () => await client.query(HEARTBEAT_SQL), drop);
  return { client, giveBack };
}

/**
 * Makes it; the connection is taken from the pool with the first queue that listens, and again after it broke or fell
 * silent, when every queue starts anew.
 *
 * BullMQ takes one connection of the pool for each queue, for ever. With as many connectors as connections none
 * is left for the jobs themselves, and each signal wakes every one of them in PostgreSQL.
 */
export function createSharedListener(pool: Pool, log: Logger): SharedListener {
  const queues = new Set<Listening>();
  let taken: Promise<Taken> | undefined;
  const onDrop = (error: unknown) => {
    log.warn({ err: error }, 'queue listener broke: it connects again');
    taken = undefined;
    for (const queue of queues) queue.emit('listenerinvalidated');
  };
  const listenClient = async (): Promise<PoolClient> => {
    const taking = (taken ??= take(pool, onDrop));
    try {
      return (await taking).client;
    } catch (error) {
      // Or whoever asks next would get this failure too.
      if (taken === taking) taken = undefined;
      throw error;
    }
  };
  return {
    attach(queue) {
      if (!canShare(queue)) {
        return warnOfUnknownInside(
          "How BullMQ's backend listens",
          'each queue keeps a connection of QUEUE_POOL_MAX for itself',
        );
      }
      queues.add(queue);
      queue.once('close', () => queues.delete(queue));
      queue.getListenClient = listenClient;
      // It would carry the name of whichever queue came last.
      queue.setListenClientName = async () => {};
    },
    async close() {
      const last = await taken?.catch(() => undefined);
      taken = undefined;
      last?.giveBack();
    },
  };
}

/** Whether it asks for its listening connection where it is known to, and hears that it must ask for another. */
function canShare(queue: Partial<Listening> | undefined): queue is Listening {
  return (
    queue?.getListenClient !== undefined &&
    queue.setListenClientName !== undefined &&
    queue.listenerCount !== undefined &&
    queue.listenerCount('listenerinvalidated') > 0
  );
}
