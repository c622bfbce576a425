import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import {
  findPayOrder,
  findPayOrderUUID,
  findRefundOrder,
  findTradeRecord,
  listPayOrders,
  listRefundOrders,
  listTradeRecords,
  type PayOrderFilter,
  type RefundOrderFilter,
  type TradeRecordFilter,
  type TradeRecordRow,
} from '@payserver/shared/store/order-lists';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { findOpenedFrom } from '@payserver/shared/store/pay-modes';
import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { ownerOf, visibleMerchant } from './merchant-scope.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

type Scope = 'merchantUUID' | keyof CreatedRange;
export type PayOrderQuery = Omit<PayOrderFilter, Scope>;
export type RefundOrderQuery = Omit<RefundOrderFilter, Scope>;
export type TradeRecordQuery = Omit<TradeRecordFilter, Scope>;

const EMPTY = { rows: [], more: false } as const;

/**
 * Payments of the caller's merchant; an operator may name another, and sees all when naming none.
 *
 * Refusals: 9004, 9403.
 */
export async function readPayOrders(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<PayOrderQuery>,
): Promise<Result<Page<PayOrderRow>>> {
  const owner = ownerOf(caller, query.merchant);
  if (!owner.ok) return owner;
  const filter = await narrowByTemplate(deps, owner.value, query.filter);
  if (filter === null) return done(EMPTY);
  const scoped = { ...filter, ...query.created, merchantUUID: owner.value };
  return done(await listPayOrders(deps.db, scoped, query.page));
}

/** Refunds, by the same rules as {@link readPayOrders}. */
export async function readRefundOrders(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<RefundOrderQuery>,
): Promise<Result<Page<RefundOrderRow>>> {
  const owner = ownerOf(caller, query.merchant);
  if (!owner.ok) return owner;
  const ofPayment = await narrowByPayment(deps, query.filter, query.filter.payTractionNo);
  const filter = ofPayment && (await narrowByTemplate(deps, owner.value, ofPayment));
  if (filter === null) return done(EMPTY);
  const scoped = { ...filter, ...query.created, merchantUUID: owner.value };
  return done(await listRefundOrders(deps.db, scoped, query.page));
}

/** History, by the same rules as {@link readPayOrders}. */
export async function readTradeRecords(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<TradeRecordQuery>,
): Promise<Result<Page<TradeRecordRow>>> {
  const owner = ownerOf(caller, query.merchant);
  if (!owner.ok) return owner;
  const ofOrder = await narrowByPayment(deps, query.filter, query.filter.tractionNo);
  const ofRefund = ofOrder && (await narrowByRefund(deps, ofOrder));
  const filter = ofRefund && (await narrowByTemplate(deps, owner.value, ofRefund));
  if (filter === null) return done(EMPTY);
  const scoped = { ...filter, ...query.created, merchantUUID: owner.value };
  return done(await listTradeRecords(deps.db, scoped, query.page));
}

/** One payment. Refusals: 9003, also for another merchant's. */
export async function readPayOrder(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<PayOrderRow>> {
  const row = await findPayOrder(deps.db, uuid, visibleMerchant(caller));
  return row === null ? refused(9003, 'no such payOrder') : done(row);
}

/** One refund. Refusals: 9003, also for another merchant's. */
export async function readRefundOrder(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<RefundOrderRow>> {
  const row = await findRefundOrder(deps.db, uuid, visibleMerchant(caller));
  return row === null ? refused(9003, 'no such refundOrder') : done(row);
}

/** One line of history. Refusals: 9003, also for another merchant's. */
export async function readTradeRecord(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<TradeRecordRow>> {
  const row = await findTradeRecord(deps.db, uuid, visibleMerchant(caller));
  return row === null ? refused(9003, 'no such tradeRecord') : done(row);
}

// The filters below have no index of their own. Each is turned into one that has, by one look-up of a
// unique key; null means that nothing can match.

async function narrowByTemplate<
  Filter extends { readonly payTemplateId?: string; readonly payModeUUID?: string },
>(deps: ReadDeps, merchantUUID: string | null, filter: Filter): Promise<Filter | null> {
  const { payTemplateId } = filter;
  if (merchantUUID === null || payTemplateId === undefined) return filter;
  return narrow(filter, 'payModeUUID', await findOpenedFrom(deps.db, merchantUUID, payTemplateId));
}

async function narrowByPayment<Filter extends { readonly payOrderUUID?: string }>(
  deps: ReadDeps,
  filter: Filter,
  tractionNo: string | undefined,
): Promise<Filter | null> {
  if (tractionNo === undefined) return filter;
  return narrow(filter, 'payOrderUUID', await findPayOrderUUID(deps.db, tractionNo));
}

async function narrowByRefund<
  Filter extends { readonly payOrderUUID?: string; readonly refundOrderUUID?: string },
>(deps: ReadDeps, filter: Filter): Promise<Filter | null> {
  const { refundOrderUUID } = filter;
  if (refundOrderUUID === undefined || filter.payOrderUUID !== undefined) return filter;
  const refund = await findRefundOrder(deps.db, refundOrderUUID, null);
  return narrow(filter, 'payOrderUUID', refund?.payOrderUUID ?? null);
}

function narrow<Filter extends { readonly [key in Key]?: string }, Key extends string>(
  filter: Filter,
  key: Key,
  value: string | null,
): Filter | null {
  const given = filter[key];
  if (value === null || (given !== undefined && given !== value)) return null;
  return { ...filter, [key]: value };
}
