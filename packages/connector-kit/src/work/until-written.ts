import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@payserver/shared/runtime/logger';
import { LeaseLost } from '../journal/journal.ts';

/** Waits between tries, ms; the last one repeats. */
const AGAIN_MS = [50, 100, 250, 500, 1_000, 2_000];
const GIVE_UP_MS = 120_000;

/**
 * Writes what was learned, however long the database is away, up to two minutes: the outcome of a call is known here and
 * nowhere else. A write that was made although its answer was lost is found as a lease that is gone.
 *
 * @throws {LeaseLost} another flow has the operation
 */
export async function untilWritten<T>(log: Logger, write: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await write();
    } catch (error) {
      const isOver = performance.now() - startedAt > GIVE_UP_MS;
      if (error instanceof LeaseLost || isOver) throw error;
      if (tries === 0) log.warn({ err: error }, 'the journal cannot be written; tries again');
    }
    await sleep(AGAIN_MS[Math.min(tries, AGAIN_MS.length - 1)]);
  }
}
