import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import {
  deleteSavedView,
  insertSavedView,
  listSavedViews,
  MOST_VIEWS,
  type SavedViewRow,
  type ViewOwner,
} from '@payserver/shared/store/saved-views';
import type { ReadDeps } from './reading.ts';

/** Two people with one name are two in different shops; who sees all shops is not one of them. */
function ownerOf({ subject, merchantUUID, scope }: Caller): ViewOwner {
  return { subject, merchantUUID: scope === 'all' ? '' : merchantUUID };
}

/** The caller's own views, in the order in which they were saved. */
export async function readViews(deps: ReadDeps, caller: Caller): Promise<SavedViewRow[]> {
  return await listSavedViews(deps.db, ownerOf(caller));
}

/** Saves a view of the caller's own. Refusals: 9004 it has as many as one may have. */
export async function saveView(
  deps: ReadDeps,
  caller: Caller,
  view: { readonly name: string; readonly path: string },
): Promise<Result<SavedViewRow>> {
  const row = await insertSavedView(deps.db, ownerOf(caller), view);
  return row === null ? refused(9004, `you have ${MOST_VIEWS} views by now`) : done(row);
}

/** Deletes a view of the caller's own and answers it. Refusals: 9003, also for another's. */
export async function deleteView(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<SavedViewRow>> {
  const row = await deleteSavedView(deps.db, ownerOf(caller), uuid);
  return row === null ? refused(9003, 'no such view') : done(row);
}
