import { newUuid, type TradeKind } from '../../domain/ids.ts';
import { REVIEW_MARK } from '../../domain/notify/event-types.ts';
import type { PayData } from '../../domain/pay-data.ts';
import { arrayColumns, jsonOrNull } from '../array-columns.ts';
import { type BatchedStatement, batched } from '../batched.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import {
  type Actor,
  ORDER_TABLES,
  type OrderTable,
  RECORD_COLUMNS,
  recordOrigin,
} from './table.ts';

/** An attempt that ended without a final answer. */
export interface OpenAttempt {
  readonly uuid: string;
  readonly epoch: number;
  readonly actor: Actor;
  /** notSent, running or unknown */
  readonly lastOutcome: string;
  /** ms until the next attempt */
  readonly delayMs: number;
  /** the first POST certainly did not arrive: the order counts as never sent again */
  readonly clearSent: boolean;
  readonly thirdNo: string | null;
  /** of a payment: what the till shall show; null: what it showed before */
  readonly payData: PayData | null;
  readonly reviewReason: string | null;
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly detail: object;
}

const OPEN_ATTEMPTS = arrayColumns<OpenAttempt>({
  uuid: ['text', (a) => a.uuid],
  epoch: ['int', (a) => a.epoch],
  actor: ['text', (a) => a.actor],
  outcome: ['text', (a) => a.lastOutcome],
  delay_ms: ['float8', (a) => a.delayMs],
  clear_sent: ['bool', (a) => a.clearSent],
  third_no: ['text', (a) => a.thirdNo],
  pay_data: ['text', ({ payData }) => jsonOrNull(payData)],
  review: ['text', (a) => a.reviewReason],
  http_status: ['int', (a) => a.httpStatus],
  duration_ms: ['int', (a) => a.durationMs],
  detail: ['text', (a) => JSON.stringify(a.detail)],
  record: ['text', newUuid],
});

/** Why the order becomes one for a person with this attempt; the row as it was before is read only where there is a reason. */
function firstReview({ name }: OrderTable): string {
  return `CASE WHEN i.review IS NOT NULL
    AND (SELECT b."reviewReason" FROM ${name} b WHERE b.uuid = o.uuid) IS NULL THEN i.review END`;
}

function rescheduleSql(table: OrderTable): string {
  return `
WITH input AS (
  SELECT * FROM ${OPEN_ATTEMPTS.table('t')}
), rescheduled AS (
  UPDATE ${table.name} o SET
    "leaseUntil" = NULL,
    "dueAt" = now() + make_interval(secs => i.delay_ms / 1000),
    "lastOutcome" = i.outcome,
    "sentAt" = CASE WHEN i.clear_sent THEN NULL ELSE o."sentAt" END,
    "sentTo" = CASE WHEN i.clear_sent THEN NULL ELSE o."sentTo" END,
    ${table.thirdNo} = coalesce(i.third_no, o.${table.thirdNo}),
    ${table.showsPayData ? '"payData" = coalesce(i.pay_data::jsonb, o."payData"),' : ''}
    "reviewReason" = coalesce(i.review, o."reviewReason"),
    "modifiedAt" = now()
  FROM input i
  WHERE o.uuid = i.uuid AND o.epoch = i.epoch AND o.status = '${table.open}'
    AND o."leaseUntil" IS NOT NULL
  RETURNING o.*, i.record, i.outcome, i.actor, i.http_status, i.duration_ms, i.detail,
    ${firstReview(table)} AS first_review
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(table)}, o.outcome, o.actor, o.status::text, o.status::text,
         ${table.amount}, o.attempts, o.http_status, o.duration_ms,
         CASE WHEN o.first_review IS NULL THEN o.detail::jsonb
              ELSE o.detail::jsonb || jsonb_build_object('${REVIEW_MARK}', o.first_review) END
  FROM rescheduled o
)
SELECT uuid, epoch, "tractionNo", "connectorKey" FROM rescheduled`;
}

/** An order that is due for an attempt, with what its wake-up job needs. */
export interface DueOrder {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly epoch: number;
  readonly connectorKey: string;
}

function rescheduleStatement(kind: TradeKind): BatchedStatement<OpenAttempt, DueOrder> {
  const name = `reschedule-${kind}`;
  const text = rescheduleSql(ORDER_TABLES[kind]);
  return {
    name,
    keyOf: (attempt) => attempt.uuid,
    rowKeyOf: (row) => row.uuid,
    run: async (db, attempts) =>
      await queryRows<DueOrder>(db, { name, text, values: OPEN_ATTEMPTS.values(attempts) }),
  };
}

const RESCHEDULE = {
  pay: batched(rescheduleStatement('pay')),
  refund: batched(rescheduleStatement('refund')),
};

/**
 * Gives claimed orders back with the time of their next attempt, each with a trade record, and answers
 * those that were still this caller's; one whose lease has passed on, or that was given back before, is
 * left alone. A single one shares its
 * commit with others of the same moment.
 */
export async function rescheduleOrders(
  db: Database,
  kind: TradeKind,
  attempts: readonly OpenAttempt[],
): Promise<DueOrder[]> {
  return await RESCHEDULE[kind](db, attempts);
}
