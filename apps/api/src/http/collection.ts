import type { Page, PageKey, PageOrder } from '@payserver/shared/store/page';
import { type TSchema, Type } from 'typebox';
import { listMark, writeCursor } from './cursor.ts';
import { described, integer, text } from './schemas/common.ts';

/** A list on the wire (API document, all lists; `next` is design, section 4). */
export function collectionSchema<Item extends TSchema>(item: Item) {
  const { title = 'Unnamed' } = item as { readonly title?: string };
  return Type.Object(
    {
      href: text('Where this is.'),
      offset: integer('How many items lie before the page.'),
      limit: integer('Items in a page, at most.'),
      size: integer('Items in this page.'),
      items: described(Type.Array(item), 'The page.'),
      next: Type.Optional(text('The next page; absent on the last.')),
    },
    { title: `${title}List` },
  );
}

export interface Collection<Item> {
  readonly href: string;
  readonly offset: number;
  readonly limit: number;
  readonly size: number;
  readonly items: Item[];
  readonly next?: string;
}

/** Which part of which list a page is. */
export interface PageContext {
  /** of the list, without a query */
  readonly href: string;
  /** as the caller sent it, after validation */
  readonly query: Readonly<Record<string, unknown>>;
  readonly limit: number;
  /** how many rows lie before the page */
  readonly position: number;
  readonly order: PageOrder;
}

/** How the rows of a list are shown, and the key that identifies each. */
export interface RowView<Row, Item> {
  readonly present: (row: Row) => Item;
  readonly keyOf: (row: Row) => PageKey;
}

/** A page as a list on the wire, with a link to the next one while more follow. */
export function presentPage<Row, Item>(
  context: PageContext,
  page: Page<Row>,
  view: RowView<Row, Item>,
): Collection<Item> {
  const last = page.rows.at(-1);
  return {
    href: withQuery(context.href, context.query),
    offset: context.position,
    limit: context.limit,
    size: page.rows.length,
    items: page.rows.map(view.present),
    ...(page.more && last !== undefined && { next: nextHref(context, page, view.keyOf(last)) }),
  };
}

function nextHref(context: PageContext, page: Page<unknown>, after: PageKey): string {
  const { offset: _passedOver, ...query } = context.query;
  const { order } = context;
  const offset = context.position + page.rows.length;
  return withQuery(context.href, {
    ...query,
    limit: context.limit,
    cursor: writeCursor({ after, offset }, { order, mark: listMark(context.href, query) }),
  });
}

function withQuery(href: string, query: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)] as const);
  // In the API document's samples a space is %20; URLSearchParams writes forms, where it is +.
  const search = new URLSearchParams(Object.fromEntries(texts)).toString().replaceAll('+', '%20');
  return search === '' ? href : `${href}?${search}`;
}
