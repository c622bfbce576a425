import { newUuid } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { type Actor, ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from '../orders/table.ts';
import { queryRows } from '../sql.ts';

const TABLE = ORDER_TABLES.pay;

/** One cancellation of one payment. */
export interface CancelRef {
  readonly uuid: string;
  /** tells it from every other of this payment */
  readonly call: string;
}

const LOCKED = `(SELECT uuid, "cancelCall", "successHeld" FROM ${TABLE.name} WHERE uuid = $1 FOR UPDATE)`;

const BEGIN = `
UPDATE ${TABLE.name} o SET "cancelCall" = $2, "modifiedAt" = now() FROM ${LOCKED} b
WHERE o.uuid = b.uuid AND o.status = '${TABLE.open}'
RETURNING b."cancelCall" AS before`;

/**
 * Notes, before it leaves, that a cancellation may give the money of this payment back: from then on no success
 * settles it until the connector has refused to cancel.
 *
 * @returns `first`, `again` when one before it was not refused, null when the payment is final by now: it must not
 *   be cancelled
 */
export async function beginCancel(
  db: Database,
  { uuid, call }: CancelRef,
): Promise<'first' | 'again' | null> {
  const values = [uuid, call];
  const statement = { name: 'begin-cancel', text: BEGIN, values };
  const [row] = await queryRows<{ before: string | null }>(db, statement);
  if (row === undefined) return null;
  return row.before === null ? 'first' : 'again';
}

const END = `
UPDATE ${TABLE.name} o SET "cancelCall" = NULL, "modifiedAt" = now()
WHERE o.uuid = $1 AND o."cancelCall" = $2 AND NOT o."successHeld" RETURNING 1`;

/**
 * Notes that this cancellation was refused, or never left: successes settle the payment again. Changes nothing when
 * there has been another since, or when a success is held: it is to be settled.
 */
export async function endCancel(db: Database, { uuid, call }: CancelRef): Promise<boolean> {
  const values = [uuid, call];
  return (await queryRows(db, { name: 'end-cancel', text: END, values })).length > 0;
}

/** A success that came while a cancellation may give its money back. */
export interface HeldSuccess {
  readonly uuid: string;
  readonly actor: Actor;
  readonly thirdNo: string | null;
  readonly detail: object;
}

const HOLD = `
WITH held AS (
  UPDATE ${TABLE.name} o SET "successHeld" = true, "dueAt" = now(), "modifiedAt" = now(),
    "thirdPayNo" = coalesce($3, o."thirdPayNo")
  FROM ${LOCKED} b
  WHERE o.uuid = b.uuid AND o.status = '${TABLE.open}' AND o."cancelCall" IS NOT NULL
  RETURNING o.*, b."successHeld" AS "heldBefore"
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT $2, ${recordOrigin(TABLE)}, 'unknown', $4::text, o.status::text, o.status::text,
         ${TABLE.amount}, o.attempts, NULL, NULL, $5::jsonb
  FROM held o WHERE NOT o."heldBefore"
)
SELECT 1 FROM held`;

/**
 * Keeps a success until the cancellation that is on its way has been answered, with one record of it, and has the
 * order attempted at once. Answers whether it is held; not when no cancellation is on its way any more.
 */
export async function holdSuccess(db: Database, held: HeldSuccess): Promise<boolean> {
  const { uuid, thirdNo, actor } = held;
  const reason = 'succeeded while its cancellation was on its way';
  const detail = JSON.stringify({ ...held.detail, reason });
  const values = [uuid, newUuid(), thirdNo, actor, detail];
  return (await queryRows(db, { name: 'hold-success', text: HOLD, values })).length > 0;
}

/** Whether its connector has answered that it was cancelled, and its money given back if any had moved. */
export async function wasCancelled(db: Database, uuid: string): Promise<boolean> {
  const record = await (await db.prisma()).tradeRecord.findFirst({
    where: { payOrderUUID: uuid, kind: 'pay', event: 'close' },
    select: { uuid: true },
  });
  return record !== null;
}
