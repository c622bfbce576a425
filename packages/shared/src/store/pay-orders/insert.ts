import { newUuid } from '../../domain/ids.ts';
import type { NewPayOrder } from '../../domain/pay-order.ts';
import type { Database } from '../database.ts';
import { runGrouped } from '../grouped.ts';
import { ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from '../orders/table.ts';
import { isAmong, ofUnseenLength, queryRows } from '../sql.ts';
import type { PayOrderRow } from './row.ts';

const INSERT_SQL = `
WITH input AS (
  SELECT * FROM unnest(
    ${ofUnseenLength('$1::text[]')}, $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
    $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[], $15::int[],
    $16::text[], $17::text[], $18::text[], $19::timestamptz[], $20::timestamptz[],
    $21::timestamptz[], $22::timestamptz[], $23::text[], $24::text[]
  ) AS t(uuid, "merchantUUID", client_no, "tractionNo", hash, "payModeUUID", mode_name, "payTemplateId",
         channel, way, connector, business, payer, payee, "payAmount", params, extra, status, start_at,
         expired_at, finish_at, due_at, secrets, record)
), inserted AS (
  INSERT INTO "PayOrder" (
    uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID", "payModeName",
    "payTemplateId", "payChannel", "payWay", "connectorKey", "businessRet", payer, payee,
    "payAmount", "payParams", "paySecrets", "clientExtraParams", status, "orderStartAt", "orderExpiredAt",
    "payStartAt", "payFinishAt", "dueAt")
  SELECT uuid, "merchantUUID", client_no, "tractionNo", hash, "payModeUUID", mode_name, "payTemplateId",
         channel, way, connector, business, payer, payee, "payAmount", params::jsonb, secrets::jsonb,
         extra::jsonb, status::"PayStatus", start_at, expired_at, start_at, finish_at, due_at
  FROM input ORDER BY "merchantUUID", client_no
  ON CONFLICT ("merchantUUID", "clientPayNo") DO NOTHING
  RETURNING id, uuid, "createdAt"
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(ORDER_TABLES.pay)},
         CASE WHEN o.status = '${ORDER_TABLES.pay.open}' THEN 'accept' ELSE 'acceptOffline' END, 'api', NULL,
         o.status, o."payAmount", 0, NULL, NULL, '{}'
  FROM input o WHERE ${isAmong('inserted')}
)
SELECT id, uuid, "createdAt" FROM inserted`;

/** What the database adds to an order that is written. */
type Inserted = Pick<PayOrderRow, 'id' | 'uuid' | 'createdAt'>;

/**
 * Writes new orders, each with its first trade record, in one statement, and answers their rows. An order whose
 * (merchant, clientPayNo) exists already, in the table or earlier in this call, is left out of the
 * answer and nothing is written for it; the others are not affected. Rows are inserted in key order, so
 * that two overlapping batches wait for each other instead of deadlocking. A single order shares its
 * commit with others of the same moment.
 */
export async function insertPayOrders(
  db: Database,
  orders: readonly NewPayOrder[],
): Promise<PayOrderRow[]> {
  const statement = {
    name: 'insert-pay-orders',
    keyOf: (order: NewPayOrder) => order.uuid,
    rowKeyOf: (row: Inserted) => row.uuid,
    run: async (group: readonly NewPayOrder[]) => await insertGroup(db, group),
  };
  const inserted = new Map((await runGrouped(db, statement, orders)).map((row) => [row.uuid, row]));
  return orders.flatMap((order) => {
    const row = inserted.get(order.uuid);
    return row === undefined ? [] : [rowOf(order, row)];
  });
}

/**
 * The new row without reading it again: half of its columns would be sent back as they came. Named one by one:
 * an object spread from others is several times as dear, and this is made for every payment.
 */
function rowOf(order: NewPayOrder, { id, createdAt }: Inserted): PayOrderRow {
  return {
    id,
    uuid: order.uuid,
    merchantUUID: order.merchantUUID,
    clientPayNo: order.clientPayNo,
    tractionNo: order.tractionNo,
    requestHash: order.requestHash,
    payModeUUID: order.payModeUUID,
    payModeName: order.payModeName,
    payTemplateId: order.payTemplateId,
    payChannel: order.payChannel,
    payWay: order.payWay,
    connectorKey: order.connectorKey,
    businessRet: order.businessRet,
    payer: order.payer,
    payee: order.payee,
    payAmount: order.payAmount,
    payParams: order.payParams as PayOrderRow['payParams'],
    paySecrets: order.paySecrets as PayOrderRow['paySecrets'],
    clientExtraParams: order.clientExtraParams as PayOrderRow['clientExtraParams'],
    status: order.status,
    thirdPayNo: null,
    resultCode: null,
    refundAmount: 0,
    refundingAmount: 0,
    lastRefundAt: null,
    orderStartAt: order.startAt,
    orderExpiredAt: order.orderExpiredAt,
    payStartAt: order.startAt,
    payFinishAt: order.payFinishAt,
    dueAt: order.dueAt,
    epoch: 0,
    leaseUntil: null,
    attempts: 0,
    sentAt: null,
    sentTo: null,
    lastOutcome: null,
    reviewReason: null,
    createdAt,
    modifiedAt: createdAt,
  };
}

async function insertGroup(db: Database, orders: readonly NewPayOrder[]): Promise<Inserted[]> {
  const column = <T>(pick: (order: NewPayOrder) => T): T[] => orders.map(pick);
  return await queryRows<Inserted>(db, {
    name: 'insert-pay-orders',
    text: INSERT_SQL,
    values: [
      column((o) => o.uuid),
      column((o) => o.merchantUUID),
      column((o) => o.clientPayNo),
      column((o) => o.tractionNo),
      column((o) => o.requestHash),
      column((o) => o.payModeUUID),
      column((o) => o.payModeName),
      column((o) => o.payTemplateId),
      column((o) => o.payChannel),
      column((o) => o.payWay),
      column((o) => o.connectorKey),
      column((o) => o.businessRet),
      column((o) => o.payer),
      column((o) => o.payee),
      column((o) => o.payAmount),
      column((o) => JSON.stringify(o.payParams)),
      column((o) => JSON.stringify(o.clientExtraParams)),
      column((o) => o.status),
      column((o) => o.startAt),
      column((o) => o.orderExpiredAt),
      column((o) => o.payFinishAt),
      column((o) => o.dueAt),
      column((o) => (o.paySecrets === null ? null : JSON.stringify(o.paySecrets))),
      column(newUuid),
    ],
  });
}
