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

/** False when the server cannot be reached or does not answer. */
async function beginListening(client: Client, channel: string): Promise<boolean> {
  try {
    await client.connect();
    await withDeadline(client.query(`LISTEN ${channel}`), ANSWER_MS, 'LISTEN was not answered');
    return true;
  } catch {
    return false;
  }
}

/** A connection that is not made yet. */
function newListener({ url, log, channel, onSignal }: SignalOptions): Client {
  const client = newClient(url, { name: 'payserver-signals' });
  client.on('error', (error) => log.warn({ err: error, channel }, 'signal listener broke'));
  client.on('notification', ({ payload }) => onSignal(payload ?? ''));
  return client;
}

/** Asks the server now and then, until what it answers is called; `onSilent` once there is no answer. */
function watchSilence(client: Client, { log, channel }: SignalOptions, onSilent: () => void) {
  return startHeartbeat(
    async () => await client.query('SELECT 1'),
    (error) => {
      log.warn({ err: error, channel }, 'signal listener is silent: it connects again');
      onSilent();
    },
  );
}

/**
 * Listens to PostgreSQL's NOTIFY on a connection of its own that is made again when it breaks, also when it breaks
 * without a word. Signals sent while it was broken are lost.
 */
export function listenForSignals(options: SignalOptions): SignalListener {
  const { channel } = options;
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
    const listens = await beginListening(next, channel);
    // Closed meanwhile.
    if (!listens || client !== next) return giveUp(next);
    endHeartbeat = watchSilence(next, options, () => giveUp(next));
    options.onListening?.();
  };
  const connect = () => {
    const next = newListener(options);
    client = next;
    next.on('end', () => retryAfter(next));
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
