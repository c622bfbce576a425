import type { Database } from '../database.ts';
import { inTransaction, queryRows } from '../sql.ts';

/** Days that deliveries and attempts stay; the trade records remain, and a replay makes new ones. */
export const DELIVERY_DAYS = 30;
const DAYS_AHEAD = 3;
/** Nobody who reads or writes waits behind it for longer. */
const LOCK_MS = 2_000;

/**
 * Makes the partitions of the next days and drops those that are over, in one transaction.
 *
 * @returns how many it has made and dropped
 */
export async function tendPartitions(db: Database): Promise<number> {
  return await inTransaction(db, async (client) => {
    await client.query(`SELECT set_config('lock_timeout', '${LOCK_MS}', true)`);
    const { rows } = await client.query<{ changes: number }>({
      text: 'SELECT "tendNotifyPartitions"($1, $2) AS changes',
      values: [DAYS_AHEAD, DELIVERY_DAYS],
    });
    return rows[0]?.changes ?? 0;
  });
}

/** Autovacuum comes first: the index is only less exact without it. */
const SUMMARISE_LOCK_MS = 50;

/**
 * Brings the index that the tail reads up to the newest records, which otherwise waits for autovacuum: until then each
 * window reads all of them.
 */
export async function summariseTail(db: Database): Promise<void> {
  await inTransaction(db, async (client) => {
    await client.query(`SELECT set_config('lock_timeout', '${SUMMARISE_LOCK_MS}', true)`);
    await client.query(`SELECT brin_summarize_new_values('"TradeRecord_xact_idx"'::regclass)`);
  });
}

const RECOUNT_SQL = `
UPDATE "NotifyEndpoint" e SET backlog = c.open FROM (
  SELECT n.id, (SELECT count(*)::int FROM "NotifyDelivery" d WHERE d."endpointId" = n.id AND d."nextAt" IS NOT NULL) AS open
  FROM "NotifyEndpoint" n WHERE n.backlog >= $1::int ORDER BY n.id) c
WHERE e.id = c.id AND e.backlog <> c.open`;

/**
 * Counts the open deliveries of endpoints that seem to have at least `atLeast`: a worker that died has not taken off
 * what it delivered.
 */
export async function recountBacklogs(db: Database, atLeast: number): Promise<void> {
  await queryRows(db, { name: 'notify-recount', text: RECOUNT_SQL, values: [atLeast] });
}
