import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';

/** One line of an order's history. */
export interface TimelineEntry {
  readonly createdAt: Date;
  readonly kind: string;
  readonly tractionNo: string;
  readonly event: string;
  readonly actor: string;
  readonly fromStatus: string | null;
  readonly toStatus: string;
  readonly amount: number;
  readonly attempt: number;
}

const MAX_ENTRIES = 200;

/** The history of a payment and its refunds, oldest first; at most 200 entries. */
export async function readTimeline(db: Database, payOrderUUID: string): Promise<TimelineEntry[]> {
  return await queryRows<TimelineEntry>(db, {
    name: 'timeline',
    text: `SELECT "createdAt", kind, "tractionNo", event, actor, "fromStatus", "toStatus", amount, attempt
      FROM "TradeRecord" WHERE "payOrderUUID" = $1 ORDER BY id LIMIT ${MAX_ENTRIES}`,
    values: [payOrderUUID],
  });
}
