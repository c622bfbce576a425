import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '@payserver/embedded-postgres/start';
import type { Logger } from '@payserver/shared/runtime/logger';
import { createBackoff, type Supervised } from './supervised.ts';

/** The embedded database, started again when it dies. */
export interface SupervisedPostgres extends Supervised {
  /** stays the same through restarts */
  readonly url: string;
}

/**
 * Starts the embedded database and starts it again, on the same port, whenever it ends. The other parts
 * stay up meanwhile: they answer 503 and find it again by themselves.
 *
 * @throws {StartError} when the first start fails
 */
export async function supervisePostgres(
  { log }: { log: Logger },
  input: { dataDir: string; port: number },
): Promise<SupervisedPostgres> {
  const stopping = new AbortController();
  let server = await startEmbeddedPostgres(input, log);
  const { url, port } = server;

  const restart = async (waitMs: number) => {
    await sleep(waitMs, undefined, { signal: stopping.signal }).catch(() => {});
    if (!stopping.signal.aborted) server = await startEmbeddedPostgres({ ...input, port }, log);
  };
  const loop = async () => {
    const backoff = createBackoff();
    let startedAt = performance.now();
    while (!stopping.signal.aborted) {
      const ended = await server.ended;
      if (stopping.signal.aborted) return;
      const waitMs = backoff.next(performance.now() - startedAt);
      log.error({ ended, waitMs }, 'the database ended: it is started again');
      startedAt = performance.now();
      await restart(waitMs).catch((error: unknown) =>
        log.error({ err: error }, 'the database does not start'),
      );
    }
  };
  const done = loop();
  return {
    name: 'database',
    url,
    stop: async () => {
      stopping.abort();
      await server.stop();
      await done;
      // The loop may just have started another one.
      await server.stop();
    },
    kill: () => {
      stopping.abort();
      void server.stop('immediate');
    },
  };
}
