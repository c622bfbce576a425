import { newUuid } from '../../domain/ids.ts';
import type { OrderTag } from '../../domain/order-tags.ts';
import type { NewPayOrder } from '../../domain/pay-order.ts';
import { PAY_OPEN } from '../../domain/statuses.ts';
import { arrayColumns, jsonOrNull } from '../array-columns.ts';
import { batched } from '../batched.ts';
import type { Database } from '../database.ts';
import { ORDER_TABLES, RECORD_COLUMNS, recordOrigin } from '../orders/table.ts';
import { MODES_AND_TEMPLATES, ROUTE_VERSION } from '../pay-routes.ts';
import { isAmong, queryRows } from '../sql.ts';
import { signalWake, wakeChannelIn } from '../wake-signal.ts';
import type { PayOrderRow } from './find.ts';

const ORDERS = arrayColumns<NewPayOrder>({
  uuid: ['text', (o) => o.uuid],
  merchantUUID: ['text', (o) => o.merchantUUID],
  client_no: ['text', (o) => o.clientPayNo],
  tractionNo: ['text', (o) => o.tractionNo],
  hash: ['text', (o) => o.requestHash],
  payModeUUID: ['text', (o) => o.payModeUUID],
  mode_name: ['text', (o) => o.payModeName],
  payTemplateId: ['text', (o) => o.payTemplateId],
  channel: ['text', (o) => o.payChannel],
  way: ['text', (o) => o.payWay],
  connector: ['text', (o) => o.connectorKey],
  business: ['text', (o) => o.businessRet],
  payer: ['text', (o) => o.payer],
  payee: ['text', (o) => o.payee],
  payAmount: ['int', (o) => o.payAmount],
  params: ['text', (o) => JSON.stringify(o.payParams)],
  extra: ['text', (o) => JSON.stringify(o.clientExtraParams)],
  of_merchant: ['text', (o) => jsonOrNull(o.connectorParams)],
  terminal: ['text', (o) => jsonOrNull(o.terminal)],
  notify_url: ['text', (o) => o.notifyUrl],
  status: ['text', (o) => o.status],
  start_at: ['timestamptz', (o) => o.startAt],
  expired_at: ['timestamptz', (o) => o.orderExpiredAt],
  finish_at: ['timestamptz', (o) => o.payFinishAt],
  due_at: ['timestamptz', (o) => o.dueAt],
  secrets: ['text', (o) => jsonOrNull(o.paySecrets)],
  record: ['text', newUuid],
  route_version: ['text', (o) => o.routeVersion],
});

/** A tag of a new order. */
interface NewTag {
  readonly order: NewPayOrder;
  readonly value: OrderTag;
}

const TAGS = arrayColumns<NewTag>(
  {
    order_uuid: ['text', ({ order }) => order.uuid],
    merchantUUID: ['text', ({ order }) => order.merchantUUID],
    value: ['text', ({ value }) => value],
  },
  ORDERS.size,
);

// Not EXISTS: a list of all modes could be made for that.
const SAME_ROUTE = `(SELECT ${ROUTE_VERSION} FROM ${MODES_AND_TEMPLATES} WHERE m.uuid = input."payModeUUID")`;

// The ids of a batch as an object: a join would compare each order with each tag.
const TAGGED = `, ids AS (
  SELECT jsonb_object_agg(uuid, id) AS of_uuid FROM inserted
), tagged AS (
  INSERT INTO "OrderTag" (value, "merchantUUID", "orderId")
  SELECT t.value, t."merchantUUID", (ids.of_uuid ->> t.order_uuid)::bigint
  FROM ids, ${TAGS.table('t')} WHERE ids.of_uuid ? t.order_uuid
)`;

const insertSql = (tagged: string, ...also: readonly string[]) => `
WITH input AS (
  SELECT * FROM ${ORDERS.table('t')}
), inserted AS (
  INSERT INTO "PayOrder" (
    uuid, "merchantUUID", "clientPayNo", "tractionNo", "requestHash", "payModeUUID", "payModeName",
    "payTemplateId", "payChannel", "payWay", "connectorKey", "businessRet", payer, payee,
    "payAmount", "payParams", "paySecrets", "clientExtraParams", "connectorParams", terminal, "notifyUrl", status, "orderStartAt",
    "orderExpiredAt", "payStartAt", "payFinishAt", "dueAt")
  SELECT uuid, "merchantUUID", client_no, "tractionNo", hash, "payModeUUID", mode_name, "payTemplateId",
         channel, way, connector, business, payer, payee, "payAmount", params::jsonb, secrets::jsonb,
         extra::jsonb, of_merchant::jsonb, terminal::jsonb, notify_url, status::"PayStatus", start_at, expired_at, start_at, finish_at, due_at
  FROM input WHERE route_version IS NULL OR route_version = ${SAME_ROUTE}
  ORDER BY "merchantUUID", client_no
  ON CONFLICT ("merchantUUID", "clientPayNo") DO NOTHING
  RETURNING id, uuid, "createdAt", "connectorKey", "tractionNo", "dueAt"
), recorded AS (
  INSERT INTO "TradeRecord" (${RECORD_COLUMNS})
  SELECT o.record, ${recordOrigin(ORDER_TABLES.pay)},
         CASE WHEN o.status = '${ORDER_TABLES.pay.open}' THEN 'accept' ELSE 'acceptOffline' END, 'api', NULL,
         o.status, o."payAmount", 0, NULL, NULL, '{}'
  FROM input o WHERE ${isAmong('inserted')}
)${tagged}
SELECT ${['o.id', 'o.uuid', 'o."createdAt"', ...also].join(', ')} FROM inserted o`;

const signalled = (parametersBefore: number) =>
  `CASE WHEN o."dueAt" IS NULL THEN NULL ELSE ${signalWake(`$${parametersBefore + 1}`)}::text END AS signalled`;
const SIGNALLED = signalled(ORDERS.size);
const SIGNALLED_WITH_TAGS = signalled(ORDERS.size + TAGS.size);
// For this one transaction: its commit does not wait for the disk. In a SELECT of its own, which runs once, not for each row.
const UNSYNCED = `(SELECT set_config('synchronous_commit', 'off', true)) AS unsynced`;

const SQL = {
  'insert-pay-orders': insertSql(''),
  'insert-pay-orders-signalled': insertSql('', SIGNALLED),
  'insert-pay-orders-unsynced': insertSql('', UNSYNCED),
  'insert-pay-orders-unsynced-signalled': insertSql('', UNSYNCED, SIGNALLED),
  'insert-pay-orders-tagged': insertSql(TAGGED),
  'insert-pay-orders-tagged-signalled': insertSql(TAGGED, SIGNALLED_WITH_TAGS),
  'insert-pay-orders-unsynced-tagged': insertSql(TAGGED, UNSYNCED),
  'insert-pay-orders-unsynced-tagged-signalled': insertSql(TAGGED, UNSYNCED, SIGNALLED_WITH_TAGS),
} as const;

/**
 * With more payments of one moment their wake-ups go through the queue, which spreads them over the workers: a signal
 * is heard by each of them, and commits that signal wait for each other.
 */
export const MOST_SIGNALLED = 4;

/** What the database adds to an order that is written. */
type Inserted = Pick<PayOrderRow, 'id' | 'uuid' | 'createdAt'> & {
  /** not null: its commit has signalled it to the workers */
  readonly signalled?: string | null;
};

const signalledRows = new WeakSet<PayOrderRow>();
const syncedRows = new WeakSet<PayOrderRow>();

/** Whether the commit that wrote this row, as {@link insertPayOrders} answered it, has signalled it to the workers that listen. */
export function isSignalled(row: PayOrderRow): boolean {
  return signalledRows.has(row);
}

/**
 * Whether a crash of the database leaves this payment. Its insert may not have waited for the disk; every claim does, and
 * takes what was written before along, and so does everything that makes it final.
 */
export function isOnDisk(row: PayOrderRow): boolean {
  return syncedRows.has(row) || row.epoch > 0 || row.status !== PAY_OPEN;
}

/** The same to crash points and callers, whether their commit waits for the disk or not. */
const STATEMENT = {
  name: 'insert-pay-orders',
  keyOf: (order: NewPayOrder) => order.uuid,
  rowKeyOf: (row: Inserted) => row.uuid,
};

const insertSynced = batched<NewPayOrder, Inserted>({
  ...STATEMENT,
  run: async (db, orders) => await insert(db, orders, 'insert-pay-orders'),
});

const insertUnsynced = batched<NewPayOrder, Inserted>({
  ...STATEMENT,
  run: async (db, orders) => await insert(db, orders, 'insert-pay-orders-unsynced'),
});

async function insert(
  db: Database,
  orders: readonly NewPayOrder[],
  name: 'insert-pay-orders' | 'insert-pay-orders-unsynced',
): Promise<Inserted[]> {
  const tags = orders.flatMap((order) => order.tags.map((value) => ({ order, value })));
  const values: unknown[] = ORDERS.values(orders);
  // Without tags nothing is asked about them: most payments have none.
  const written = tags.length === 0 ? name : (`${name}-tagged` as const);
  if (tags.length > 0) values.push(...TAGS.values(tags));
  if (orders.length > MOST_SIGNALLED) {
    return await queryRows(db, { name: written, text: SQL[written], values });
  }
  const signalling = `${written}-signalled` as const;
  values.push(wakeChannelIn(db.schema));
  return await queryRows(db, { name: signalling, text: SQL[signalling], values });
}

/**
 * Writes new orders, each with its first trade record and its tags, in one statement, and answers their rows. An order whose
 * (merchant, clientPayNo) exists already, in the table or earlier in this call, or whose mode has another version than it
 * names, is left out of the answer and nothing is written for it; the others are not affected. Rows are inserted in key
 * order, so that two overlapping batches wait for each other instead of deadlocking. A single order shares its
 * commit with others of the same moment. Where there are few of them the workers hear of them with the commit.
 *
 * @param options.isAwaited their commit need not wait for the disk, because nobody hears of them before {@link isOnDisk};
 *   only of orders that are not final yet
 */
export async function insertPayOrders(
  db: Database,
  orders: readonly NewPayOrder[],
  { isAwaited }: { readonly isAwaited: boolean } = { isAwaited: false },
): Promise<PayOrderRow[]> {
  const written = await (isAwaited ? insertUnsynced : insertSynced)(db, orders);
  const inserted = new Map(written.map((row) => [row.uuid, row]));
  return orders.flatMap((order) => {
    const added = inserted.get(order.uuid);
    if (added === undefined) return [];
    const row = rowOf(order, added);
    if (typeof added.signalled === 'string') signalledRows.add(row);
    if (!isAwaited) syncedRows.add(row);
    return [row];
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
    connectorParams: order.connectorParams as PayOrderRow['connectorParams'],
    terminal: order.terminal as PayOrderRow['terminal'],
    status: order.status,
    payData: null,
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
    lastOutcome: null,
    reviewReason: null,
    closeAskedAt: null,
    notifyUrl: order.notifyUrl,
    createdAt,
    modifiedAt: createdAt,
  };
}
