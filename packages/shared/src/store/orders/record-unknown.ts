import { newUuid, type TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { inTransaction } from '../sql.ts';
import { ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from './table.ts';

/**
 * Writes into an order's history that a notice about it proves nothing, and why. Once for each reason: connectors
 * repeat what is refused. Nothing else of the order changes, whatever its status is.
 */
export async function recordUnknown(
  db: Database,
  kind: TradeKind,
  { uuid, reason }: { readonly uuid: string; readonly reason: string },
): Promise<void> {
  const table = ORDER_TABLES[kind];
  await inTransaction(db, async (client) => {
    // Whoever settles it waits: the record tells the status that it really has then.
    await client.query(`SELECT 1 FROM ${table.name} WHERE uuid = $1 FOR UPDATE`, [uuid]);
    await client.query(
      `INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
       SELECT $2, ${recordOrigin(table)}, 'unknown', 'notice', o.status::text, o.status::text,
              ${table.amount}, o.attempts, NULL, NULL, jsonb_build_object('reason', $3::text)
       FROM ${table.name} o WHERE o.uuid = $1 AND NOT EXISTS (
         SELECT 1 FROM "TradeRecord" r
         WHERE r."payOrderUUID" = ${table.payOrderUUID} AND r."tractionNo" = o."tractionNo"
           AND r.event = 'unknown' AND r.actor = 'notice' AND r.detail ->> 'reason' = $3)`,
      [uuid, newUuid(), reason],
    );
  });
}
