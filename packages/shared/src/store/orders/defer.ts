import { newUuid, type TradeKind } from '../../domain/ids.ts';
import { arrayColumns } from '../array-columns.ts';
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

/** A look that ended without a final answer. */
export interface Deferral {
  readonly uuid: string;
  readonly epoch: number;
  readonly actor: Actor;
  /** notSent, running or unknown */
  readonly lastOutcome: string;
  /** ms until the next look */
  readonly delayMs: number;
  /** the first POST certainly did not arrive: the order counts as never sent again */
  readonly clearSent: boolean;
  readonly thirdNo: string | null;
  readonly reviewReason: string | null;
  readonly httpStatus: number | null;
  readonly durationMs: number | null;
  readonly detail: object;
}

const DEFERRALS = arrayColumns<Deferral>({
  uuid: ['text', (d) => d.uuid],
  epoch: ['int', (d) => d.epoch],
  actor: ['text', (d) => d.actor],
  outcome: ['text', (d) => d.lastOutcome],
  delay_ms: ['float8', (d) => d.delayMs],
  clear_sent: ['bool', (d) => d.clearSent],
  third_no: ['text', (d) => d.thirdNo],
  review: ['text', (d) => d.reviewReason],
  http_status: ['int', (d) => d.httpStatus],
  duration_ms: ['int', (d) => d.durationMs],
  detail: ['text', (d) => JSON.stringify(d.detail)],
  record: ['text', newUuid],
});

function deferSql(table: OrderTable): string {
  return `
WITH input AS (
  SELECT * FROM ${DEFERRALS.table('t')}
), deferred AS (
  UPDATE ${table.name} o SET
    "leaseUntil" = NULL,
    "dueAt" = now() + make_interval(secs => i.delay_ms / 1000),
    "lastOutcome" = i.outcome,
    "sentAt" = CASE WHEN i.clear_sent THEN NULL ELSE o."sentAt" END,
    "sentTo" = CASE WHEN i.clear_sent THEN NULL ELSE o."sentTo" END,
    ${table.thirdNo} = coalesce(i.third_no, o.${table.thirdNo}),
    "reviewReason" = coalesce(i.review, o."reviewReason"),
    "modifiedAt" = now()
  FROM input i
  WHERE o.uuid = i.uuid AND o.epoch = i.epoch AND o.status = '${table.open}'
    AND o."leaseUntil" IS NOT NULL
  RETURNING o.*, i.record, i.outcome, i.actor, i.http_status, i.duration_ms, i.detail
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(table)}, o.outcome, o.actor, o.status::text, o.status::text,
         ${table.amount}, o.attempts, o.http_status, o.duration_ms, o.detail::jsonb
  FROM deferred o
)
SELECT uuid, epoch, "tractionNo", "connectorKey" FROM deferred`;
}

/** An order that somebody must look at, with what its wake-up job needs. */
export interface DueOrder {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly epoch: number;
  readonly connectorKey: string;
}

function deferStatement(kind: TradeKind): BatchedStatement<Deferral, DueOrder> {
  const name = `defer-${kind}`;
  const text = deferSql(ORDER_TABLES[kind]);
  return {
    name,
    keyOf: (deferral) => deferral.uuid,
    rowKeyOf: (row) => row.uuid,
    run: async (db, deferrals) =>
      await queryRows<DueOrder>(db, { name, text, values: DEFERRALS.values(deferrals) }),
  };
}

const DEFER = { pay: batched(deferStatement('pay')), refund: batched(deferStatement('refund')) };

/**
 * Gives claimed orders back with the time of their next look, each with a trade record, and answers
 * those that were still this caller's; one whose lease has passed on, or that was given back before, is
 * left alone. A single one shares its
 * commit with others of the same moment.
 */
export async function deferOrders(
  db: Database,
  kind: TradeKind,
  deferrals: readonly Deferral[],
): Promise<DueOrder[]> {
  return await DEFER[kind](db, deferrals);
}
