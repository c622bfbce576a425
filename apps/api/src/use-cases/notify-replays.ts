import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import {
  findNotifyEndpoint,
  type NotifyEndpointRow,
} from '@payserver/shared/store/notify/endpoints';
import {
  changeNotifyReplay,
  findNotifyReplay,
  forecastReplay,
  insertNotifyReplay,
  listNotifyReplays,
  MOST_REPLAYS,
  type NotifyReplayRow,
  type ReplayFilter,
  type ReplayScope,
  type ReplayTotals,
} from '@payserver/shared/store/notify/replays';
import type { CreatedRange, Page } from '@payserver/shared/store/page';
import { ownerOf, visibleMerchant } from './merchant-scope.ts';
import { IS_OFF } from './notify-deliveries.ts';
import { NO_SUCH_ENDPOINT } from './notify-endpoints.ts';
import type { ListQuery, ReadDeps } from './reading.ts';

type ReplayQuery = Omit<ReplayFilter, 'merchantUUID' | keyof CreatedRange>;

/** Which events are to be sent again, to which endpoint. */
export interface ReplayWish extends Omit<ReplayScope, 'before'> {
  readonly endpointUUID: string;
  /** exclusive; null: until now */
  readonly before: Date | null;
}

/** Replays: all that this caller may see, or one merchant's. Refusals: 9004, 9403. */
export async function readReplays(
  deps: ReadDeps,
  caller: Caller,
  query: ListQuery<ReplayQuery>,
): Promise<Result<Page<NotifyReplayRow>>> {
  const merchant = ownerOf(caller, query.merchant);
  if (!merchant.ok) return merchant;
  const filter = { ...query.filter, ...query.created, merchantUUID: merchant.value };
  return done(await listNotifyReplays(deps.db, filter, query.page));
}

/** One replay. Refusals: 9003, also for another merchant's. */
export async function readReplay(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<NotifyReplayRow>> {
  const row = await findNotifyReplay(deps.db, uuid, visibleMerchant(caller));
  return row === null ? NO_SUCH_REPLAY : done(row);
}

/** What a replay would come to now; changes nothing. Refusals: 9003, 9004. */
export async function foreseeReplay(
  deps: ReadDeps,
  caller: Caller,
  wish: ReplayWish,
): Promise<Result<ReplayTotals>> {
  const planned = await plan(deps, caller, wish);
  if (!planned.ok) return planned;
  const { endpoint, scope } = planned.value;
  return done(await forecastReplay(deps.db, endpoint, scope));
}

/**
 * Starts a replay; workers write its messages from then on.
 *
 * Refusals: 9003; 9004 the time is empty, or too many replays of the endpoint run; 9007 the endpoint is off.
 */
export async function startReplay(
  deps: ReadDeps,
  caller: Caller,
  wish: ReplayWish,
): Promise<Result<NotifyReplayRow>> {
  const planned = await plan(deps, caller, wish);
  if (!planned.ok) return planned;
  const { endpoint, scope } = planned.value;
  if (endpoint.status === 'off') return IS_OFF;
  const { total } = await forecastReplay(deps.db, endpoint, scope);
  const made = await insertNotifyReplay(deps.db, endpoint, {
    ...scope,
    total,
    createdBy: caller.subject,
  });
  return made === null
    ? refused(9004, `the endpoint has ${MOST_REPLAYS} replays that have not ended`)
    : done(made);
}

/** Pauses, resumes or stops a replay. Refusals: 9003; 9007 it has ended. */
export async function changeReplay(
  deps: ReadDeps,
  caller: Caller,
  change: { readonly uuid: string; readonly status: 'running' | 'paused' | 'stopped' },
): Promise<Result<NotifyReplayRow>> {
  const found = await readReplay(deps, caller, change.uuid);
  if (!found.ok) return found;
  const row = await changeNotifyReplay(deps.db, found.value, change.status);
  return row === null ? refused(9007, 'the replay has ended') : done(row);
}

const NO_SUCH_REPLAY = refused(9003, 'no such replay');

interface Planned {
  readonly endpoint: NotifyEndpointRow;
  readonly scope: ReplayScope;
}

async function plan(
  deps: ReadDeps,
  caller: Caller,
  { endpointUUID, before, ...rest }: ReplayWish,
): Promise<Result<Planned>> {
  const endpoint = await findNotifyEndpoint(deps.db, endpointUUID, visibleMerchant(caller));
  if (endpoint === null) return NO_SUCH_ENDPOINT;
  const scope = { ...rest, before: before ?? new Date() };
  if (scope.before <= scope.from) return refused(9004, 'to must not be before from');
  return done({ endpoint, scope });
}
