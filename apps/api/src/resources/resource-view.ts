import {
  payScheduleOf,
  refundScheduleOf,
  reviewTimeOf,
} from '@payserver/shared/domain/review-time';
import type { ParentKind } from '@payserver/shared/store/linked-rows';
import type { PageKey } from '@payserver/shared/store/page';
import type { PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import type { RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { type TProperties, type TSchema, Type } from 'typebox';
import type { ListRules } from '../http/list-query.ts';
import { flagInput, MAX_ID } from '../http/schemas/common.ts';
import type { Tag } from '../http/schemas/operation.ts';
import type { Wire } from '../http/wire.ts';

/** Where something linked is. */
export interface Link {
  readonly href: string | null;
}

/** What every resource has of the fields below; the ids are its own, the links may be expanded. */
export interface Expandable {
  readonly uuid: string;
  readonly payModeUUID?: string;
  readonly payTemplateId?: string | null;
  readonly payOrderUUID?: string | null;
  readonly refundOrderUUID?: string | null;
  readonly payOrders?: Link;
  readonly refundOrders?: Link;
  readonly tradeRecords?: Link;
}

/** How the OpenAPI description speaks of a resource. */
interface ResourceWords {
  readonly tag: Tag;
  /** `PayOrder` in `listPayOrders` */
  readonly name: string;
  readonly one: string;
  readonly many: string;
  /** what else is to be said about the list */
  readonly about?: string;
  /** whether merchants may not read it */
  readonly isForStaff?: true;
}

/** Everything that turning rows of one kind into answers needs. */
export interface ResourceView<Row, Filters extends TProperties = TProperties> {
  /** its collection's name in the path */
  readonly name: string;
  /** how `expand` knows it; null when nothing can be expanded */
  readonly kind: ParentKind | null;
  readonly words: ResourceWords;
  readonly item: TSchema;
  readonly rules: ListRules<Filters>;
  readonly present: (wire: Wire, row: Row) => Expandable;
  readonly keyOf: (row: Row) => PageKey;
}

/** The place of a row in a list that is ordered by time: ids grow with it. */
export function keyById({ id }: { readonly id: number | bigint }): PageKey {
  return { id: String(id), uiOrder: null };
}

/** Two orders that every list knows; the first of a list's own is its default. */
export const OLDEST_FIRST = { by: 'createdAt', direction: 'asc' } as const;
export const NEWEST_FIRST = { by: 'createdAt', direction: 'desc' } as const;

/** A filter by an id. Queries may contain NUL, which PostgreSQL cannot compare with. */
export const textFilter = (description: string) =>
  Type.Optional(
    Type.String({ minLength: 1, maxLength: MAX_ID, pattern: '^[^\\0]+$', description }),
  );
export const flagFilter = (description: string) => Type.Optional(flagInput(description));

/** Filters that several lists have. */
export const UUID_FILTER = textFilter('The id of the resource.');
export const PAY_MODE_FILTER = textFilter('The pay mode.');
export const TEMPLATE_FILTER = textFilter('The template, a way to pay that the gateway knows.');
export const PAY_ORDER_FILTER = textFilter('The payment.');
export const REVIEW_FILTER = flagFilter('1: only orders that a person should review.');

// Fields that several resources show.

/** Where the orders of a pay mode or a template are. */
export function orderLinks(self: string) {
  return {
    payOrders: { href: `${self}/payOrders` },
    refundOrders: { href: `${self}/refundOrders` },
    tradeRecords: { href: `${self}/tradeRecords` },
  };
}

/** Why an order is still open, and what happens next. */
export function presentPending(wire: Wire, row: PayOrderRow | RefundOrderRow) {
  const { dueAt, attempts, reviewReason } = row;
  if (dueAt === null) return null;
  const now = new Date();
  const isAsking = row.leaseUntil !== null && row.leaseUntil > now;
  const schedule = 'orderStartAt' in row ? payScheduleOf(row) : refundScheduleOf(row);
  const review =
    reviewReason === null ? reviewTimeOf({ ...schedule, attempts, isAsking, dueAt }, now) : null;
  return {
    lastOutcome: row.lastOutcome,
    attempts,
    isAsking,
    nextLookAt: wire.time(dueAt),
    reviewReason,
    reviewAt: review === null ? null : wire.time(review.reviewAt),
    attemptsLeft: review?.attemptsLeft ?? null,
  };
}

/** A moment that may not have come. */
export function timeOrNull(wire: Wire, moment: Date | null): string | null {
  return moment === null ? null : wire.time(moment);
}

/** Columns of type Json hold objects only: the routes that write them check it. */
export function asObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
