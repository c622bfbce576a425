import type { Database } from '@payserver/shared/store/database';
import type { CreatedRange, Page, PageRequest } from '@payserver/shared/store/page';
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
  readonly page: PageRequest;
}

/** One page of rows. */
export type PageOf<Row> = Page<Row>;
