import type { Logger } from '@payserver/shared/runtime/logger';
import { isDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

/** Retries a step while the database is unavailable. */
export type RetryWhileUnavailable = <T>(step: () => Promise<T>) => Promise<T>;

const BACKOFF = { initialDelay: 100, maxDelay: 1_000 };

/**
 * For outcomes that only this process knows: an answer that is not written is lost with the process, and some
 * connectors can neither be queried nor called again. Retries until the database takes it or `stopping` aborts;
 * throws every other error at once. The step may find that it was done before.
 */
export function createRetryWhileUnavailable(deps: {
  log: Logger;
  stopping: AbortSignal;
}): RetryWhileUnavailable {
  const policy = retry(handleWhen(isDatabaseUnavailable), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff(BACKOFF),
  });
  policy.onRetry(({ attempt, ...failed }) => {
    const err = 'error' in failed ? failed.error : undefined;
    if (attempt === 1) {
      deps.log.warn(
        { err },
        'the outcome of a call cannot be written yet; retrying until the database returns',
      );
    }
  });
  return async (step) => await policy.execute(step, deps.stopping);
}
