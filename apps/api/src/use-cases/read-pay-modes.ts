import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { CreatedRange, Page, PageOrder } from '@payserver/shared/store/page';
import {
  findPayMode,
  listPayModes,
  type PayModeFilter,
  type PayModeRow,
} from '@payserver/shared/store/pay-modes';
import { listUnopenedTemplates, type PayModeTemplateRow } from '@payserver/shared/store/templates';
import { type NamedMerchant, namedMerchant, ownerOf, visibleMerchant } from './merchant-scope.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

type PayModeQuery = Omit<PayModeFilter, 'merchantUUID' | keyof CreatedRange>;

/** More ways to pay than any shop has; listAllPayModes has no pages in the API document. */
const MAX_ALL = 1_000;

/**
 * Pay modes of the merchant that the request names, or else of the caller's own (API document,
 * PayMode 1); an operator who names none sees everybody's, as in every other list.
 *
 * Refusals: 9004, 9403.
 */
export async function readPayModes(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<PayModeQuery>,
): Promise<Result<Page<PayModeRow>>> {
  const owner = ownerOf(caller, query.merchant);
  if (!owner.ok) return owner;
  const scoped = { ...query.filter, ...query.created, merchantUUID: owner.value };
  return done(await listPayModes(deps.db, scoped, query.page));
}

/** One pay mode. Refusals: 9003, also for another merchant's. */
export async function readPayMode(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<PayModeRow>> {
  const row = await findPayMode(deps.db, uuid, visibleMerchant(caller));
  return row === null ? refused(9003, 'no such payMode') : done(row);
}

/** What a merchant has, and what it could open. */
export interface AllPayModesView {
  readonly payModes: readonly PayModeRow[];
  readonly templates: readonly PayModeTemplateRow[];
}

/**
 * The merchant's modes in this order, then the enabled templates that it has not opened (API document,
 * PayMode 3).
 *
 * Refusals: 9004, 9403.
 */
export async function readAllPayModes(
  deps: ReadDeps,
  caller: Caller,
  query: { readonly merchant: NamedMerchant; readonly order: PageOrder },
): Promise<Result<AllPayModesView>> {
  const named = namedMerchant(caller, query.merchant);
  if (!named.ok) return named;
  const merchantUUID = named.value ?? caller.merchantUUID;
  if (merchantUUID === '') return refused(9004, 'merchantUUID or merchantHref is missing');
  const filter = { merchantUUID, createdFrom: null, createdBefore: null };
  const page = { limit: MAX_ALL, offset: 0, order: query.order, after: null };
  const [{ rows }, templates] = await Promise.all([
    listPayModes(deps.db, filter, page),
    listUnopenedTemplates(deps.db, merchantUUID, MAX_ALL),
  ]);
  return done({ payModes: rows, templates });
}
