import type { TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { LOCK_OF_W } from '../worker-process.ts';
import type { DueOrder } from './reschedule.ts';
import { ORDER_TABLES } from './table.ts';

/** The numbers of workers whose lock is held, as `pg_locks` has them. */
const LOCKED = `SELECT l.objid FROM pg_locks l
  WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
    AND l.classid = '"WorkerProcess"'::regclass
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/**
 * The workers whose lock is not held, other than `own`, for a FROM; none where `own` is NULL. The locks are read once,
 * and only where there is another worker.
 */
export const missingWorkers = (own: string) =>
  `"WorkerProcess" w WHERE w.no <> ${own} AND w.no::oid NOT IN (${LOCKED})`;

const MISSING_SQL = `SELECT w.no FROM ${missingWorkers('$1')} ORDER BY w.no LIMIT 100`;

/**
 * The workers whose session is gone, other than this one. One that has only lost its connection is among them for
 * as long as it takes to make another.
 */
export async function findMissingWorkers(db: Database, own: number): Promise<number[]> {
  const rows = await queryRows<{ no: number }>(db, {
    name: 'missing-workers',
    text: MISSING_SQL,
    values: [own],
  });
  return rows.map(({ no }) => no);
}

/** The orders that a worker held, by their kind. */
export interface LeftOrders {
  readonly pay: readonly DueOrder[];
  readonly refund: readonly DueOrder[];
}

// A claim takes what ended before its now, which is rounded to ms.
function endSql(kind: TradeKind): string {
  const { name, open } = ORDER_TABLES[kind];
  return `
  UPDATE ${name} o SET
    "leaseUntil" = now() - interval '1 millisecond',
    "dueAt" = now() + make_interval(secs => $3::float8 / 1000)
  FROM gone
  WHERE o."dueAt" IS NOT NULL AND o.status = '${open}'
    AND o."ownerNo" = gone.no AND o."leaseUntil" > now()
  RETURNING '${kind}' AS kind, o.uuid, o."tractionNo", o.epoch, o."connectorKey"`;
}

const END_LEASES_SQL = `
WITH gone AS (
  DELETE FROM "WorkerProcess" w
  WHERE w.no = $1 AND $2::oid IN (${LOCKED})
    AND pg_try_advisory_xact_lock(${LOCK_OF_W})
  RETURNING w.no
), pays AS (${endSql('pay')}
), refunds AS (${endSql('refund')}
)
SELECT * FROM pays UNION ALL SELECT * FROM refunds`;

/**
 * Ends the leases of a worker that is gone, in one transaction with its removal, and answers its orders: their next
 * time is `againMs` ahead, for the caller wakes them. Does nothing while that worker holds its lock, or when this
 * server does not know of our own: it has just started and knows of none.
 *
 * Nothing rests on it: the claims that follow raise the epoch like those after a lease that passed, and a worker
 * that lives after all loses its claim then, as it would by its lease.
 *
 * @param options.own the caller's number
 */
export async function endLeasesOf(
  db: Database,
  no: number,
  options: { readonly own: number; readonly againMs: number },
): Promise<LeftOrders> {
  const rows = await queryRows<DueOrder & { readonly kind: TradeKind }>(db, {
    name: 'end-leases-of-worker',
    text: END_LEASES_SQL,
    values: [no, options.own, options.againMs],
  });
  const of = (kind: TradeKind) => rows.filter((row) => row.kind === kind);
  return { pay: of('pay'), refund: of('refund') };
}
