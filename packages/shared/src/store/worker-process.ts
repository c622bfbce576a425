import type { Client } from 'pg';
import { unlessLate } from '../runtime/deadline.ts';
import type { Logger } from '../runtime/logger.ts';
import { openSession } from './session.ts';

/** What others know of this worker for as long as it lives. */
export interface WorkerProcess {
  /** Its number, which claims carry; null while nobody could notice its death by it. */
  no(): number | null;
  /** From now on whoever checks finds it gone. */
  stop(): Promise<void>;
}

/** Others check twice before they take it for dead; until then it has a session again. */
const RETRY_MS = 200;
const START_MS = 5_000;

/** The key of the advisory lock of the worker `w`: the OID of the table keeps gateways in one database apart. */
export const LOCK_OF_W = 'w.tableoid::int, w.no';

// One statement, so that nobody sees the row without its lock.
const ENTER_SQL = `
WITH w AS (INSERT INTO "WorkerProcess" DEFAULT VALUES RETURNING tableoid, no)
SELECT no, pg_try_advisory_lock(${LOCK_OF_W}) FROM w`;
// The server may not have noticed yet that the session before is gone.
const LOCK_AGAIN_SQL = `SELECT pg_try_advisory_lock('"WorkerProcess"'::regclass::oid::int, $1) AS "isLocked"`;
// Another worker may have found it gone.
const ENTER_AGAIN_SQL = 'INSERT INTO "WorkerProcess" (no) VALUES ($1) ON CONFLICT DO NOTHING';

/**
 * Enters this worker among those that run and holds its advisory lock in a session of its own, which ends with the
 * process, whatever ends it. A session that breaks is made again with the same number. Answers when the lock is held,
 * or after five seconds without it: then leases alone tell that it died.
 */
export async function enterWorkerProcess(options: {
  readonly url: string;
  readonly log: Logger;
}): Promise<WorkerProcess> {
  let own: number | undefined;
  let isHeld = false;
  const hold = async (client: Client) => {
    if (own === undefined) {
      const { rows } = await client.query<{ no: number }>(ENTER_SQL);
      own = rows[0]?.no;
      return;
    }
    const { rows } = await client.query<{ isLocked: boolean }>(LOCK_AGAIN_SQL, [own]);
    if (rows[0]?.isLocked !== true) throw new Error('its last session is still there');
    await client.query(ENTER_AGAIN_SQL, [own]);
  };
  let tellReady = () => {};
  const ready = new Promise<void>((resolve) => {
    tellReady = resolve;
  });
  const connection = openSession({
    ...options,
    name: 'payserver-worker-process',
    what: 'the session that tells that this worker lives',
    retryMs: RETRY_MS,
    prepare: hold,
    onReady: () => {
      isHeld = true;
      tellReady();
    },
    onLost: () => {
      isHeld = false;
    },
  });
  await unlessLate(ready, START_MS, undefined);
  return { no: () => (isHeld ? (own ?? null) : null), stop: () => connection.close() };
}
