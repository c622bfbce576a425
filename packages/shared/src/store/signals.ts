import type { Logger } from '../runtime/logger.ts';
import { openSession, type Session } from './session.ts';

/** A subscription to signals between processes. */
export type SignalListener = Session;

/** One kind of signal. */
export interface Signal {
  /** a channel of ours; it becomes part of a statement */
  readonly channel: string;
  readonly onSignal: (payload: string) => void;
}

export interface SignalOptions {
  readonly url: string;
  readonly log: Logger;
  /** All on one connection: PostgreSQL wakes each that listens for anything with every signal. */
  readonly signals: readonly [Signal, ...Signal[]];
  /** called each time that it begins to listen: what came before is not known */
  readonly onListening?: () => void;
}

const RECONNECT_MS = 1_000;

/**
 * Listens to PostgreSQL's NOTIFY on a connection of its own that is made again when it breaks, also when it breaks
 * without a word. Signals sent while it was broken are lost.
 */
export function listenForSignals({
  url,
  log,
  signals,
  onListening,
}: SignalOptions): SignalListener {
  const heard = new Map(signals.map((signal) => [signal.channel, signal.onSignal]));
  const listen = signals.map(({ channel }) => `LISTEN ${channel}`).join(';');
  return openSession({
    url,
    log: log.child({ channel: signals[0].channel }),
    name: 'payserver-signals',
    what: 'signal listener',
    retryMs: RECONNECT_MS,
    watch: (client) =>
      client.on('notification', ({ channel, payload }) => heard.get(channel)?.(payload ?? '')),
    prepare: async (client) => {
      await client.query(listen);
    },
    ...(onListening && { onReady: onListening }),
  });
}
