import { newUuid, type TradeKind } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { runGrouped } from '../grouped.ts';
import { ofUnseenLength, queryRows } from '../sql.ts';
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

function deferSql(table: OrderTable): string {
  return `
WITH input AS (
  SELECT * FROM unnest(${ofUnseenLength('$1::text[]')}, $2::int[], $3::text[], $4::text[], $5::float8[], $6::bool[],
                       $7::text[], $8::text[], $9::int[], $10::int[], $11::text[], $12::text[])
  AS t(uuid, epoch, actor, outcome, delay_ms, clear_sent, third_no, review, http_status,
       duration_ms, detail, record)
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

const DEFER_SQL = { pay: deferSql(ORDER_TABLES.pay), refund: deferSql(ORDER_TABLES.refund) };

/** An order that somebody must look at, with what its wake-up job needs. */
export interface DueOrder {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly epoch: number;
  readonly connectorKey: string;
}

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
  const statement = {
    name: `defer-${kind}`,
    keyOf: (deferral: Deferral) => deferral.uuid,
    rowKeyOf: (row: DueOrder) => row.uuid,
    run: async (group: readonly Deferral[]) => await deferGroup(db, kind, group),
  };
  return await runGrouped(db, statement, deferrals);
}

async function deferGroup(
  db: Database,
  kind: TradeKind,
  deferrals: readonly Deferral[],
): Promise<DueOrder[]> {
  const column = <T>(pick: (deferral: Deferral) => T): T[] => deferrals.map(pick);
  return await queryRows<DueOrder>(db, {
    name: `defer-${kind}`,
    text: DEFER_SQL[kind],
    values: [
      column((d) => d.uuid),
      column((d) => d.epoch),
      column((d) => d.actor),
      column((d) => d.lastOutcome),
      column((d) => d.delayMs),
      column((d) => d.clearSent),
      column((d) => d.thirdNo),
      column((d) => d.reviewReason),
      column((d) => d.httpStatus),
      column((d) => d.durationMs),
      column((d) => JSON.stringify(d.detail)),
      column(newUuid),
    ],
  });
}
