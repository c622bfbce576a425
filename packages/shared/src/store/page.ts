/** Where a page begins and how long it is. */
export interface PageQuery {
  readonly limit: number;
  /** rows to pass over; costs as much as reading them */
  readonly offset: number;
  readonly order: PageOrder;
  /** the last row of the page before; costs nothing */
  readonly after: PageKey | null;
}

/** `createdAt` is the order of ids: rows are numbered as they are written. */
export interface PageOrder {
  readonly by: 'createdAt' | 'uiOrder';
  readonly direction: 'asc' | 'desc';
}

/** Identifies a row within its order. */
export interface PageKey {
  /** digits */
  readonly id: string;
  /** set when the order is by it */
  readonly uiOrder: number | null;
}

/** Rows of one page, and whether more follow. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly more: boolean;
}

/** Cuts off the row too many. */
export function toPage<Row>(rows: readonly Row[], limit: number): Page<Row> {
  return { rows: rows.slice(0, limit), more: rows.length > limit };
}

/** `createdAt` within these bounds. */
export interface CreatedRange {
  readonly createdFrom: Date | null;
  /** exclusive */
  readonly createdBefore: Date | null;
}

/** What every filter of a list may say besides columns that are equal. */
interface RowScope extends CreatedRange {
  /** null, or absent where rows have no merchant: of everybody */
  readonly merchantUUID?: string | null;
}

/** The rows that a filter names, for Prisma: all of its other fields are columns, and equal. */
export function whereRows<Filter extends RowScope>(filter: Filter) {
  const { merchantUUID, createdFrom, createdBefore, ...equal } = filter;
  return {
    ...equal,
    ...(typeof merchantUUID === 'string' && { merchantUUID }),
    createdAt: {
      ...(createdFrom !== null && { gte: createdFrom }),
      ...(createdBefore !== null && { lt: createdBefore }),
    },
  };
}

/**
 * Where a page is in a table, and how many rows of it, for Prisma: those behind the last row of the page before. Enough
 * for tables that stay small; those that grow with every payment have bounds of their own (page-bounds.ts).
 *
 * @param toId reads an id of a cursor as the table has it
 */
export function boundsById<Id>(
  { after, offset, order, limit }: PageQuery,
  toId: (id: string) => Id,
) {
  const beyond = (id: Id): { readonly gt?: Id; readonly lt?: Id } =>
    order.direction === 'asc' ? { gt: id } : { lt: id };
  return {
    within: after === null ? [] : [{ id: beyond(toId(after.id)) }],
    orderBy: { id: order.direction },
    skip: offset,
    take: limit + ROW_TOO_MANY,
  };
}

/** Reading one row too many tells whether more follow without counting them. */
export const ROW_TOO_MANY = 1;

const MAX_INT4 = 2_147_483_647;

/** Ids of a cursor are the caller's; a larger one than any row has must not become a database error. */
export function toInt4(id: string): number {
  return Math.min(Number(id), MAX_INT4);
}
