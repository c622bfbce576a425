import { newUuid, type TradeKind } from '../../domain/ids.ts';
import { arrayColumns } from '../array-columns.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import type { DueOrder } from './reschedule.ts';
import {
  ORDER_TABLES,
  type OrderRef,
  type OrderTable,
  RECORD_COLUMNS,
  recordOrigin,
} from './table.ts';

/** An order that must wait, and how long at least, ms. */
export interface WaitingRef extends OrderRef {
  readonly waitMs: number;
}

/** An order that waits, with the time until its next attempt. */
export interface RescheduledOrder extends DueOrder {
  /** whole ms: the queue takes no others */
  readonly delayMs: number;
}

const WAITING = arrayColumns<WaitingRef>({
  uuid: ['text', (ref) => ref.uuid],
  epoch: ['int', (ref) => ref.epoch],
  wait_ms: ['float8', (ref) => ref.waitMs],
  record: ['text', newUuid],
});

// A tenth of its age, up to five minutes, so that the backlog of a long outage is not attempted over and
// over. Orders that are due within an eighth of that time are due together, and share their next job. The epoch grows,
// or the next wake-up would have the name of the one that is just being served.
function rescheduleSql(table: OrderTable): string {
  return `
WITH rescheduled AS (
  UPDATE ${table.name} o SET
    epoch = o.epoch + 1,
    "dueAt" = CASE WHEN ${table.expiresAt} > now()
      THEN least(w.due, greatest(${table.expiresAt}, now() + interval '1 second')) ELSE w.due END,
    "lastOutcome" = 'circuitOpen',
    "modifiedAt" = now()
  FROM (
    SELECT i.uuid, i.epoch, i.record, o."lastOutcome" AS before,
      now() + make_interval(secs => ceil(d.ms / d.step) * d.step / 1000) AS due
    FROM ${WAITING.table('i')}
    JOIN ${table.name} o ON o.uuid = i.uuid
    CROSS JOIN LATERAL (
      SELECT greatest(i.wait_ms, least(100 * extract(epoch FROM now() - ${table.startAt}), 300000)::float8)
             * (1 + random() / 10) AS ms
    ) waits
    CROSS JOIN LATERAL (SELECT waits.ms, 2 ^ floor(log(2, greatest(waits.ms, 1)::numeric))::float8 / 8 AS step) d
  ) w
  WHERE o.uuid = w.uuid AND o.epoch = w.epoch AND o.status = '${table.open}'
    AND (o."leaseUntil" IS NULL OR o."leaseUntil" < now())
    AND NOT (${table.expired} AND o."sentAt" IS NULL)
  RETURNING o.*, w.record, w.before
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(table)}, 'circuitOpen', 'sweep', o.status::text, o.status::text,
         ${table.amount}, o.attempts, NULL, NULL, '{"reason": "calls of this connector go wrong"}'
  FROM rescheduled o WHERE o.before IS DISTINCT FROM 'circuitOpen'
)
SELECT uuid, epoch, "tractionNo", "connectorKey",
       ceil(1000 * extract(epoch FROM "dueAt" - now()))::int AS "delayMs" FROM rescheduled`;
}

const RESCHEDULE_SQL = {
  pay: rescheduleSql(ORDER_TABLES.pay),
  refund: rescheduleSql(ORDER_TABLES.refund),
};

/**
 * Reschedules open orders without a lease because their connector must not be called now: no attempt is
 * counted, what is known of them stays, and only the first time leaves a trade record. Answers the orders that it
 * rescheduled. A payment that expired before it was sent is left alone: closing it needs no connector.
 */
export async function rescheduleWaitingOrders(
  db: Database,
  kind: TradeKind,
  refs: readonly WaitingRef[],
): Promise<RescheduledOrder[]> {
  return await queryRows<RescheduledOrder>(db, {
    name: `reschedule-waiting-${kind}`,
    text: RESCHEDULE_SQL[kind],
    values: WAITING.values(refs),
  });
}
