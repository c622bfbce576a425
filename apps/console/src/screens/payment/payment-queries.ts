import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { answerOf, api } from '../../api/client.ts';
import { cursorOf } from '../../lists/list-search.ts';
import type { RefundOrder } from './payment-types.ts';

/** The API's most for one page. */
const PAGE = 200;
/** Of refunds as many pages are loaded: nobody refunds a payment more often. */
const MOST_REFUND_PAGES = 10;

/** Everything that is known of one payment begins with this key, so that all of it can be asked for again. */
export function paymentKey(uuid: string): readonly string[] {
  return ['payment', uuid];
}

/** The payment itself. */
export function orderQuery(uuid: string) {
  return queryOptions({
    queryKey: [...paymentKey(uuid), 'order'],
    queryFn: async ({ signal }) =>
      await answerOf(api.GET('/payOrders/{uuid}', { params: { path: { uuid } }, signal })),
  });
}

/** Its refunds, all of them, the oldest first. */
export function refundsQuery(uuid: string) {
  return queryOptions({
    queryKey: [...paymentKey(uuid), 'refunds'],
    queryFn: async ({ signal }) => {
      const refunds: RefundOrder[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_REFUND_PAGES; page += 1) {
        const query: Record<string, string | number> = { limit: PAGE, orderBy: 'createdAt' };
        if (cursor !== null) query['cursor'] = cursor;
        const params = { path: { uuid }, query };
        // Each page says where the next one begins.
        const { items, next } = await answerOf(
          api.GET('/payOrders/{uuid}/refundOrders', { params, signal }),
        );
        refunds.push(...items);
        cursor = cursorOf(next);
        if (cursor === null) break;
      }
      return refunds;
    },
  });
}

/** Its history and that of its refunds, page by page, the newest first. */
export function recordsQuery(uuid: string) {
  return infiniteQueryOptions({
    queryKey: [...paymentKey(uuid), 'records'],
    queryFn: async ({ pageParam, signal }) => {
      const query: Record<string, string | number> = { limit: PAGE, orderBy: 'createdAt desc' };
      if (pageParam !== null) query['cursor'] = pageParam;
      const params = { path: { uuid }, query };
      return await answerOf(api.GET('/payOrders/{uuid}/tradeRecords', { params, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => cursorOf(next),
  });
}

/** Evidence against its final status, or against that of its refunds. */
export function exceptionsQuery(uuid: string) {
  return queryOptions({
    queryKey: [...paymentKey(uuid), 'exceptions'],
    queryFn: async ({ signal }) => {
      const query = { payOrderUUID: uuid, limit: PAGE, orderBy: 'createdAt' } as const;
      const { items } = await answerOf(api.GET('/exceptions', { params: { query }, signal }));
      return items;
    },
  });
}

/** What people did to one resource; for those who may read the audit log. */
export function auditQuery(uuid: string, target: string) {
  return queryOptions({
    queryKey: [...paymentKey(uuid), 'audit', target],
    queryFn: async ({ signal }) => {
      const query = { target, limit: PAGE, orderBy: 'createdAt' } as const;
      const { items } = await answerOf(api.GET('/auditRecords', { params: { query }, signal }));
      return items;
    },
  });
}
