import type { Client } from 'pg';
import type { Logger } from '../platform/logger.ts';
import { newClient } from '../platform/postgres-client.ts';

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

/**
 * Listens to PostgreSQL's NOTIFY on a connection of its own that is made again when it breaks. Signals
 * sent while it was broken are lost.
 */
export function listenForSignals(options: SignalOptions): SignalListener {
  const { url, log, channel } = options;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const retry = () => {
    client = undefined;
    if (!closed) timer ??= setTimeout(connect, RECONNECT_MS);
  };
  const listen = async (next: Client) => {
    try {
      await next.connect();
    } catch {
      return retry();
    }
    try {
      await next.query(`LISTEN ${channel}`);
      options.onListening?.();
    } catch {
      await next.end().catch(() => undefined);
    }
  };
  const connect = () => {
    timer = undefined;
    const next = newClient(url, { name: 'payserver-signals' });
    client = next;
    next.on('error', (error) => log.warn({ err: error, channel }, 'signal listener broke'));
    next.on('end', retry);
    next.on('notification', ({ payload }) => options.onSignal(payload ?? ''));
    void listen(next);
  };
  connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
