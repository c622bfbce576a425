import { createHash } from 'node:crypto';
import { RefusalError } from '@payserver/shared/domain/errors';
import type { PageKey, PageOrder } from '@payserver/shared/store/page';

/** Where the next page begins. */
export interface Cursor {
  readonly after: PageKey;
  /** how many rows lie before it; only shown */
  readonly offset: number;
}

/** Which rows a cursor leads through. */
export interface CursorList {
  /** the path and the filters of the list, in one text; see {@link listMark} */
  readonly mark: string;
  readonly order: PageOrder;
}

const MAX_INT4 = 2_147_483_647;
const MARK_LENGTH = 12;
/** They say how much of each page is shown, not which rows there are. */
const NOT_FILTERS: ReadonlySet<string> = new Set([
  'limit',
  'offset',
  'cursor',
  'expand',
  'orderBy',
]);

/** A short text that is the same for the same path and filters, whatever page is asked for. */
export function listMark(path: string, query: Readonly<Record<string, unknown>>): string {
  const filters = Object.entries(query).filter(([name]) => !NOT_FILTERS.has(name));
  const text = JSON.stringify([path, ...filters.toSorted(([a], [b]) => (a < b ? -1 : 1))]);
  return createHash('sha256').update(text).digest('base64url').slice(0, MARK_LENGTH);
}

/**
 * An opaque text for a place in a list. It holds the last row's position in the order, not its number
 * in the list, so reading on costs the same on every page and loses no row when others are added.
 */
export function writeCursor({ after, offset }: Cursor, { order, mark }: CursorList): string {
  const uiOrder = order.by === 'uiOrder' ? after.uiOrder : null;
  const parts = [order.by, order.direction, after.id, uiOrder, offset, mark];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/**
 * Reads what {@link writeCursor} wrote for the same list: its path, its filters and its order.
 *
 * @throws {RefusalError} 9004 for every other text
 */
export function readCursor(text: string, { order, mark: list }: CursorList): Cursor {
  const [by, direction, id, uiOrder, offset, mark] = readParts(text);
  const hasUiOrder = order.by === 'uiOrder' ? isInt4(uiOrder) : uiOrder === null;
  const isOrder = by === order.by && direction === order.direction && hasUiOrder;
  const fits = isOrder && mark === list;
  if (fits && isRowId(id) && isInt4(offset) && offset >= 0) {
    return { after: { id, uiOrder: order.by === 'uiOrder' ? Number(uiOrder) : null }, offset };
  }
  throw new RefusalError({ code: 9004, message: 'cursor is not one that this list gave out' });
}

function readParts(text: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

function isRowId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,18}$/.test(value);
}

function isInt4(value: unknown): value is number {
  return Number.isInteger(value) && Math.abs(Number(value)) <= MAX_INT4;
}
