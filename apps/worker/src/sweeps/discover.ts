import { connectorKeyOf } from '@payserver/shared/domain/connector-config';
import type { Consumer } from '@payserver/shared/queue/consumer';
import type { Logger } from '@payserver/shared/runtime/logger';
import { repeat } from '@payserver/shared/runtime/repeat';
import { findConnectorSources, listenForConnectors } from '@payserver/shared/store/connectors';
import type { Database } from '@payserver/shared/store/database';
import { isDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import { type WokenPay, wakeSignal } from '@payserver/shared/store/wake-signal';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';

export interface DiscoverDeps {
  readonly db: Database;
  readonly log: Logger;
  readonly consumer: Consumer;
  /** of the database, for announcements */
  readonly url: string;
  /** called for each new payment of which a signal tells */
  readonly onWake: (pay: WokenPay) => void;
}

/** New connectors are announced; this finds those whose announcement was lost. */
const DISCOVER_EVERY_MS = 30_000;

/**
 * Serves the queue of every connector: those that are there, before it answers, and new or changed ones
 * as soon as they are announced. Hears of new payments on the same connection.
 */
export async function keepDiscovering(deps: DiscoverDeps): Promise<{ stop(): Promise<void> }> {
  const discover = async () => await serveKnownConnectors(deps);
  await retryWhileUnavailable(deps.log, discover);
  const repetition = repeat({
    name: 'connector discovery',
    everyMs: DISCOVER_EVERY_MS,
    log: deps.log,
    work: discover,
  });
  const also = wakeSignal(deps.url, deps.onWake);
  const listener = listenForConnectors({ ...deps, onChange: repetition.soon, also });
  return {
    async stop() {
      await Promise.allSettled([listener.close(), repetition.stop()]);
    },
  };
}

/**
 * A database that is unavailable during the start is no reason to exit: the restarted process would meet the same.
 */
async function retryWhileUnavailable(log: Logger, discover: () => Promise<void>): Promise<void> {
  const policy = retry(handleWhen(isDatabaseUnavailable), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 1_000 }),
  });
  policy.onRetry(({ attempt, ...failed }) => {
    const err = 'error' in failed ? failed.error : undefined;
    if (attempt === 1)
      log.warn({ err }, 'the connectors cannot be read yet; retrying until the database returns');
  });
  await policy.execute(discover);
}

/** Modes that share a queue share the strictest of their limits. */
async function serveKnownConnectors({ db, consumer }: DiscoverDeps): Promise<void> {
  const strictest = new Map<string, number>();
  for (const source of await findConnectorSources(db)) {
    const key = connectorKeyOf(source);
    const known = strictest.get(key) ?? source.maxConcurrency;
    strictest.set(key, Math.min(known, source.maxConcurrency));
  }
  for (const [key, concurrency] of strictest) consumer.serve(key, concurrency);
  // Not waited for: a queue that is away is no reason to start later.
  void consumer.serveWaiting();
}
