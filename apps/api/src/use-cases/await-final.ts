import { done, type Result } from '@payserver/shared/domain/errors';
import type { OutcomeWaiter } from './outcome-waiter.ts';

/** Whose orders are awaited, and for how long. */
export interface Awaiting<Row> {
  /** the one status that is not final */
  readonly open: string;
  /** shared by all of them; 0 does not wait */
  readonly waitMs: number;
  readonly reread: (uuids: readonly string[]) => Promise<Row[]>;
}

/**
 * The same answers, each order as it is once all of them are final or the waiting time is over. An order
 * that is still open then goes on without the caller, who polls for it; so does everybody at once when
 * too many wait already.
 */
export async function awaitFinal<Row extends { readonly uuid: string; readonly status: string }>(
  waiter: OutcomeWaiter,
  results: readonly Result<Row>[],
  { open, waitMs, reread }: Awaiting<Row>,
): Promise<readonly Result<Row>[]> {
  const uuids = new Set(
    results.flatMap((result) =>
      result.ok && result.value.status === open ? [result.value.uuid] : [],
    ),
  );
  if (uuids.size === 0 || waitMs === 0 || !waiter.hasRoomFor(uuids.size)) return results;
  await Promise.all([...uuids].map(async (uuid) => await waiter.wait(uuid, waitMs)));
  const rows = new Map((await reread([...uuids])).map((row) => [row.uuid, row]));
  return results.map((result) =>
    result.ok ? done(rows.get(result.value.uuid) ?? result.value) : result,
  );
}
