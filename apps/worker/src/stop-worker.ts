import { stopStep } from '@payserver/shared/runtime/deadline';
import type { Logger } from '@payserver/shared/runtime/logger';

type Close = () => Promise<unknown>;

/** What a worker is made of. */
export interface WorkerParts {
  /** each settles when its attempts in progress are over, and begins no other */
  readonly attempts: readonly Close[];
  /** ends the calls of connectors */
  readonly stopping: AbortController;
  /** closed in this order; those of one list together */
  readonly closing: ReadonlyArray<readonly Close[]>;
}

/** Together less than the 10 s that a process has to stop. */
const ATTEMPTS_MS = 5_000;
const CUT_MS = 2_000;
const CLOSE_MS = 1_000;

/**
 * Stops a worker: nothing new is taken, and the calls in progress have 5 s. Those that are not over then
 * are cut and their orders given back as unknown, so that the next worker need not wait for their
 * leases. Never rejects, and takes less than 10 s whatever hangs.
 */
export async function stopWorker(
  { log }: { log: Logger },
  { attempts, stopping, closing }: WorkerParts,
): Promise<void> {
  const over = Promise.allSettled(attempts.map(async (stop) => await stop()));
  await stopStep({ log, name: 'attempts in progress', ms: ATTEMPTS_MS }, async () => await over);
  stopping.abort();
  await stopStep({ log, name: 'attempts cut short', ms: CUT_MS }, async () => await over);
  for (const parts of closing) {
    await stopStep(
      { log, name: 'database and queue', ms: CLOSE_MS },
      async () => await Promise.allSettled(parts.map(async (close) => await close())),
    );
  }
}
