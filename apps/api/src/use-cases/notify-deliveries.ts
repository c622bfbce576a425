import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { findNotifyEndpoint } from '@payserver/shared/store/notify/endpoints';
import {
  type DeliveryFilter,
  findNotifyDelivery,
  listNotifyAttempts,
  listNotifyDeliveries,
  type NotifyAttemptRow,
  type NotifyDeliveryRow,
} from '@payserver/shared/store/notify/lists';
import { insertTestDelivery, replayOneDelivery } from '@payserver/shared/store/notify/replay-one';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { ownerOf, visibleMerchant } from './merchant-scope.ts';
import { NO_SUCH_ENDPOINT } from './notify-endpoints.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

/** What a caller may ask of the list of messages. */
export type DeliveryQuery = Omit<DeliveryFilter, 'merchantUUID' | keyof CreatedRange>;

/** Messages: all that this caller may see, or one merchant's. Refusals: 9004, 9403. */
export async function readDeliveries(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<DeliveryQuery>,
): Promise<Result<Page<NotifyDeliveryRow>>> {
  const merchant = ownerOf(caller, query.merchant);
  if (!merchant.ok) return merchant;
  const filter = { ...query.filter, ...query.created, merchantUUID: merchant.value };
  return done(await listNotifyDeliveries(deps.db, filter, query.page));
}

/** One message. Refusals: 9003, also for another merchant's. */
export async function readDelivery(
  deps: ReadDeps,
  caller: Caller,
  id: string,
): Promise<Result<NotifyDeliveryRow>> {
  const row = isRowId(id) ? await findNotifyDelivery(deps.db, id, visibleMerchant(caller)) : null;
  return row === null ? NO_SUCH_DELIVERY : done(row);
}

/** The attempts of one message, the first one first. Refusals: 9003, also for another merchant's. */
export async function readAttempts(
  deps: ReadDeps,
  caller: Caller,
  id: string,
): Promise<Result<readonly NotifyAttemptRow[]>> {
  const found = await readDelivery(deps, caller, id);
  return found.ok ? done(await listNotifyAttempts(deps.db, found.value)) : found;
}

/**
 * Sends a message again: a new one about the same event for the same endpoint.
 *
 * Refusals: 9003, also for another merchant's; 9007 the endpoint is off.
 */
export async function replayDelivery(
  deps: ReadDeps,
  caller: Caller,
  id: string,
): Promise<Result<NotifyDeliveryRow>> {
  const found = await readDelivery(deps, caller, id);
  if (!found.ok) return found;
  const made = await replayOneDelivery(deps.db, found.value);
  if (made === null) return IS_OFF;
  return await readDelivery(deps, caller, String(made));
}

/** Sends a message of type endpoint.test. Refusals: 9003; 9007 the endpoint is off. */
export async function testEndpoint(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<NotifyDeliveryRow>> {
  const endpoint = await findNotifyEndpoint(deps.db, uuid, visibleMerchant(caller));
  if (endpoint === null) return NO_SUCH_ENDPOINT;
  const made = await insertTestDelivery(deps.db, endpoint);
  return made === null ? IS_OFF : await readDelivery(deps, caller, String(made));
}

const NO_SUCH_DELIVERY = refused(9003, 'no such message');
export const IS_OFF = refused(9007, 'the endpoint is off');

/** Ids are digits; the largest has eighteen here, so that none is an error of the database. */
function isRowId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}
