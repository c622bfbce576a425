import { Client } from 'pg';
import { crashPoint } from '../platform/crash-points.ts';
import type { Logger } from '../platform/logger.ts';
import type { Database } from './database.ts';

const CHANNEL = 'payserver_outcome';
/** NOTIFY carries at most 8000 bytes; an id and its comma take 23. */
const IDS_PER_NOTIFY = 300;
const RECONNECT_MS = 1_000;

/** Tells every API process that orders became final. Losing a signal costs time, never truth. */
export interface OutcomePublisher {
  /** Never throws and never waits; signals of the same tick travel together. */
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
      if (pending.length === 0) setImmediate(flush);
      pending.push(...uuids);
    },
  };
}

/** A subscription to outcome signals. */
export interface OutcomeListener {
  close(): Promise<void>;
}

/**
 * Calls `onSettled` with the id of every order that any process settles, over a connection of its own
 * that is made again when it breaks. Signals sent while it was broken are lost.
 */
export function listenForOutcomes(options: {
  url: string;
  log: Logger;
  onSettled: (uuid: string) => void;
}): OutcomeListener {
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const retry = () => {
    client = undefined;
    if (!closed) timer ??= setTimeout(connect, RECONNECT_MS);
  };
  const connect = () => {
    timer = undefined;
    const next = new Client({ connectionString: options.url, keepAlive: true });
    client = next;
    next.on('error', (error) => options.log.warn({ err: error }, 'outcome listener broke'));
    next.on('end', retry);
    next.on('notification', ({ payload }) => payload?.split(',').forEach(options.onSettled));
    next.connect().then(
      () => next.query(`LISTEN ${CHANNEL}`).catch(() => next.end()),
      () => retry(),
    );
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
