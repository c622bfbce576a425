import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { TradeKind } from '@payserver/shared/domain/ids';
import {
  askSelectionStep,
  findSelection,
  forecastSelection,
  insertSelection,
  MOST_SELECTED,
  MOST_SELECTIONS,
  type SampledOrder,
  type SelectionFilter,
  type SelectionForecast,
  type SelectionRefusal,
  type SelectionRow,
  sampleSelection,
} from '@payserver/shared/store/selections';
import type { AskDeps } from './ask-now.ts';
import { actorOf, isVisibleTo, type NamedMerchant, ownerOf } from './merchant-scope.ts';
import type { ReadDeps } from './reading.ts';

/** A selection with the first of its orders. */
export interface SeenSelection {
  readonly row: SelectionRow;
  readonly sample: readonly SampledOrder[];
}

const REFUSALS: Readonly<Record<SelectionRefusal, string>> = {
  tooManyOrders: `more than ${MOST_SELECTED} orders match: narrow the selection`,
  tooManySelections: `you have ${MOST_SELECTIONS} selections by now; each lives for 24 hours`,
};

/**
 * Selects the stuck orders that match now, of the caller's merchant or of all that it may see: a frozen, counted list, to
 * act on it and nothing else.
 *
 * Refusals: 9004 too many match, 9403.
 */
export async function makeSelection(
  deps: ReadDeps,
  caller: Caller,
  wish: {
    readonly kind: TradeKind;
    readonly filter: SelectionFilter;
    readonly merchant: NamedMerchant;
  },
): Promise<Result<SeenSelection>> {
  const owner = ownerOf(caller, wish.merchant);
  if (!owner.ok) return owner;
  const { kind, filter } = wish;
  const made = await insertSelection(deps.db, {
    kind,
    filter,
    merchantUUID: owner.value,
    createdBy: caller.subject,
  });
  return typeof made === 'string' ? refused(9004, REFUSALS[made]) : done(await seen(deps, made));
}

/** One selection while it lives. Refusals: 9003, also for one of more than this caller may see. */
export async function readSelection(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<SeenSelection>> {
  const found = await findVisible(deps, caller, uuid);
  return found.ok ? done(await seen(deps, found.value)) : found;
}

/**
 * Has the next orders of a selection attempted now, at most `limit` of them, and counts them. Asked again it goes on where
 * it was, whatever happened in between; nothing is left to do once `asked` and `skipped` are all.
 *
 * Refusals: 9003.
 */
export async function askSelection(
  deps: AskDeps,
  caller: Caller,
  { uuid, limit }: { readonly uuid: string; readonly limit: number },
): Promise<Result<SeenSelection>> {
  const found = await findVisible(deps, caller, uuid);
  if (!found.ok) return found;
  const by = { actor: actorOf(caller), by: caller.subject };
  const step = await askSelectionStep(deps.db, uuid, { limit, ...by });
  if (step === null) return NO_SUCH_SELECTION;
  const kind = found.value.kind === 'refund' ? 'refund' : 'pay';
  await deps.producer.wake(step.asked.map((order) => ({ ...order, kind, canShare: true })));
  return done(await seen(deps, step.selection));
}

/** What asking about the rest of it would come to now; changes nothing. Refusals: 9003. */
export async function foreseeSelection(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<SelectionForecast>> {
  const found = await findVisible(deps, caller, uuid);
  return found.ok ? done(await forecastSelection(deps.db, found.value)) : found;
}

const NO_SUCH_SELECTION = refused(9003, 'no such selection');

/** One of every merchant's orders is for those who see them all. */
async function findVisible(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<SelectionRow>> {
  const row = await findSelection(deps.db, uuid);
  const isVisible =
    row !== null &&
    (row.merchantUUID === null ? caller.scope === 'all' : isVisibleTo(caller, row.merchantUUID));
  return isVisible ? done(row) : NO_SUCH_SELECTION;
}

async function seen(deps: ReadDeps, row: SelectionRow): Promise<SeenSelection> {
  return { row, sample: await sampleSelection(deps.db, row) };
}
