import { newUuid } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from '../orders/table.ts';
import { queryRows } from '../sql.ts';

/** Who calls a payment off. */
export interface CloseAsked {
  readonly uuid: string;
  readonly actor: 'api' | 'operator';
  /** the subject of the token */
  readonly by: string;
  /** only while nothing was sent: its connector has no URL for more */
  readonly onlyUnsent: boolean;
}

const TABLE = ORDER_TABLES.pay;

const TEXT = `
WITH asked AS (
  UPDATE ${TABLE.name} o SET "closeAskedAt" = now(), "dueAt" = now(), "modifiedAt" = now()
  WHERE o.uuid = $1 AND o.status = '${TABLE.open}' AND o."closeAskedAt" IS NULL
    AND (o."sentAt" IS NULL OR NOT $5::bool)
  RETURNING o.*
)
INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
SELECT $2, ${recordOrigin(TABLE)}, 'closeAsked', $3::text, o.status::text, o.status::text,
       ${TABLE.amount}, o.attempts, NULL, NULL, jsonb_build_object('by', $4::text)
FROM asked o`;

/**
 * Notes that an open payment is called off, with one record of who did: no worker sends it from then on, whichever
 * holds it, and it is attempted at once. Asked again, or about one that is final, it changes nothing.
 */
export async function askToClose(db: Database, asked: CloseAsked): Promise<void> {
  const { uuid, actor, by, onlyUnsent } = asked;
  const values = [uuid, newUuid(), actor, by, onlyUnsent];
  await queryRows(db, { name: 'ask-to-close', text: TEXT, values });
}
