import { setTimeout as sleep } from 'node:timers/promises';
import { connectionOptions } from '@payserver/shared/runtime/postgres-client';
import { Pool } from 'pg';
import { crashPoint } from './crash-points.ts';
import { asBooksError, mayRunAgain } from './errors.ts';
import { type BooksPlace, DEFAULT_SCHEMA } from './migrate.ts';

/** What a function of the books reads. */
export type Request = Readonly<Record<string, unknown>>;

/** The functions of the books in the database; each call is one transaction in one round trip. */
export interface Connection {
  /**
   * Calls a function with the request and the zone.
   *
   * @throws {RefusedError} it was refused, nothing was written
   * @throws {BooksUnavailableError} what became of it is unknown
   */
  call(name: string, request: Request): Promise<unknown>;
  /** Rows of a statement that only reads. */
  rows(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Where the books are, and how they are used. */
export interface BooksOptions extends BooksPlace {
  /** IANA name: where business days begin and end */
  readonly timeZone: string;
  /** connections at most; default 10 */
  readonly maxConnections?: number;
  /** how long an operation waits for another one's lock, ms; default 2000 */
  readonly lockTimeoutMs?: number;
}

/** A function's plans are made once for a connection, maybe over tables that are still empty: they use indexes then too. */
const PLANS = { enable_seqscan: 'off', jit: 'off' };
const TRIES = 5;
const JITTER_MS = 20;

/** Opens a pool of connections to the books; nothing is asked until the first call. */
export function openConnection(options: BooksOptions): Connection {
  const { timeZone, schema = DEFAULT_SCHEMA, maxConnections = 10, lockTimeoutMs = 2_000 } = options;
  const pool = new Pool({
    ...connectionOptions(options.databaseUrl, {
      name: 'payserver-accounts',
      schema,
      settings: { lock_timeout: `${lockTimeoutMs}ms`, ...PLANS },
    }),
    max: maxConnections,
  });
  // An idle connection that breaks is replaced with the next call.
  pool.on('error', () => undefined);
  return {
    call: async (name, request) => {
      const values = [JSON.stringify({ ...request, zone: timeZone })];
      const query = { name, text: `SELECT ${name}($1::jsonb) AS answer`, values };
      return await withTries(async () => {
        crashPoint('call.beforeQuery', name);
        const { rows } = await pool.query<{ answer: unknown }>(query);
        crashPoint('call.afterCommit', name);
        return rows[0]?.answer;
      });
    },
    rows: async (text, values = []) =>
      await withTries(async () => await readWhole(pool, text, values)),
    close: async () => await pool.end(),
  };
}

/** As the planner chooses: a check reads tables from end to end. */
async function readWhole(pool: Pool, text: string, values: readonly unknown[]) {
  const client = await pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL enable_seqscan = on');
    const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
    await client.query('COMMIT');
    return rows;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** A transaction that lost against another one runs again, five times in all, after a moment at random. */
async function withTries<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || !mayRunAgain(error)) throw asBooksError(error);
      await sleep(Math.random() * JITTER_MS * 2 ** tries);
    }
  }
}
