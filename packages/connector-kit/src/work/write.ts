import type { Changes, Row } from '../journal/row.ts';
import { isFinal } from '../journal/states.ts';
import type { Change } from './change-after.ts';
import { circumstancesOf, type Kit, timingOf } from './kit.ts';
import { nextDue } from './next-action.ts';
import { untilWritten } from './until-written.ts';

/** Moves it and keeps the lease. @throws {LeaseLost} */
export async function move(kit: Kit, row: Row, change: Change): Promise<Row> {
  // Should this process die: soon after its lease is over.
  const nextAt = new Date(row.now.getTime() + kit.timing.leaseMs);
  return await write(kit, row, {
    ...change,
    changes: { ...change.changes, nextAt },
    keepsLease: true,
  });
}

/** As {@link move}, unless another refund of its payment was sent less than `gapMs` ago: then null. @throws {LeaseLost} */
export async function moveApart(
  kit: Kit,
  row: Row,
  { gapMs, ...change }: Change & { readonly gapMs: number },
): Promise<Row | null> {
  if (gapMs > 0) {
    const isFree = await untilWritten(kit.log, async () => await kit.journal.reserve(row, gapMs));
    if (!isFree) return null;
  }
  return await move(kit, row, change);
}

/**
 * Moves it, gives the lease back, and sees to it that it is due again as long as it is open. With the outcome goes its
 * notice, unless the call that waits for it is answered.
 *
 * @throws {LeaseLost}
 */
export async function leave(
  kit: Kit,
  row: Row,
  change: Change & { readonly isAnswered: () => boolean },
): Promise<Row> {
  const { to } = change;
  const isEnd = isFinal(to) && to !== row.state;
  const end = isEnd ? endOf(row, change) : isFinal(to) ? {} : reviewOf(kit, row);
  const after: Row = { ...row, ...change.changes, ...end, state: to };
  const due = { nextAt: nextDue(after, circumstancesOf(kit, after, false)) };
  const changes = { ...due, ...change.changes, ...end };
  return await write(kit, row, { to, cause: change.cause, changes, keepsLease: false });
}

function endOf(row: Row, { to, changes, isAnswered }: Change & { isAnswered: () => boolean }) {
  const finishedAt = changes.finishedAt ?? row.now;
  if (row.notifyUrl === null || isAnswered()) return { finishedAt };
  // One id for all tries of this notice; late money makes another one.
  return { finishedAt, noticeId: `${row.tractionNo}-${to}-${row.lateQueries}`, noticeAt: row.now };
}

function reviewOf(kit: Kit, row: Row): Changes {
  const isOld = row.now.getTime() - row.createdAt.getTime() > timingOf(kit, row).reviewMs;
  if (!isOld || row.reviewedAt !== null) return {};
  const { tractionNo, kind, state } = row;
  kit.log.error({ tractionNo, kind, state }, 'open for too long: a person must see to it');
  kit.onEvent({ type: 'review', kind });
  return { reviewedAt: row.now };
}

async function write(
  kit: Kit,
  row: Row,
  { to, cause, changes, keepsLease }: Change & { readonly keepsLease: boolean },
): Promise<Row> {
  const { journal } = kit;
  const written = await untilWritten(kit.log, async () =>
    keepsLease
      ? await journal.move(row, to, { cause, changes })
      : await journal.release(row, to, { cause, changes }),
  );
  if (row.state !== to) kit.onEvent({ type: 'moved', kind: row.kind, from: row.state, to });
  kit.moves.emit(row.tractionNo);
  return written;
}
