import { crashPoint } from '../platform/crash-points.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from './database.ts';
import { listenForSignals, type SignalListener } from './signals.ts';

const CHANNEL = 'payserver_outcome';
/** NOTIFY carries at most 8000 bytes; an id and its comma take 23. */
const IDS_PER_NOTIFY = 300;
const GATHER_MS = 1;

/** Tells every API process that orders became final. Losing a signal costs time, never truth. */
export interface OutcomePublisher {
  /** Never throws and never waits; signals of the same millisecond travel together. */
  publish(uuids: readonly string[]): void;
}

/**
 * Publishes through PostgreSQL's NOTIFY, outside of the settling transaction and batched: NOTIFY takes
 * a database-wide lock at commit, so one inside each settlement would make them queue up.
 */
export function createOutcomePublisher(db: Database, log: Logger): OutcomePublisher {
  let pending: string[] = [];
  const flush = () => {
    const uuids = pending;
    pending = [];
    for (let at = 0; at < uuids.length; at += IDS_PER_NOTIFY) {
      const payload = uuids.slice(at, at + IDS_PER_NOTIFY).join(',');
      db.pool
        .query('SELECT pg_notify($1, $2)', [CHANNEL, payload])
        .catch((error: unknown) =>
          log.warn({ err: error }, 'outcome signal lost; waiters will poll'),
        );
    }
  };
  return {
    publish(uuids) {
      if (uuids.length === 0) return;
      crashPoint('settle.beforeSignal');
      if (pending.length === 0) setTimeout(flush, GATHER_MS);
      pending.push(...uuids);
    },
  };
}

/**
 * Calls `onSettled` with the id of every order that any process settles. Signals sent while its connection
 * was broken are lost.
 */
export function listenForOutcomes(options: {
  url: string;
  log: Logger;
  onSettled: (uuid: string) => void;
}): SignalListener {
  return listenForSignals({
    ...options,
    channel: CHANNEL,
    onSignal: (payload) => payload.split(',').forEach(options.onSettled),
  });
}
