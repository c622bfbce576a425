import type { Logger } from '../runtime/logger.ts';
import { openSession, type Session } from './session.ts';

/** A subscription to signals between processes. */
export type SignalListener = Session;

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
 * Listens to PostgreSQL's NOTIFY on a connection of its own that is made again when it breaks, also when it breaks
 * without a word. Signals sent while it was broken are lost.
 */
export function listenForSignals(options: SignalOptions): SignalListener {
  const { url, log, channel, onSignal, onListening } = options;
  return openSession({
    url,
    log: log.child({ channel }),
    name: 'payserver-signals',
    what: 'signal listener',
    retryMs: RECONNECT_MS,
    watch: (client) => client.on('notification', ({ payload }) => onSignal(payload ?? '')),
    prepare: async (client) => {
      await client.query(`LISTEN ${channel}`);
    },
    ...(onListening && { onReady: onListening }),
  });
}
