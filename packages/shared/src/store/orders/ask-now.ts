import { newUuid, type TradeKind } from '../../domain/ids.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import { queryRows, type Statement } from '../sql.ts';
import type { DueOrder } from './reschedule.ts';
import { ORDER_TABLES, type OrderTable, RECORD_COLUMNS, recordOrigin } from './table.ts';

/** Who wants an order attempted now. */
export interface Asked {
  readonly uuid: string;
  readonly actor: 'api' | 'operator';
  /** the subject of the token */
  readonly by: string;
}

const ASKED = arrayColumns<Asked>({
  uuid: ['text', (asked) => asked.uuid],
  actor: ['text', (asked) => asked.actor],
  by: ['text', (asked) => asked.by],
  record: ['text', newUuid],
});

// The epoch grows, or the wake-up that follows would have the name of the delayed one that is queued already. What is due
// by now is attempted now anyway: asked a thousand times while no worker runs it has one record.
function askSql(table: OrderTable): string {
  return `
WITH asked AS (
  UPDATE ${table.name} o SET epoch = o.epoch + 1, "dueAt" = now(), "modifiedAt" = now()
  FROM ${ASKED.table('i')}
  WHERE o.uuid = i.uuid AND o.status = '${table.open}' AND o."dueAt" > now()
    AND (o."leaseUntil" IS NULL OR o."leaseUntil" < now())
  RETURNING o.*, i.record, i.actor, i.by
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(table)}, 'askNow', o.actor, o.status::text, o.status::text,
         ${table.amount}, o.attempts, NULL, NULL, jsonb_build_object('by', o.by)
  FROM asked o
)
SELECT uuid, epoch, "tractionNo", "connectorKey" FROM asked`;
}

const ASK_SQL = { pay: askSql(ORDER_TABLES.pay), refund: askSql(ORDER_TABLES.refund) };

/** The statement of {@link askOrdersNow}, for a transaction that does more; it answers rows of DueOrder. */
export function askNowStatement(kind: TradeKind, asked: readonly Asked[]): Statement {
  return { name: `ask-now-${kind}`, text: ASK_SQL[kind], values: ASKED.values(asked) };
}

/**
 * Makes the next attempt of open orders due now, each with a record of who wanted it, and answers them for their
 * wake-ups. One that a worker holds, that is due by now or that is final is left alone. Only the time of the attempt
 * changes: what it may do is decided by it as ever.
 */
export async function askOrdersNow(
  db: Database,
  kind: TradeKind,
  asked: readonly Asked[],
): Promise<DueOrder[]> {
  return await queryRows<DueOrder>(db, askNowStatement(kind, asked));
}
