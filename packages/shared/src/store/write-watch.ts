import type { Logger } from '../runtime/logger.ts';
import { newClient } from '../runtime/postgres-client.ts';

/** Whether the database takes what is written, as far as real writes have shown. */
export interface WriteWatch {
  /** Tells it of an error of the server, by its SQLSTATE; those that do not mean "no writes" are passed over. */
  noticed(code: string): void;
  /** why nothing can be written at the moment, in words that anybody may read; null when nothing says so */
  problem(): string | null;
  stop(): void;
}

/** SQLSTATE read_only_sql_transaction */
export const READ_ONLY = '25006';
/** SQLSTATE insufficient_privilege */
export const NO_RIGHT = '42501';

/** SQLSTATE of a server that answers, and takes no writes. */
const REASONS: Readonly<Record<string, string>> = {
  [READ_ONLY]: 'it is read-only',
  '53100': 'its disk is full',
  '58030': 'its disk fails',
};
const RETRY_MS = 1_000;

/**
 * Remembers that a write failed because of the server, and from then on tries one of its own each second until one
 * works. While all is well it writes nothing. The log says once that writes are lost and once that they are back.
 */
export function createWriteWatch(deps: { url: string; log: Logger }): WriteWatch {
  const { log } = deps;
  let lost: { reason: string; since: number } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const trial = async () => {
    const code = await tryToWrite(deps.url);
    if (isStopped || lost === null) return;
    if (code !== null) {
      lost.reason = REASONS[code] ?? lost.reason;
      timer = setTimeout(() => void trial(), RETRY_MS).unref();
      return;
    }
    log.info(
      { lostMs: Math.round(performance.now() - lost.since) },
      'the database takes writes again',
    );
    lost = null;
  };
  return {
    noticed(code) {
      const reason = REASONS[code];
      if (reason === undefined || lost !== null || isStopped) return;
      lost = { reason, since: performance.now() };
      log.warn({ reason, code }, 'the database takes no writes');
      timer = setTimeout(() => void trial(), RETRY_MS).unref();
    },
    problem: () => (lost === null ? null : `takes no writes: ${lost.reason}`),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** Large enough to need new pages on the disk, of the tables as well as of the log. */
const TRIAL_SQL = `BEGIN; CREATE TEMP TABLE payserver_trial ON COMMIT DROP AS
  SELECT repeat(md5(n::text), 30) AS text FROM generate_series(1, 512) n; COMMIT`;

/** Null when it worked, on a connection of its own: an older one may be under other settings. */
async function tryToWrite(url: string): Promise<string | null> {
  const client = newClient(url, { name: 'payserver-trial' });
  try {
    await client.connect();
    if (await isReadOnly(client)) return READ_ONLY;
    await client.query(TRIAL_SQL);
    return null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // A role that may not do this has shown nothing either way.
    return code === NO_RIGHT ? null : code;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** A standby, or a server, database or role that was made read-only. */
export async function isReadOnly(database: {
  query(sql: string): Promise<{ rows: Array<{ readOnly?: boolean }> }>;
}): Promise<boolean> {
  const { rows } = await database.query(
    `SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on' AS "readOnly"`,
  );
  return rows[0]?.readOnly === true;
}
