import { queryOptions } from '@tanstack/react-query';
import { parseYuan } from '../format/money.ts';
import { answerOf, api } from './client.ts';

/** The search page's params. */
export interface SearchParams {
  readonly q?: string;
  readonly amount?: string;
  readonly createdFrom?: string;
  readonly createdBefore?: string;
}

/** What a search is by: a number, or an amount in a window of time. */
export type SearchBy =
  | { readonly q: string }
  | { readonly amount: number; readonly createdFrom: string; readonly createdBefore: string };

/** What the search page's URL asks for; null for its start, and for an amount that is none. */
export function searchBy(params: SearchParams): SearchBy | null {
  const { q, amount, createdFrom, createdBefore } = params;
  if (q !== undefined) return { q };
  const fen = amount === undefined ? null : parseYuan(amount);
  if (fen === null || createdFrom === undefined || createdBefore === undefined) return null;
  return { amount: fen, createdFrom, createdBefore };
}

/** Orders by any of their numbers, or by amount. */
export const searchQuery = (by: SearchBy | null) =>
  queryOptions({
    queryKey: ['search', by],
    queryFn: async ({ signal }) =>
      await answerOf(api.GET('/search', { params: { query: by ?? {} }, signal })),
    enabled: by !== null,
  });
