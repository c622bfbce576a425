import { arrayColumns, jsonOrNull } from '../array-columns.ts';
import { batched } from '../batched.ts';
import type { Database } from '../database.ts';
import {
  ORDER_TABLES,
  RECORD_COLUMNS,
  recordOrigin,
  SETTLEMENT_COLUMNS,
  type Settlement,
} from '../orders/table.ts';
import { outcomeChannelIn, signalOutcome } from '../outcome-channel.ts';
import { MODES_AND_TEMPLATES, ownOrTemplates } from '../pay-routes.ts';
import { queryRows } from '../sql.ts';
import type { PayOrderRow } from './find.ts';

const CHANGES = arrayColumns<Settlement>({
  ...SETTLEMENT_COLUMNS,
  refused_cancel: ['text', ({ refusedCancel }) => refusedCancel ?? null],
  pay_data: ['text', ({ payData }) => jsonOrNull(payData)],
});

const SHOWN = `coalesce(i.pay_data::jsonb, o."payData")`;
// Asked only of payments that show something.
const DROPS = `EXISTS (
      SELECT FROM ${MODES_AND_TEMPLATES}
      WHERE m.uuid = o."payModeUUID" AND ${ownOrTemplates('dropsPayData')} = 1)`;

const settleSql = (signalled: string) => `
WITH input AS (
  SELECT * FROM ${CHANGES.table('t')}
), settled AS (
  UPDATE "PayOrder" o SET
    status = i.to_status::"PayStatus",
    "thirdPayNo" = coalesce(i.third_no, o."thirdPayNo"),
    "resultCode" = i.result_code,
    "payData" = CASE WHEN ${SHOWN} IS NULL OR ${DROPS} THEN NULL ELSE ${SHOWN} END,
    "payFinishAt" = now(), "modifiedAt" = now(),
    "sentAt" = CASE WHEN i.event = 'closeUnsent' THEN NULL ELSE o."sentAt" END,
    "sentTo" = CASE WHEN i.event = 'closeUnsent' THEN NULL ELSE o."sentTo" END,
    "dueAt" = NULL, "leaseUntil" = NULL, "lastOutcome" = NULL, "reviewReason" = NULL,
    "paySecrets" = NULL, "cancelCall" = NULL, "successHeld" = false
  FROM input i
  WHERE o.uuid = i.uuid AND o.status = i.from_status::"PayStatus"
    AND (i.epoch IS NULL OR o.epoch = i.epoch)
    AND (i.event <> 'succeed' OR i.actor = 'operator'
         OR o."cancelCall" IS NULL OR o."cancelCall" = i.refused_cancel)
  RETURNING o.uuid, o."merchantUUID", o."payModeUUID", o."payTemplateId", o."tractionNo", o.status,
    o."payAmount", o.attempts, o."thirdPayNo", o."resultCode", o."payFinishAt",
    o."payData" IS NOT NULL AS "hasPayData",
    i.record, i.event, i.actor, i.from_status, i.http_status, i.duration_ms, i.detail
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(ORDER_TABLES.pay)}, o.event, o.actor, o.from_status,
         o.status::text, o."payAmount", o.attempts, o.http_status, o.duration_ms, o.detail::jsonb
  FROM settled o
)
SELECT o.uuid, o.status, o."thirdPayNo", o."resultCode", o."payFinishAt", o."hasPayData"${signalled} FROM settled o`;

const QUIET_SQL = settleSql('');
const SIGNALLING_SQL = settleSql(`, ${signalOutcome(`$${CHANGES.size + 1}`)}::text AS signalled`);

/** With more of one moment one signal after their commit tells of all, and no commit waits for another's. */
const FEW = 4;

/** What a payment's end changes in all that callers see of it. */
export type PayOutcome = Pick<
  PayOrderRow,
  'uuid' | 'status' | 'thirdPayNo' | 'resultCode' | 'payFinishAt'
> & {
  /** too large for a signal: whoever shows it reads the order again */
  readonly hasPayData: boolean;
};

const settleBatched = batched<Settlement, PayOutcome>({
  name: 'settle-pay',
  keyOf: (change) => change.uuid,
  rowKeyOf: (row) => row.uuid,
  run: async (db, changes) => {
    const values = CHANGES.values(changes);
    if (changes.length > FEW) {
      return await queryRows<PayOutcome>(db, { name: 'settle-pay', text: QUIET_SQL, values });
    }
    const rows = await queryRows<PayOutcome>(db, {
      name: 'settle-pay-signalled',
      text: SIGNALLING_SQL,
      values: [...values, outcomeChannelIn(db.schema)],
    });
    for (const row of rows) signalledOutcomes.add(row);
    return rows;
  },
});

const signalledOutcomes = new WeakSet<object>();

/** Whether the commit that settled it, as {@link settlePayOrders} answered it, has signalled it to those who wait. */
export function isSettlementSignalled(outcome: object): boolean {
  return signalledOutcomes.has(outcome);
}

/**
 * Moves payments to a final status, each with its trade record, in one statement, and answers those
 * that moved. A row that is not in `from` any more, or whose lease has passed on where `epoch` is given,
 * is left alone; so is a success, other than an operator's, while a cancellation may still give the money back.
 * What only the connector was to know is forgotten. A single change
 * shares its commit with others of the same moment. Call it only from settlement, which knows the legal
 * edges.
 */
export async function settlePayOrders(
  db: Database,
  changes: readonly Settlement[],
): Promise<PayOutcome[]> {
  return await settleBatched(db, changes);
}
