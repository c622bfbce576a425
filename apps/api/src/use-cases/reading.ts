import type { Database } from '@payserver/shared/store/database';
import {
  findLinked,
  type Linked,
  type LinkQuery,
  type Parent,
} from '@payserver/shared/store/linked-rows';
import type { CreatedRange, Page, PageQuery } from '@payserver/shared/store/page';
import type { NamedMerchant } from './merchant-scope.ts';

/** What reading needs. */
export interface ReadDeps {
  readonly db: Database;
}

/** Which rows of a list, and which page of them. */
export interface ListQuery<Filter> {
  readonly filter: Filter;
  readonly created: CreatedRange;
  readonly merchant: NamedMerchant;
  readonly page: PageQuery;
}

/** One page of rows. */
export type PageOf<Row> = Page<Row>;

/** A row whose links can be followed. */
export type LinkedParent = Parent;

/**
 * What is linked to rows that the caller may see; nothing for kinds without such links. Everything
 * linked to a row belongs to the same merchant as the row, so there is nothing to check again.
 */
export async function followLinks(
  deps: ReadDeps,
  { kind, names, limit }: Omit<LinkQuery, 'kind'> & { readonly kind: LinkQuery['kind'] | null },
  parents: readonly LinkedParent[],
): Promise<Linked> {
  if (kind === null || names.size === 0) return {};
  return await findLinked(deps.db, { kind, names, limit }, parents);
}
