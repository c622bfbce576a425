import type { Database } from '@payserver/shared/store/database';
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
