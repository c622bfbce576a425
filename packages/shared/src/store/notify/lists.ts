import type { Database } from '../database.ts';
import { type CreatedRange, type Page, type PageQuery, ROW_TOO_MANY, toPage } from '../page.ts';
import { queryRows } from '../sql.ts';
import { typeOfRecordSql } from './record-type.ts';

/** A message as its list shows it. */
export interface NotifyDeliveryRow {
  readonly id: bigint;
  /** the same, as links and `expand` name it */
  readonly uuid: string;
  readonly endpointId: number;
  readonly recordId: bigint | null;
  readonly ownEventId: bigint | null;
  readonly merchantUUID: string;
  readonly notifyEndpointUUID: string;
  /** the webhook-id */
  readonly eventId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly nextAt: Date | null;
  readonly isReplay: boolean;
  readonly createdAt: Date;
  readonly payOrderUUID: string | null;
  readonly refundOrderUUID: string | null;
}

/** Which messages. */
export interface DeliveryFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly notifyEndpointUUID?: string;
  readonly payOrderUUID?: string;
  readonly refundOrderUUID?: string;
  readonly status?: string;
}

/** What a message is about, and whose it is; rows of `d` and `e` are there. */
const SHOWN = `
SELECT d.id, d.id::text AS uuid, d."endpointId", d."recordId", d."eventId" AS "ownEventId", e."merchantUUID",
       e.uuid AS "notifyEndpointUUID", 'evt_' || coalesce(r.uuid, o.uuid) AS "eventId",
       CASE WHEN r.id IS NULL THEN o.type ELSE ${typeOfRecordSql('r')} END AS type, d.status, d.reason, d.attempts::int AS attempts, d."nextAt",
       d."replayId" IS NOT NULL AS "isReplay", d."createdAt", r."payOrderUUID", r."refundOrderUUID"`;
const ABOUT = `
LEFT JOIN "TradeRecord" r ON r.id = d."recordId"
LEFT JOIN "OperationalEvent" o ON o.id = d."eventId"`;

const CREATED = `($3::timestamptz IS NULL OR d."createdAt" >= $3) AND ($4::timestamptz IS NULL OR d."createdAt" < $4)`;

/** Said as literals: open ones and those that never arrived have indexes of their own. */
const OF_STATUS: Readonly<Record<string, string>> = {
  '': '',
  ok: `AND d.status = 'ok'`,
  open: `AND d.status = 'open' AND d."nextAt" IS NOT NULL`,
  failed: `AND d.status = 'failed'`,
  skipped: `AND d.status = 'skipped'`,
};

const bounds = {
  asc: { past: 'd.id > $5::bigint', order: 'd.id ASC' },
  desc: { past: 'd.id < $5::bigint', order: 'd.id DESC' },
} as const;

type Direction = keyof typeof bounds;

/** An endpoint's own page by (endpointId, id) in each partition; of several endpoints the first rows of all of them. */
function ofEndpointsSql(direction: Direction, within: string): string {
  const { past, order } = bounds[direction];
  return `
WITH owned AS MATERIALIZED (
  SELECT e.* FROM "NotifyEndpoint" e
  WHERE ($1::text IS NULL OR e."merchantUUID" = $1) AND ($2::text IS NULL OR e.uuid = $2)
), page AS MATERIALIZED (
  SELECT d.* FROM owned e CROSS JOIN LATERAL (
    SELECT * FROM "NotifyDelivery" d WHERE d."endpointId" = e.id AND ${past} AND ${within}
    ORDER BY ${order} LIMIT $6::int + $7::int) d
  ORDER BY ${order} LIMIT $6::int OFFSET $7::int
)
${SHOWN} FROM page d JOIN owned e ON e.id = d."endpointId" ${ABOUT} ORDER BY ${order}`;
}

/** Of everybody: the newest, or oldest, of all partitions. */
function ofAllSql(direction: Direction, within: string): string {
  const { past, order } = bounds[direction];
  return `
WITH page AS MATERIALIZED (
  SELECT d.* FROM "NotifyDelivery" d WHERE ${past} AND ${within} AND $1::text IS NULL AND $2::text IS NULL
  ORDER BY ${order} LIMIT $6::int OFFSET $7::int
)
${SHOWN} FROM page d JOIN "NotifyEndpoint" e ON e.id = d."endpointId" ${ABOUT} ORDER BY ${order}`;
}

/** Of an order: it has few records, and each record few messages. */
function ofOrderSql(direction: Direction, within: string): string {
  const { past, order } = bounds[direction];
  return `
WITH records AS MATERIALIZED (
  SELECT id FROM "TradeRecord" WHERE "payOrderUUID" = $8 AND ($9::text IS NULL OR "refundOrderUUID" = $9)
    AND ($1::text IS NULL OR "merchantUUID" = $1)
)
${SHOWN} FROM "NotifyDelivery" d JOIN "NotifyEndpoint" e ON e.id = d."endpointId"
  AND ($1::text IS NULL OR e."merchantUUID" = $1) AND ($2::text IS NULL OR e.uuid = $2) ${ABOUT}
WHERE d."recordId" = ANY(ARRAY(SELECT id FROM records)) AND ${past} AND ${within}
ORDER BY ${order} LIMIT $6::int OFFSET $7::int`;
}

const LISTS = { ofEndpoints: ofEndpointsSql, ofAll: ofAllSql, ofOrder: ofOrderSql } as const;
const FIRST = { asc: '0', desc: '9223372036854775807' } as const;

/** One page of messages, in the order they were written. */
export async function listNotifyDeliveries(
  db: Database,
  filter: DeliveryFilter,
  page: PageQuery,
): Promise<Page<NotifyDeliveryRow>> {
  const { refundOrderUUID = null } = filter;
  const order = filter.payOrderUUID ?? (await payOrderOf(db, refundOrderUUID));
  if (order === null && refundOrderUUID !== null) return { rows: [], more: false };
  const list = nameOf(filter, order);
  const { direction } = page.order;
  const { status = '' } = filter;
  const rows = await queryRows<NotifyDeliveryRow>(db, {
    name: `list-notify-${list}-${direction}-${status}`,
    text: LISTS[list](direction, `${CREATED} ${OF_STATUS[status] ?? ''}`),
    values: [...valuesOf(filter, page), ...(list === 'ofOrder' ? [order, refundOrderUUID] : [])],
  });
  return toPage(rows, page.limit);
}

function valuesOf(filter: DeliveryFilter, page: PageQuery): unknown[] {
  return [
    ...[filter.merchantUUID, filter.notifyEndpointUUID ?? null],
    ...[filter.createdFrom, filter.createdBefore],
    ...[page.after?.id ?? FIRST[page.order.direction], page.limit + ROW_TOO_MANY, page.offset],
  ];
}

function nameOf(filter: DeliveryFilter, order: string | null): keyof typeof LISTS {
  if (order !== null) return 'ofOrder';
  return filter.merchantUUID === null && filter.notifyEndpointUUID === undefined
    ? 'ofAll'
    : 'ofEndpoints';
}

/** Trade records are found by their payment. */
async function payOrderOf(db: Database, refundOrderUUID: string | null): Promise<string | null> {
  if (refundOrderUUID === null) return null;
  const [row] = await queryRows<{ payOrderUUID: string }>(db, {
    name: 'pay-order-of-refund',
    text: 'SELECT "payOrderUUID" FROM "RefundOrder" WHERE uuid = $1',
    values: [refundOrderUUID],
  });
  return row?.payOrderUUID ?? null;
}

/**
 * The message with this id, of this merchant; null when there is none.
 *
 * @param id at most eighteen digits
 * @param merchantUUID null: of every merchant
 */
export async function findNotifyDelivery(
  db: Database,
  id: string,
  merchantUUID: string | null,
): Promise<NotifyDeliveryRow | null> {
  const [row] = await queryRows<NotifyDeliveryRow>(db, {
    name: 'find-notify-delivery',
    text: `${SHOWN} FROM "NotifyDelivery" d JOIN "NotifyEndpoint" e ON e.id = d."endpointId" ${ABOUT}
WHERE d.id = $1::bigint AND ($2::text IS NULL OR e."merchantUUID" = $2)`,
    values: [id, merchantUUID],
  });
  return row ?? null;
}

/** What one attempt came to. */
export interface NotifyAttemptRow {
  readonly at: Date;
  readonly phase: string;
  readonly httpStatus: number | null;
  /** ms */
  readonly durationMs: number;
  readonly address: string | null;
  readonly bodyHead: string | null;
  readonly error: string | null;
}

const MOST_ATTEMPTS = 200;

/** The attempts of a message, the first one first; of more than 200 the last ones. */
export async function listNotifyAttempts(
  db: Database,
  { id, endpointId }: Pick<NotifyDeliveryRow, 'id' | 'endpointId'>,
): Promise<NotifyAttemptRow[]> {
  const rows = await queryRows<NotifyAttemptRow>(db, {
    name: 'list-notify-attempts',
    text: `SELECT at, phase, "httpStatus"::int AS "httpStatus", "durationMs", address, "bodyHead", error
FROM "NotifyAttempt" WHERE "deliveryId" = $1::bigint AND "endpointId" = $2 ORDER BY no DESC, at DESC LIMIT ${MOST_ATTEMPTS}`,
    values: [String(id), endpointId],
  });
  return rows.toReversed();
}
