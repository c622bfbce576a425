import { RefusalError, unwrap } from '@payserver/shared/domain/errors';
import type { App } from '../../http/app.ts';
import { ERROR_RESPONSES } from '../../http/error-body.ts';
import { readMoment } from '../../http/list-query.ts';
import { answer, type Operation } from '../../http/schemas/operation.ts';
import type { Wire } from '../../http/wire.ts';
import { type FoundOrder, type Search, type SearchDeps, search } from '../../use-cases/search.ts';
import { presentPayOrder } from '../pay-orders/view.ts';
import { presentRefundOrder } from '../refund-orders/view.ts';
import { SearchAnswer, SearchQuery } from './schema.ts';

export interface SearchRouteDeps extends SearchDeps {
  readonly wire: Wire;
}

const DEFAULT_LIMIT = 20;

const SEARCH: Operation = {
  operationId: 'search',
  summary: 'Find orders by any number',
  description:
    'Finds a number wherever an order has one: `uuid`, `tractionNo`, `clientPayNo`, `clientRefundNo`, ' +
    '`thirdPayNo`, `thirdRefundNo`; of the last four its first six or more characters are enough. With `amount` in ' +
    'the place of `q`: the orders of that amount within a week. Each order says by what it was found.',
  tags: ['Search'],
  'x-codes': [9403],
};

/** `GET /search`: orders by any of their numbers. */
export function searchRoutes(app: App, deps: SearchRouteDeps): void {
  const schema = {
    ...SEARCH,
    querystring: SearchQuery,
    response: { 200: answer(SearchAnswer, 'What was found.'), ...ERROR_RESPONSES },
  };
  app.get('/search', { schema }, async ({ caller, query }) => {
    const { found, searchedBy, more } = unwrap(
      await search(deps, caller, readSearch(query, deps.wire)),
    );
    return {
      items: found.map((one) => present(deps.wire, one)),
      searchedBy: [...searchedBy],
      more,
    };
  });
}

function readSearch(query: SearchQuery, wire: Wire): Search {
  const { q, amount, createdFrom, createdBefore, limit = DEFAULT_LIMIT, ...merchant } = query;
  if ((q === undefined) === (amount === undefined)) throw invalid('either q or amount is needed');
  if (amount !== undefined) return { amount, created: readCreated(query, wire), merchant, limit };
  const hasTime = (createdFrom ?? createdBefore) !== undefined;
  if (hasTime) throw invalid('createdFrom and createdBefore go with amount');
  return { text: q ?? '', merchant, limit };
}

function readCreated({ createdFrom, createdBefore }: SearchQuery, { time }: Wire) {
  return {
    createdFrom: readMoment('createdFrom', createdFrom, time)?.first ?? null,
    createdBefore: readMoment('createdBefore', createdBefore, time)?.last ?? null,
  };
}

function invalid(message: string): RefusalError {
  return new RefusalError({ code: 9004, message });
}

function present(
  wire: Wire,
  { matchedBy, kind, order }: FoundOrder,
): SearchAnswer['items'][number] {
  return kind === 'payOrder'
    ? { matchedBy, kind, order: presentPayOrder(wire, order) }
    : { matchedBy, kind, order: presentRefundOrder(wire, order) };
}
