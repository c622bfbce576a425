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

/** Reading one row too many tells whether more follow without counting them. */
export function takeOf(page: PageQuery): number {
  return page.limit + 1;
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

/** The condition on `createdAt` for Prisma. */
export function whereCreated({ createdFrom, createdBefore }: CreatedRange) {
  return {
    ...(createdFrom !== null && { gte: createdFrom }),
    ...(createdBefore !== null && { lt: createdBefore }),
  };
}

const MAX_INT4 = 2_147_483_647;

/** Ids of a cursor are the caller's; a larger one than any row has must not become a database error. */
export function toInt4(id: string): number {
  return Math.min(Number(id), MAX_INT4);
}
