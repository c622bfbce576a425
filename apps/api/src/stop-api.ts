import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@payserver/shared/runtime/config';
import { stopStep } from '@payserver/shared/runtime/deadline';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { App } from './http/app.ts';
import type { Drain } from './http/drain.ts';
import type { OutcomeWaiter } from './use-cases/await-final.ts';
import type { OrderWatch } from './use-cases/watch-orders.ts';

/** What an API process is made of. */
export interface ApiParts {
  readonly app: App;
  readonly drain: Drain;
  readonly waiter: OutcomeWaiter;
  readonly watch: OrderWatch;
  /** closed in this order; those of one list together */
  readonly closing: ReadonlyArray<ReadonlyArray<() => Promise<unknown>>>;
}

/** With the longest DRAIN_MS they sum up to less than the 10 s that a process has. */
const CALLS_MS = 2_500;
const PARTS_MS = 800;

/**
 * Stops an API: whoever waits for an outcome is answered as it stands, and whoever follows a payment connects again; health says 503 and, where
 * health checks see that, calls are still served for DRAIN_MS, so that a load balancer sends the next ones
 * elsewhere; then nothing new is taken and the calls in progress end. A connection that is open then
 * has sent half a request or does not read its answer, and is cut. Never rejects, and takes less than
 * 10 s whatever hangs.
 */
export async function stopApi(
  { config, log }: { config: Config; log: Logger },
  { app, drain, waiter, watch, closing }: ApiParts,
): Promise<void> {
  drain.begin();
  const waiters = Promise.all([waiter.stop(), watch.stop()]);
  if (drain.isWatched()) await sleep(config.DRAIN_MS);
  await stopStep({ log, name: 'calls in progress', ms: CALLS_MS }, async () => await app.close());
  app.server.closeAllConnections();
  await stopStep({ log, name: 'waiting calls', ms: PARTS_MS }, async () => await waiters);
  for (const parts of closing) {
    await stopStep(
      { log, name: 'database and queue', ms: PARTS_MS },
      async () => await Promise.allSettled(parts.map(async (close) => await close())),
    );
  }
}
