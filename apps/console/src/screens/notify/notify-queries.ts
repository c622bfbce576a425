import type { NotifyDelivery, NotifyReplay } from '@payserver/client';
import {
  type InfiniteData,
  infiniteQueryOptions,
  queryOptions,
  useQueryClient,
} from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { cursorOf } from '../../lists/list-search.ts';
import { refresh } from '../../lists/use-list.ts';

/** Rows of one page of a card. */
const PAGE = 10;
/** The API's most of a page: endpoints beyond it are shown by their uuid. */
const MOST_ROWS = 200;
/** How often something that is under way is asked for again, ms, and everything else. */
const SOON_MS = 2_000;
const LATER_MS = 15_000;

/** One endpoint. */
export function endpointQuery(uuid: string) {
  return queryOptions({
    queryKey: ['endpoint', uuid],
    queryFn: async ({ signal }) =>
      await answerOf(api.GET('/notifyEndpoints/{uuid}', { params: { path: { uuid } }, signal })),
    refetchInterval: LATER_MS,
  });
}

/** What endpoints are called, by uuid. */
export const endpointNamesQuery = queryOptions({
  queryKey: ['endpoint-names'],
  queryFn: async ({ signal }) => {
    const query = { limit: MOST_ROWS, orderBy: 'createdAt desc' } as const;
    const { items } = await answerOf(api.GET('/notifyEndpoints', { params: { query }, signal }));
    return Object.fromEntries(items.map(({ uuid, name, url }) => [uuid, name === '' ? url : name]));
  },
  staleTime: 60_000,
});

/** Which messages: of an endpoint, or about a payment. */
export type DeliveriesOf =
  | { readonly notifyEndpointUUID: string }
  | { readonly payOrderUUID: string };

/** Messages page by page, the newest first. */
export function deliveriesQuery(of: DeliveriesOf) {
  return infiniteQueryOptions({
    queryKey: ['deliveries', of],
    queryFn: async ({ pageParam, signal }) => {
      const query = pageQuery(of, pageParam);
      return await answerOf(api.GET('/notifyDeliveries', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => cursorOf(next),
    refetchInterval: ({ state }) => soonIf(rowsOf<NotifyDelivery>(state.data).some(isOpenDelivery)),
  });
}

/** The messages about a payment that its history shows, the oldest first: of more than 200 the newest. */
export function messagesQuery(payOrderUUID: string) {
  return queryOptions({
    queryKey: ['deliveries', { payOrderUUID }, 'history'],
    queryFn: async ({ signal }) => {
      const query = { payOrderUUID, limit: MOST_ROWS, orderBy: 'createdAt desc' } as const;
      const { items } = await answerOf(api.GET('/notifyDeliveries', { params: { query }, signal }));
      return items.toReversed();
    },
    refetchInterval: ({ state }) => soonIf(state.data?.some(isOpenDelivery) ?? false),
  });
}

/** The replays of an endpoint page by page, the newest first. */
export function replaysQuery(notifyEndpointUUID: string) {
  return infiniteQueryOptions({
    queryKey: ['replays', notifyEndpointUUID],
    queryFn: async ({ pageParam, signal }) => {
      const query = pageQuery({ notifyEndpointUUID }, pageParam);
      return await answerOf(api.GET('/notifyReplays', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => cursorOf(next),
    refetchInterval: ({ state }) =>
      soonIf(rowsOf<NotifyReplay>(state.data).some(({ status }) => status === 'running')),
  });
}

/** One message. */
export function deliveryQuery(uuid: string) {
  return queryOptions({
    queryKey: ['delivery', uuid],
    queryFn: async ({ signal }) =>
      await answerOf(api.GET('/notifyDeliveries/{uuid}', { params: { path: { uuid } }, signal })),
    refetchInterval: ({ state }) => soonIf(state.data !== undefined && isOpenDelivery(state.data)),
  });
}

/** The attempts of a message, the first one first; `count` is how many there are, so that each is asked for. */
export function attemptsQuery(uuid: string, count: number) {
  return queryOptions({
    queryKey: ['attempts', uuid, count],
    queryFn: async ({ signal }) => {
      const params = { path: { uuid } };
      const { items } = await answerOf(
        api.GET('/notifyDeliveries/{uuid}/attempts', { params, signal }),
      );
      return items;
    },
    placeholderData: (before) => before,
  });
}

/** Whether it is not taken yet and sent again. */
export function isOpenDelivery({ status }: Pick<NotifyDelivery, 'status'>): boolean {
  return status === 'open';
}

/** The rows of the pages that are loaded. */
export function rowsOf<Row>(data: InfiniteData<{ items: Row[] }> | undefined): Row[] {
  return data?.pages.flatMap(({ items }) => items) ?? [];
}

/** Has everything asked for again, what the page shows at once. */
export function useChanged(): () => void {
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ refetchType: 'none' });
    void refresh(queries);
  };
}

function soonIf(isUnderWay: boolean): number {
  return isUnderWay ? SOON_MS : LATER_MS;
}

function pageQuery(of: object, cursor: string | null): Record<string, string | number> {
  const query = { ...of, limit: PAGE, orderBy: 'createdAt desc' };
  return cursor === null ? query : { ...query, cursor };
}
