import { channelIn, readDatabaseUrl } from '../runtime/database-url.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Database } from './database.ts';
import { listenForSignals, type SignalListener } from './signals.ts';

const CHANNEL = 'payserver_connectors';

/**
 * Tells every worker that there is a new connector, or another one. Never throws: a worker that does not
 * hear it finds the connector when it looks for itself.
 */
export async function announceConnectors(db: Database): Promise<void> {
  const channel = channelIn(db.schema, CHANNEL);
  await db.pool.query(`SELECT pg_notify('${channel}', '')`).catch(() => undefined);
}

/** Calls `onChange` when connectors are announced, and whenever an announcement may have been missed. */
export function listenForConnectors(options: {
  url: string;
  log: Logger;
  onChange: () => void;
}): SignalListener {
  return listenForSignals({
    ...options,
    channel: channelIn(readDatabaseUrl(options.url).schema, CHANNEL),
    onSignal: options.onChange,
    onListening: options.onChange,
  });
}
