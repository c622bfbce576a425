import type { Logger } from '@payserver/shared/runtime/logger';
import { isDatabaseAway } from '@payserver/shared/store/database-away';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Does a step again and again while the database is away. */
export type Insist = <T>(step: () => Promise<T>) => Promise<T>;

const BACKOFF = { initialDelay: 100, maxDelay: 1_000 };

/**
 * For what may be known only here: an answer that is not written down is lost with this process, and some
 * connectors can neither be asked nor sent to again. Tries until the database takes it or `stopping` aborts;
 * every other error is thrown at once. The step may find that it was done before.
 */
export function createInsist(deps: { log: Logger; stopping: AbortSignal }): Insist {
  const policy = retry(handleWhen(isDatabaseAway), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff(BACKOFF),
  });
  policy.onRetry(({ attempt, ...failed }) => {
    const err = 'error' in failed ? failed.error : undefined;
    if (attempt === 1) {
      deps.log.warn({ err }, 'what a connector said cannot be written yet; trying on');
    }
  });
  return async (step) => await policy.execute(step, deps.stopping);
}
