import type { Row } from '../journal/row.ts';
import { isFinal, type State } from '../journal/states.ts';
import type { Timing } from '../provider.ts';

/** What is to be done about an operation now. */
export type Action =
  | 'send'
  | 'ask'
  /** asks, and cancels unless the answer was certain */
  | 'close'
  /** it was never sent and may not be any more */
  | 'giveUp'
  | 'wait';

/** What the provider offers. */
export interface Abilities {
  readonly canQuery: boolean;
  readonly canCancel: boolean;
  /** one number is one operation there, however often it is sent */
  readonly repeats: Readonly<Record<'pay' | 'refund', boolean>>;
}

/** Besides the operation. */
export interface Circumstances {
  readonly can: Abilities;
  readonly timing: Timing;
  /** the call itself is at hand, with what is in no journal */
  readonly hasCall: boolean;
}

/**
 * The next step of an operation whose lease we hold. Pure: time is that of the row.
 *
 * Nothing is ever sent a second time unless the provider treats repeats as one: what was `sending` when its process died
 * may have arrived.
 */
export function nextAction(row: Row, circumstances: Circumstances): Action {
  return BY_STATE[row.state](row, circumstances);
}

type Decide = (row: Row, circumstances: Circumstances) => Action;

const queryForLateMoney: Decide = (row, { can }) =>
  can.canQuery && row.sentAt !== null ? 'ask' : 'wait';

const BY_STATE: Readonly<Record<State, Decide>> = {
  new: ofUnsent,
  sending: ofOpen,
  running: ofOpen,
  closing: (row) => (isJustAsked(row, CLOSE_GAP_MS) ? 'wait' : 'close'),
  success: () => 'wait',
  failed: queryForLateMoney,
  closed: queryForLateMoney,
  cancelled: () => 'wait',
};

function ofUnsent(row: Row, { timing, hasCall }: Circumstances): Action {
  const isOver = row.isCancelWanted || isExpired(row);
  if (hasCall && !isOver) return 'send';
  const isOld = row.now.getTime() - row.createdAt.getTime() >= timing.unsentMs;
  return isOld || isOver ? 'giveUp' : 'wait';
}

function ofOpen(row: Row, circumstances: Circumstances): Action {
  const { can, timing, hasCall } = circumstances;
  if (isToBeClosed(row, circumstances)) return 'close';
  const mayRepeat = can.repeats[row.kind] && hasCall && !isExpired(row);
  if (mayRepeat && (row.isUnknownToProvider || !can.canQuery)) return 'send';
  return !can.canQuery || isJustAsked(row, timing.askGapMs) ? 'wait' : 'ask';
}

function isJustAsked({ askedAt, now }: Row, gapMs: number): boolean {
  return askedAt !== null && now.getTime() - askedAt.getTime() < gapMs;
}

function isToBeClosed(row: Row, { can, timing }: Circumstances): boolean {
  if (row.kind !== 'pay' || !can.canCancel) return false;
  return row.now.getTime() >= closeAt(row, timing);
}

/** When the payment is to be cancelled, epoch ms: when a caller wants it, or by itself. */
function closeAt(row: Row, { closeAfterMs, closeNotBeforeMs }: Timing): number {
  const now = row.now.getTime();
  const sentAt = row.sentAt?.getTime() ?? now;
  if (row.isCancelWanted) return sentAt + closeNotBeforeMs;
  const expiresAt = row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const byItself = closeAfterMs === null ? expiresAt : Math.min(expiresAt, sentAt + closeAfterMs);
  return Math.max(byItself, sentAt + closeNotBeforeMs);
}

function isExpired(row: Row): boolean {
  return row.expiresAt !== null && row.now >= row.expiresAt;
}

/** Calls that come meanwhile repeat no cancellation before. */
const CLOSE_GAP_MS = 900;
/** Waits before a cancellation without a certain answer is repeated, ms. */
const CLOSE_AGAIN_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];

/** When an operation that is left in this state is due again; null: never. */
export function nextDue(row: Row, { can, timing }: Circumstances): Date | null {
  const now = row.now.getTime();
  if (row.state === 'success' || row.state === 'cancelled') return null;
  if (isFinal(row.state)) return can.canQuery ? nextLateQuery(row, timing) : null;
  if (row.state === 'closing') {
    const again = CLOSE_AGAIN_MS[Math.min(row.tries, CLOSE_AGAIN_MS.length - 1)] ?? 0;
    return new Date(now + again);
  }
  if (row.state === 'new') return new Date(row.createdAt.getTime() + timing.unsentMs);
  const next = now + timing.askAfter(now - row.createdAt.getTime());
  return new Date(
    can.canCancel && row.kind === 'pay' ? Math.min(next, soonest(row, timing)) : next,
  );
}

/** The closing, when it is still to come. */
function soonest(row: Row, timing: Timing): number {
  const at = closeAt(row, timing);
  return at > row.now.getTime() ? at : Number.POSITIVE_INFINITY;
}

function nextLateQuery(row: Row, { lateQueriesMs }: Timing): Date | null {
  const after = lateQueriesMs[row.lateQueries];
  if (after === undefined || row.finishedAt === null || row.sentAt === null) return null;
  return new Date(row.finishedAt.getTime() + after);
}
