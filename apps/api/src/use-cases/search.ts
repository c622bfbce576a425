import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { type BarcodeCode, tagsToFind } from '@payserver/shared/domain/order-tags';
import { type MatchedBy, searchForms } from '@payserver/shared/domain/search';
import type { Clock } from '@payserver/shared/runtime/time';
import type { CreatedRange } from '@payserver/shared/store/page';
import { findPayOrders, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import { findRefundOrders, type RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { findByAmount } from '@payserver/shared/store/search/amounts';
import { findByNumbers, type Hit, type Hits } from '@payserver/shared/store/search/numbers';
import { SEARCHED_BY } from '@payserver/shared/store/search/probes';
import { type NamedMerchant, ownerOf } from './merchant-scope.ts';
import type { ReadDeps } from './reading.ts';

export interface SearchDeps extends ReadDeps {
  readonly clock: Clock;
  readonly barcodeCode: BarcodeCode;
}

/** What is searched for: a number, or an amount within some days. */
export type Search = { readonly merchant: NamedMerchant; readonly limit: number } & (
  | { readonly text: string }
  | { readonly amount: number; readonly created: CreatedRange }
);

/** An order that was found, and by which of its numbers. */
export type FoundOrder = { readonly matchedBy: MatchedBy } & (
  | { readonly kind: 'payOrder'; readonly order: PayOrderRow }
  | { readonly kind: 'refundOrder'; readonly order: RefundOrderRow }
);

export interface SearchAnswer {
  readonly found: readonly FoundOrder[];
  readonly searchedBy: readonly MatchedBy[];
  /** whether there are others, or may be */
  readonly more: boolean;
}

const DAY_MS = 86_400_000;
const MAX_WINDOW_MS = 7 * DAY_MS;

/**
 * Orders of the caller's merchant by any of their numbers, or by their amount; an operator may name another merchant,
 * and searches those of all when naming none. Whole numbers come first, then those that begin so, the newest first.
 *
 * Refusals: 9004 nothing to search for, or more than seven days; 9403.
 */
export async function search(
  deps: SearchDeps,
  caller: Caller,
  asked: Search,
): Promise<Result<SearchAnswer>> {
  const owner = ownerOf(caller, asked.merchant);
  if (!owner.ok) return owner;
  const scope = { merchantUUID: owner.value, limit: asked.limit };
  if ('text' in asked) return await searchNumbers(deps, asked.text, scope);
  const window = windowOf(asked.created, deps.clock.now());
  if (window.createdBefore.getTime() - window.createdFrom.getTime() > MAX_WINDOW_MS) {
    return refused(9004, 'createdFrom must be seven days before createdBefore at most');
  }
  const hits = await findByAmount(deps.db, { amount: asked.amount, ...window, ...scope });
  return done(await answer(deps, hits, ['amount']));
}

interface Scope {
  readonly merchantUUID: string | null;
  readonly limit: number;
}

async function searchNumbers(
  deps: SearchDeps,
  text: string,
  scope: Scope,
): Promise<Result<SearchAnswer>> {
  const forms = searchForms(text);
  if (forms.length === 0) return refused(9004, 'q has nothing to search for');
  const tags = tagsToFind(forms, deps.barcodeCode);
  const hits = await findByNumbers(deps.db, { forms, tags, ...scope });
  return done(await answer(deps, hits, SEARCHED_BY));
}

/** Without an end until now, without a beginning seven days. */
function windowOf({ createdFrom, createdBefore }: CreatedRange, nowMs: number) {
  const end = createdBefore ?? new Date(Math.max(nowMs, createdFrom?.getTime() ?? 0) + 1);
  return {
    createdFrom: createdFrom ?? new Date(end.getTime() - MAX_WINDOW_MS),
    createdBefore: end,
  };
}

/** Orders are never deleted: all that were found are there. */
async function answer(
  deps: SearchDeps,
  { hits, more }: Hits,
  searchedBy: readonly MatchedBy[],
): Promise<SearchAnswer> {
  const [pays, refunds] = await Promise.all([
    findPayOrders(deps.db, uuidsOf(hits, 'pay')),
    findRefundsOf(deps, uuidsOf(hits, 'refund')),
  ]);
  const payOf = new Map(pays.map((row) => [row.uuid, row]));
  const refundOf = new Map(refunds.map((row) => [row.uuid, row]));
  const found = hits.flatMap(({ kind, uuid, by }): FoundOrder[] => {
    if (kind === 'pay') {
      const order = payOf.get(uuid);
      return order === undefined ? [] : [{ matchedBy: by, kind: 'payOrder', order }];
    }
    const order = refundOf.get(uuid);
    return order === undefined ? [] : [{ matchedBy: by, kind: 'refundOrder', order }];
  });
  return { found, searchedBy, more };
}

async function findRefundsOf(deps: SearchDeps, uuids: readonly string[]) {
  return uuids.length === 0 ? [] : await findRefundOrders(deps.db, uuids);
}

function uuidsOf(hits: readonly Hit[], kind: Hit['kind']): string[] {
  return hits.filter((hit) => hit.kind === kind).map(({ uuid }) => uuid);
}
