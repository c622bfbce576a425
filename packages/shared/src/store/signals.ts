import type { Client } from 'pg';
import { withDeadline } from '../runtime/deadline.ts';
import { startHeartbeat } from '../runtime/heartbeat.ts';
import type { Logger } from '../runtime/logger.ts';
import { newClient } from '../runtime/postgres-client.ts';

/** A subscription to signals between processes. */
export interface SignalListener {
  close(): Promise<void>;
}

export interface SignalOptions {
  readonly url: string;
  readonly log: Logger;
  /** a channel of ours; it becomes part of a statement */
  readonly channel: string;
  readonly onSignal: (payload: string) => void;
  /** called each time that it begins to listen: what came before is not known */
  readonly onListening?: () => void;
}

const RECONNECT_MS = 1_000;
const ANSWER_MS = 5_000;

/**
 * Listens to PostgreSQL's NOTIFY on a connection of its own that is made again when it breaks, also when it breaks
 * without a word. Signals sent while it was broken are lost.
 */
export function listenForSignals(options: SignalOptions): SignalListener {
  const { url, log, channel } = options;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let endHeartbeat = () => {};
  let closed = false;
  const retryAfter = (broken: Client) => {
    if (client !== broken) return;
    client = undefined;
    endHeartbeat();
    if (!closed) timer = setTimeout(connect, RECONNECT_MS);
  };
  // With a statement in progress the end does not wait for the server.
  const giveUp = (broken: Client) => {
    retryAfter(broken);
    broken.end().catch(() => undefined);
  };
  const listen = async (next: Client) => {
    try {
      await next.connect();
      await withDeadline(next.query(`LISTEN ${channel}`), ANSWER_MS, 'LISTEN was not answered');
    } catch {
      return giveUp(next);
    }
    // Closed meanwhile.
    if (client !== next) return giveUp(next);
    endHeartbeat = startHeartbeat(
      async () => await next.query('SELECT 1'),
      (error) => {
        log.warn({ err: error, channel }, 'signal listener is silent: it connects again');
        giveUp(next);
      },
    );
    options.onListening?.();
  };
  const connect = () => {
    const next = newClient(url, { name: 'payserver-signals' });
    client = next;
    next.on('error', (error) => log.warn({ err: error, channel }, 'signal listener broke'));
    next.on('end', () => retryAfter(next));
    next.on('notification', ({ payload }) => options.onSignal(payload ?? ''));
    void listen(next);
  };
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      endHeartbeat();
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
