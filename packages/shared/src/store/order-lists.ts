import type { Database } from './database.ts';
import type { PayStatus, RefundStatus, TradeRecord } from './generated/client.ts';
import { ORDER_TABLES } from './orders/table.ts';
import { type Page, type PageQuery, toPage, whereRows } from './page.ts';
import { findPageBounds, type OwnedFilter } from './page-bounds.ts';
import type { PayOrderRow } from './pay-orders/find.ts';
import type { RefundOrderRow } from './refund-orders/find.ts';

/** A line of an order's history as the database holds it. */
export type TradeRecordRow = TradeRecord;

export interface PayOrderFilter extends OwnedFilter {
  readonly clientPayNo?: string;
  readonly tractionNo?: string;
  readonly status?: PayStatus;
  readonly needsReview?: 0 | 1;
}

export interface RefundOrderFilter extends OwnedFilter {
  readonly clientRefundNo?: string;
  readonly tractionNo?: string;
  readonly payOrderUUID?: string;
  readonly payTractionNo?: string;
  readonly status?: RefundStatus;
  readonly needsReview?: 0 | 1;
}

export interface TradeRecordFilter extends OwnedFilter {
  readonly payOrderUUID?: string;
  readonly refundOrderUUID?: string;
  readonly tractionNo?: string;
  readonly kind?: string;
}

/** One page of payments, in the order they were accepted. */
export async function listPayOrders(
  db: Database,
  filter: PayOrderFilter,
  page: PageQuery,
): Promise<Page<PayOrderRow>> {
  const { needsReview: _, ...columns } = filter;
  const { within, ...args } = await findPageBounds(db, { table: 'PayOrder', filter, page });
  const rows = await (await db.prisma()).payOrder.findMany({
    where: { ...whereRows(columns), ...whereOpen(filter, ORDER_TABLES.pay.open), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** One page of refunds, in the order they were accepted. */
export async function listRefundOrders(
  db: Database,
  filter: RefundOrderFilter,
  page: PageQuery,
): Promise<Page<RefundOrderRow>> {
  const { needsReview: _, ...columns } = filter;
  const { within, ...args } = await findPageBounds(db, { table: 'RefundOrder', filter, page });
  const rows = await (await db.prisma()).refundOrder.findMany({
    where: { ...whereRows(columns), ...whereOpen(filter, ORDER_TABLES.refund.open), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** One page of history, in the order it happened. */
export async function listTradeRecords(
  db: Database,
  filter: TradeRecordFilter,
  page: PageQuery,
): Promise<Page<TradeRecordRow>> {
  const { within, ...args } = await findPageBounds(db, { table: 'TradeRecord', filter, page });
  const rows = await (await db.prisma()).tradeRecord.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/**
 * Orders that are not final have a dueAt; saying so lets the small index on it find the few. Only they
 * can wait for a person.
 */
function whereOpen(
  { status, needsReview }: { readonly status?: string; readonly needsReview?: 0 | 1 },
  open: string,
) {
  return {
    ...((status === open || needsReview === 1) && { dueAt: { not: null } }),
    ...(needsReview !== undefined && { reviewReason: needsReview === 1 ? { not: null } : null }),
  };
}

/** The payment with this uuid if it is this merchant's, else null; `merchantUUID` null: anybody's. */
export async function findPayOrder(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<PayOrderRow | null> {
  return await (await db.prisma()).payOrder.findUnique({
    where: { uuid, ...whereMerchant(merchantUUID) },
  });
}

/** The refund with this uuid if it is this merchant's, else null; `merchantUUID` null: anybody's. */
export async function findRefundOrder(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<RefundOrderRow | null> {
  return await (await db.prisma()).refundOrder.findUnique({
    where: { uuid, ...whereMerchant(merchantUUID) },
  });
}

/** The line with this uuid if it is this merchant's, else null; `merchantUUID` null: anybody's. */
export async function findTradeRecord(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<TradeRecordRow | null> {
  return await (await db.prisma()).tradeRecord.findUnique({
    where: { uuid, ...whereMerchant(merchantUUID) },
  });
}

/**
 * The payment that a traction number belongs to, its own or one of its refunds', or null. History is
 * indexed by payment, so a filter by traction number needs it.
 */
export async function findPayOrderUUID(db: Database, tractionNo: string): Promise<string | null> {
  const prisma = await db.prisma();
  const [pay, refund] = await Promise.all([
    prisma.payOrder.findUnique({ where: { tractionNo }, select: { uuid: true } }),
    prisma.refundOrder.findUnique({ where: { tractionNo }, select: { payOrderUUID: true } }),
  ]);
  return pay?.uuid ?? refund?.payOrderUUID ?? null;
}

function whereMerchant(merchantUUID: string | null) {
  return merchantUUID === null ? {} : { merchantUUID };
}
