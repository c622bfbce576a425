import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import type { Message, RenderContext } from '@payserver/shared/domain/notify/render';
import {
  type EventPlace,
  placeNow,
  placeOf,
  readEventsAfter,
} from '@payserver/shared/store/notify/events';
import { messageOfFacts } from '@payserver/shared/store/notify/message-of';
import { type NamedMerchant, ownerOf } from './merchant-scope.ts';
import type { ReadDeps } from './reading.ts';

/** Which events, and from where. */
interface EventsQuery {
  readonly merchant: NamedMerchant;
  /** the `next` of the answer before */
  readonly after: string | null;
  /** without `after`; null: what comes next */
  readonly from: Date | null;
  readonly limit: number;
  /** how messages write times and links */
  readonly context: RenderContext;
}

/** An event as its message says it, with the webhook-id of that. */
interface NotifyEvent extends Message {
  readonly id: string;
}

/** Events, and where the next answer begins. */
interface EventsAnswer {
  readonly events: readonly NotifyEvent[];
  readonly next: string;
  readonly more: boolean;
}

/**
 * The events after a place, in the order of their commits, of all that this caller may see or of one merchant. Reading on
 * from `next` passes over none and repeats none, whatever commits late.
 *
 * Refusals: 9004 a place that was never given out, 9403.
 */
export async function readEvents(
  deps: ReadDeps,
  caller: Caller,
  { merchant, after, from, limit, context }: EventsQuery,
): Promise<Result<EventsAnswer>> {
  const owner = ownerOf(caller, merchant);
  if (!owner.ok) return owner;
  if (after !== null && from !== null) return refused(9004, 'after and from exclude each other');
  const place = after === null ? await firstPlace(deps, from) : readPlace(after);
  if (place === null) return refused(9004, UNKNOWN);
  if (after === null && from === null) {
    return done({ events: [], next: writePlace(place), more: false });
  }
  const page = await readEventsAfter(deps.db, { merchantUUID: owner.value, place, limit });
  if (page === null) return refused(9004, UNKNOWN);
  const events = page.events.map((facts) => ({
    id: `evt_${facts.uuid}`,
    ...messageOfFacts(facts, context),
  }));
  return done({ events, next: writePlace(page.next), more: page.more });
}

const UNKNOWN = 'after is not one that this list gave out';

async function firstPlace(deps: ReadDeps, from: Date | null): Promise<EventPlace> {
  return from === null ? await placeNow(deps.db) : await placeOf(deps.db, from);
}

function writePlace({ xact, recordId }: EventPlace): string {
  return Buffer.from(`${xact}.${recordId}`).toString('base64url');
}

function readPlace(text: string): EventPlace | null {
  const found = /^(\d{1,18})\.(\d{1,18})$/.exec(Buffer.from(text, 'base64url').toString());
  const [, xact, recordId] = found ?? [];
  return xact === undefined || recordId === undefined ? null : { xact, recordId };
}
