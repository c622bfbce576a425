import type { Client } from 'pg';
import { withDeadline } from '../runtime/deadline.ts';
import { startHeartbeat } from '../runtime/heartbeat.ts';
import type { Logger } from '../runtime/logger.ts';
import { newClient } from '../runtime/postgres-client.ts';

/** A session that is made again whenever it is lost. */
export interface Session {
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly url: string;
  readonly log: Logger;
  /** shown in pg_stat_activity */
  readonly name: string;
  /** what it is called in the log */
  readonly what: string;
  /** until the next try, ms */
  readonly retryMs: number;
  /** called with each new client before it connects */
  readonly watch?: (client: Client) => void;
  /** What makes a connection of use. One that does not get there in five seconds is given up. */
  readonly prepare: (client: Client) => Promise<void>;
  /** called each time that one is prepared */
  readonly onReady?: () => void;
  /** called each time that a prepared one is lost */
  readonly onLost?: () => void;
}

const PREPARE_MS = 5_000;

/**
 * Opens a connection to PostgreSQL of its own, for what lives as long as a session does: it is made again when it
 * breaks, also when it breaks without a word.
 */
export function openSession(options: SessionOptions): Session {
  const { log, what } = options;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let lose = () => {};
  let closed = false;
  const retryAfter = (broken: Client) => {
    if (client !== broken) return;
    client = undefined;
    lose();
    lose = () => {};
    if (!closed) timer = setTimeout(connect, options.retryMs);
  };
  // With a statement in progress the end does not wait for the server.
  const giveUp = (broken: Client) => {
    retryAfter(broken);
    broken.end().catch(() => undefined);
  };
  const begin = async (next: Client) => {
    const isReady = await isPrepared(next, options);
    // Closed meanwhile.
    if (!isReady || client !== next) return giveUp(next);
    const endHeartbeat = startHeartbeat(
      async () => await next.query('SELECT 1'),
      (error) => {
        log.warn({ err: error }, `${what} is silent: it connects again`);
        giveUp(next);
      },
    );
    lose = () => {
      endHeartbeat();
      options.onLost?.();
    };
    options.onReady?.();
  };
  const connect = () => {
    const next = newClient(options.url, { name: options.name });
    client = next;
    next.on('error', (error) => log.warn({ err: error }, `${what} broke`));
    options.watch?.(next);
    next.on('end', () => retryAfter(next));
    void begin(next);
  };
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      const last = client;
      client = undefined;
      lose();
      await last?.end().catch(() => undefined);
    },
  };
}

/** False when the server cannot be reached or does not answer. */
async function isPrepared(client: Client, { prepare, what }: SessionOptions): Promise<boolean> {
  try {
    await client.connect();
    await withDeadline(prepare(client), PREPARE_MS, `${what} was not answered`);
    return true;
  } catch {
    return false;
  }
}
