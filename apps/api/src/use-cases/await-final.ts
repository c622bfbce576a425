import { done, type Result } from '@payserver/shared/domain/errors';
import type { OutcomeSignal } from '@payserver/shared/store/outcome-signal';
import type { OutcomeWaiter } from './outcome-waiter.ts';

/**
 * Runs the part of a call that works on the database when it is this call's turn, and gives the call's
 * slot to others afterwards: from then on it only waits for an outcome, which costs nearly nothing.
 */
export type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Whose orders are awaited, and for how long. */
export interface Awaiting<Row> {
  /** the one status that is not final */
  readonly open: string;
  /** shared by all of them; 0 does not wait */
  readonly waitMs: number;
  readonly reread: (uuids: readonly string[]) => Promise<Row[]>;
  /** The row after this end of it; null when the signal does not tell enough. */
  readonly after: (row: Row, outcome: OutcomeSignal) => Row | null;
}

/**
 * The same answers, each order as it is once all of them are final or the waiting time is over. An order
 * that is still open then goes on without the caller, who polls for it; so does everybody at once when
 * too many wait already.
 */
export async function awaitFinal<Row extends { readonly uuid: string; readonly status: string }>(
  waiter: OutcomeWaiter,
  results: readonly Result<Row>[],
  { open, waitMs, reread, after }: Awaiting<Row>,
): Promise<readonly Result<Row>[]> {
  const rows = new Map<string, Row>();
  for (const result of results) {
    if (result.ok && result.value.status === open) rows.set(result.value.uuid, result.value);
  }
  if (rows.size === 0 || waitMs === 0 || !waiter.hasRoomFor(rows.size)) return results;
  const unclear: string[] = [];
  const learn = async (row: Row) => {
    const outcome = await waiter.wait(row.uuid, waitMs);
    const final = outcome === null ? null : after(row, outcome);
    if (final === null) unclear.push(row.uuid);
    else rows.set(row.uuid, final);
  };
  await Promise.all([...rows.values()].map(learn));
  if (unclear.length > 0) for (const row of await reread(unclear)) rows.set(row.uuid, row);
  return results.map((result) =>
    result.ok ? done(rows.get(result.value.uuid) ?? result.value) : result,
  );
}
