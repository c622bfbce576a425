import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { cursorOf } from './list-search.ts';

/** A page of any list of the API. */
export interface ListPage<Row> {
  items: Row[];
  next?: string;
}

/** Asks the API for one page. */
export type FetchPage<Row> = (
  query: Record<string, string | number>,
  signal: AbortSignal,
) => Promise<ListPage<Row>>;

/** The first page is on the screen soon, later ones are for scrolling. */
const FIRST_PAGE = 50;
/** The API's most. */
const NEXT_PAGE = 200;

/** Marks queries whose later pages are dropped on a refresh. */
const LIST = 'list';

interface ListQuery<Row> {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  readonly fetchPage: FetchPage<Row>;
}

/** The rows that were loaded, page by page. */
export function useList<Row>({ name, query, fetchPage }: ListQuery<Row>) {
  const pages = useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [LIST, name, query],
      queryFn: async ({ pageParam, signal }) => {
        const page =
          pageParam === null ? { limit: FIRST_PAGE } : { limit: NEXT_PAGE, cursor: pageParam };
        return await fetchPage({ ...query, ...page }, signal);
      },
      initialPageParam: null as string | null,
      getNextPageParam: ({ next }) => cursorOf(next),
      // All pages would be asked for again, one after the other.
      refetchOnWindowFocus: false,
      staleTime: 30_000,
    }),
  );
  const rows = useMemo(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  return { ...pages, rows };
}

/** Everything on the page is asked for again, of lists the first page alone. */
export async function refresh(queries: QueryClient): Promise<void> {
  queries.setQueriesData<InfiniteData<unknown>>({ queryKey: [LIST] }, (data) =>
    data === undefined
      ? data
      : { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) },
  );
  await queries.refetchQueries({ type: 'active' });
}
