import { RefusalError } from '@payserver/shared/domain/errors';
import { type Moments, parseTime, type TimeFormat } from '@payserver/shared/runtime/time';
import type { CreatedRange, PageOrder, PageQuery } from '@payserver/shared/store/page';
import { type Static, type TProperties, Type } from 'typebox';
import { type CursorList, listMark, readCursor } from './cursor.ts';
import { described, MERCHANT_INPUT } from './schemas/common.ts';

export const DEFAULT_LIMIT = 25;
const MAX_LIMIT = 200;
/** Passing over rows costs as much as reading them; whoever goes further follows `next`. */
const MAX_OFFSET = 10_000;
const MAX_CURSOR = 256;
const MAX_EXPAND = 128;
const MAX_TIME = 32;
const SECOND_MS = 1_000;

/** How a list may be asked for. */
export interface ListRules<Filters extends TProperties = TProperties> {
  /** besides those that every list has; each is optional */
  readonly filters: Filters;
  /** the first one is the default */
  readonly orders: readonly PageOrder[];
  readonly expand: readonly string[];
  /** whether rows belong to merchants */
  readonly isOwned: boolean;
}

/** What these filters let through. */
export type FilterOf<Filters extends TProperties> = {
  readonly [Name in keyof Filters]?: Static<Filters[Name]>;
};

/** A list query after validation. */
export interface ParsedListQuery<Filter> {
  readonly page: PageQuery;
  /** how many rows lie before the page */
  readonly position: number;
  readonly created: CreatedRange;
  readonly merchant: { readonly merchantUUID?: string; readonly merchantHref?: string };
  readonly expand: ReadonlySet<string>;
  /** the list's own filters */
  readonly filter: Filter;
}

/**
 * The schema of a list's query string: an unknown parameter is an error, not silence.
 *
 * @param fixed filters that the path decides: nobody may give them besides
 */
export function listQuerySchema(rules: ListRules, fixed: readonly string[] = []) {
  const free = Object.entries(rules.filters).filter(([name]) => !fixed.includes(name));
  return Type.Object(
    {
      ...Object.fromEntries(free),
      ...(rules.isOwned && MERCHANT_INPUT),
      createdFrom: timeSchema(
        'Only what was created at this time or later: 2018-07-12 11:47:10. Of two such moments the earlier.',
      ),
      createdTo: timeSchema(
        'Only what was created at this time or earlier. Of two such moments the later.',
      ),
      orderBy: orderSchema(rules.orders),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: MAX_LIMIT, description: 'Items in a page, at most.' }),
      ),
      offset: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: MAX_OFFSET,
          description: 'How many items lie before the page.',
        }),
      ),
      cursor: Type.Optional(
        Type.String({
          maxLength: MAX_CURSOR,
          description: 'Where the page begins; part of `next`, never made by hand.',
        }),
      ),
      expand: Type.Optional(expandSchema(rules.expand)),
    },
    { additionalProperties: false },
  );
}

/** The schema of the query string of a single resource. */
export function oneQuerySchema(expand: readonly string[]) {
  return Type.Object(
    { expand: Type.Optional(expandSchema(expand)) },
    { additionalProperties: false },
  );
}

/** `orderBy=createdAt desc` */
export function orderSchema(orders: readonly PageOrder[]) {
  const order = Type.Unsafe<string>({ type: 'string', enum: orders.flatMap(notations) });
  return Type.Optional(described(order, 'The order of the list; the first is the default.'));
}

function timeSchema(description: string) {
  return Type.Optional(Type.String({ maxLength: MAX_TIME, description }));
}

/** `expand=payMode,refundOrders` */
function expandSchema(names: readonly string[]) {
  const description = names.length === 0 ? 'nothing here' : `any of ${names.join(', ')}`;
  return Type.String({ maxLength: MAX_EXPAND, description });
}

interface RawListQuery {
  readonly merchantUUID?: string;
  readonly merchantHref?: string;
  readonly createdFrom?: string;
  readonly createdTo?: string;
  readonly orderBy?: string;
  readonly limit?: number;
  readonly offset?: number;
  readonly cursor?: string;
  readonly expand?: string;
}

/**
 * Reads a query that {@link listQuerySchema} has let through.
 *
 * @param list.href the list's own, without a query: a cursor of another list is refused
 * @throws {RefusalError} 9004 for a cursor, a time or an expansion that is none
 */
export function readListQuery<Filters extends TProperties>(
  query: RawListQuery,
  list: { readonly href: string; readonly rules: ListRules<Filters> },
  time: TimeFormat,
): ParsedListQuery<FilterOf<Filters>> {
  const { rules } = list;
  const { createdFrom, createdTo, orderBy, limit, offset, cursor, expand, ...rest } = query;
  const { merchantUUID, merchantHref, ...filter } = rest;
  return {
    ...readPage(
      { limit, offset, cursor },
      { order: readOrder(orderBy, rules), mark: listMark(list.href, { ...query }) },
    ),
    created: {
      createdFrom: readMoment('createdFrom', createdFrom, time)?.first ?? null,
      createdBefore: endOf(readMoment('createdTo', createdTo, time)),
    },
    merchant: {
      ...(merchantUUID !== undefined && { merchantUUID }),
      ...(merchantHref !== undefined && { merchantHref }),
    },
    expand: readExpand(expand, rules.expand),
    // The schema of the query is made of these filters and lets nothing else through.
    filter,
  };
}

/**
 * The names in an `expand` parameter.
 *
 * @throws {RefusalError} 9004 for one that this resource has not
 */
export function readExpand(text: string | undefined, known: readonly string[]): Set<string> {
  const names = (text ?? '').split(',').filter((name) => name !== '');
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return new Set(names);
  throw invalid(`expand: ${unknown.slice(0, MAX_EXPAND)} cannot be expanded here`);
}

interface RawPageQuery {
  readonly limit: number | undefined;
  readonly offset: number | undefined;
  readonly cursor: string | undefined;
}

function readPage(
  { limit = DEFAULT_LIMIT, offset, cursor }: RawPageQuery,
  list: CursorList,
): Pick<ParsedListQuery<never>, 'page' | 'position'> {
  const { order } = list;
  if (cursor === undefined) {
    return { page: { limit, offset: offset ?? 0, order, after: null }, position: offset ?? 0 };
  }
  if (offset !== undefined) throw invalid('offset and cursor exclude each other');
  const { after, offset: position } = readCursor(cursor, list);
  return { page: { limit, offset: 0, order, after }, position };
}

/**
 * The moments that a time in a query means; null without one.
 *
 * @throws {RefusalError} 9004 when it is none
 */
export function readMoment(
  name: string,
  text: string | undefined,
  time: TimeFormat,
): Moments | null {
  if (text === undefined) return null;
  const moments = parseTime(text, time);
  if (moments === null) throw invalid(`${name} must look like 2018-07-12 11:47:10`);
  return moments;
}

/** Times on the wire have no fractions, so everything within the named second belongs to it. */
function endOf(moments: Moments | null): Date | null {
  return moments === null ? null : new Date(moments.last.getTime() + SECOND_MS);
}

/** The order that `orderBy` names, or the list's own. */
export function readOrder(orderBy: string | undefined, { orders }: Pick<ListRules, 'orders'>) {
  return orders.find((known) => notations(known).includes(orderBy ?? '')) ?? firstOf(orders);
}

/** How a caller may write this order: ascending needs no word. */
function notations({ by, direction }: PageOrder): string[] {
  return direction === 'asc' ? [by, `${by} asc`] : [`${by} desc`];
}

function firstOf(orders: readonly PageOrder[]): PageOrder {
  return orders[0] ?? { by: 'createdAt', direction: 'asc' };
}

function invalid(message: string): RefusalError {
  return new RefusalError({ code: 9004, message });
}
