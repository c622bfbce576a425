import type { TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import type { DueOrder } from './reschedule.ts';
import { ORDER_TABLES } from './table.ts';

/** Due orders, and whether there may be more. */
export interface DueOrders {
  readonly orders: DueOrder[];
  readonly mayBeMore: boolean;
}

/**
 * Takes up to `limit` orders whose time has passed, the longest overdue first, and puts their next
 * time `againMs` ahead: the caller wakes them, and if that wake-up is lost too they come back here. An
 * order with a lease is not woken; its next time is the end of the lease. Several sweeps at once
 * take different rows.
 */
export async function takeDueOrders(
  db: Database,
  kind: TradeKind,
  options: { limit: number; againMs: number },
): Promise<DueOrders> {
  const table = ORDER_TABLES[kind].name;
  const sql = `
UPDATE ${table} o SET
  "dueAt" = CASE WHEN o."leaseUntil" > now() THEN o."leaseUntil"
                 ELSE now() + make_interval(secs => $2::float8 / 1000) END
WHERE o.id IN (
  SELECT id FROM ${table} WHERE "dueAt" <= now()
  ORDER BY "dueAt" LIMIT $1::int FOR UPDATE SKIP LOCKED
)
RETURNING o.uuid, o."tractionNo", o.epoch, o."connectorKey",
  coalesce(o."leaseUntil" > now(), false) AS "isOwned"`;
  const rows = await queryRows<DueOrder & { readonly isOwned: boolean }>(db, {
    name: `sweep-${kind}`,
    text: sql,
    values: [options.limit, options.againMs],
  });
  const orders = rows.filter(({ isOwned }) => !isOwned);
  return { orders, mayBeMore: rows.length === options.limit };
}
