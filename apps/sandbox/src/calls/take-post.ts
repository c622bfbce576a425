import { setTimeout as sleep } from 'node:timers/promises';
import { unlessLate } from '@payserver/shared/runtime/deadline';
import type { FaultName } from '../behaviours/behaviour.ts';
import { type Chosen, parseBehaviour } from '../behaviours/catalogue.ts';
import { entryOf, type Transaction } from '../ledger/transaction.ts';
import type { Timelines } from '../notices/timelines.ts';
import { type EffectDeps, settle } from './effects.ts';
import { CallError, entryOfCall, type PostCall } from './post-call.ts';

export interface CallDeps extends EffectDeps {
  readonly timelines: Timelines;
  /** slug -> behaviour of calls that ask for none; set by tests */
  readonly control: Map<string, string>;
}

/** What to answer: the truth about `tx`, or a fault in its place. */
export interface Taken {
  readonly tx: Transaction;
  readonly fault: FaultName | null;
  readonly argument: number;
}

/** How long an answer waits for the notice that should come before it. */
const ANSWER_LAST_MS = 5_000;

/**
 * Takes a payment or refund: writes the call, brings about its effect unless this tractionNo had one
 * already, and resolves when all of it is on the disk.
 *
 * @throws {UnknownBehaviourError} when it asks for a behaviour there is none of; nothing is written
 * @throws {CallError} 409 when the tractionNo was used with other content
 */
export async function takePost(deps: CallDeps, call: PostCall): Promise<Taken> {
  const text = call.wanted ?? deps.control.get(call.slug) ?? 'succeed';
  const asked = parseBehaviour(text);
  if (isConflict(call, deps.book.find(call.tractionNo))) return refuseConflict(deps, call);
  // No await from here to the effect: two calls with one number must not both be the first.
  const tx = receive(deps, call, text);
  const { chosen, isForced } = afterTimes(asked, tx.posts);
  const isFirst = !call.idempotent || (tx.ret === 'none' && !tx.inFlight);
  if (isFirst) await act(deps, { tx, call, chosen });
  else settleAfterInquiries(deps, tx);
  await deps.book.durable();
  return { tx, ...faultOf(chosen, isFirst || isForced) };
}

/** `failTimes:N` spoils the first N POSTs, whether or not they are repeats, and none after them. */
function afterTimes(asked: Chosen, posts: number): { chosen: Chosen; isForced: boolean } {
  if (asked.failTimes === null) return { chosen: asked, isForced: false };
  const isForced = posts <= asked.failTimes;
  return { chosen: isForced ? asked : parseBehaviour('succeed'), isForced };
}

function receive({ book }: CallDeps, call: PostCall, text: string): Transaction {
  book.record(entryOfCall(call, 'received', text));
  const tx = book.find(call.tractionNo);
  if (tx === undefined) throw new Error('a received call has no transaction');
  return tx;
}

function isConflict(call: PostCall, known: Transaction | undefined): boolean {
  if (known === undefined) return false;
  const isSame =
    known.slug === call.slug &&
    known.kind === call.kind &&
    known.payTractionNo === call.payTractionNo &&
    // Only a number that cancelUrl closed in advance has no amount yet.
    (known.amount ?? call.amount) === call.amount;
  return !isSame;
}

async function refuseConflict({ book }: CallDeps, call: PostCall): Promise<never> {
  book.record(entryOfCall(call, 'conflict', call.wanted ?? ''));
  await book.durable();
  throw new CallError(409, `tractionNo ${call.tractionNo} was used before with other content`);
}

interface Act {
  readonly tx: Transaction;
  readonly call: PostCall;
  readonly chosen: Chosen;
}

async function act(deps: CallDeps, { tx, call, chosen }: Act): Promise<void> {
  const { behaviour, argument, text } = chosen;
  if (behaviour.effect === 'none') return;
  if (behaviour.slow === true) await waitInFlight(deps, tx, argument);
  if (tx.closed || behaviour.steps === undefined) {
    begin(deps, tx, behaviour.effect);
    return;
  }
  // Before the effect: a crash between the two lines leaves a plan for nothing, never money whose
  // notice is forgotten.
  deps.book.record(entryOf(tx, 'planned', { behaviour: text, notifyUrl: call.notifyUrl }));
  begin(deps, tx, behaviour.effect);
  const following = deps.timelines.follow(tx);
  if (behaviour.answersLast !== true) return;
  await unlessLate(following, ANSWER_LAST_MS, undefined);
}

/** A number closed by cancelUrl cannot run; `settle` declines it. */
function begin(deps: CallDeps, tx: Transaction, effect: 'success' | 'failed' | 'running'): void {
  if (effect !== 'running') settle(deps, tx, { ret: effect });
  else if (tx.closed) settle(deps, tx, { ret: 'failed' });
  else deps.book.record(entryOf(tx, 'running'));
}

async function waitInFlight(deps: CallDeps, tx: Transaction, waitMs: number): Promise<void> {
  tx.inFlight = true;
  try {
    await deps.book.durable();
    await sleep(waitMs, undefined, { signal: deps.timelines.signal() });
  } finally {
    tx.inFlight = false;
  }
}

/** Counts a query or a repeated POST of a payment that waits to be asked often enough. */
export function settleAfterInquiries(deps: EffectDeps, tx: Transaction): void {
  if (tx.ret !== 'running') return;
  const { behaviour, argument } = parseBehaviour(tx.behaviour);
  const inquiries = tx.posts - 1 + tx.queries;
  if (behaviour.settlesAfterInquiries === true && inquiries >= argument)
    settle(deps, tx, { ret: 'success' });
}

function faultOf({ behaviour, argument }: Chosen, isDue: boolean): Omit<Taken, 'tx'> {
  const fault = behaviour.fault ?? null;
  return { fault: isDue || behaviour.everyTime === true ? fault : null, argument };
}
