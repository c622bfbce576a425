import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result } from '@payserver/shared/domain/errors';
import {
  findStuckOrders,
  type StuckGroup,
  type StuckOrders,
} from '@payserver/shared/store/stuck-orders';
import { type NamedMerchant, ownerOf } from './merchant-scope.ts';
import type { ReadDeps } from './reading.ts';

export type { StuckGroup };

/** Stuck orders in groups, of the caller's merchant or of all that it may see. Refusals: 9004, 9403. */
export async function readStuckOrders(
  deps: ReadDeps,
  caller: Caller,
  named: NamedMerchant,
): Promise<Result<StuckOrders>> {
  const owner = ownerOf(caller, named);
  return owner.ok ? done(await findStuckOrders(deps.db, owner.value)) : owner;
}
