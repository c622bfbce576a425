import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend } from 'bullmq';
import type { Listening, SharedListener } from './shared-listener.ts';

/** The part of BullMQ's classes that remembers for ever how their start ended. */
interface Starting {
  readyPromise: Promise<unknown> | undefined;
  waitUntilReady(): Promise<void>;
}

/** The part of BullMQ's backend that turns what a claim found into what its worker does next. */
interface Claiming {
  buildNextJobResult(rows: readonly unknown[], ...rest: unknown[]): Promise<unknown>;
}

const PAUSE_MS = 250;

/**
 * BullMQ's PostgreSQL backend, except that a start that failed is begun again by whoever needs it next, and that
 * asking for a job in vain takes a moment. BullMQ 6.7 answers every later call with the first failure, at once: a
 * queue whose database was away for the moment of its start would never be served, and its worker asks again and
 * again without ever letting timers or signals have their turn.
 *
 * Nor does a worker that found no job ask when the next delayed one is due: it asks again when it begins to wait.
 */
export function createPatientBackends(listener: SharedListener): typeof createPostgresBackend {
  return (name, options, more) => {
    const backend = createPostgresBackend(name, options, more);
    const { connection } = backend as unknown as { connection: Starting & Listening };
    listener.attach(connection);
    forgetFailedStart(connection);
    forgetFailedStart(backend as unknown as Starting);
    leaveSignalOut(backend as unknown as Claiming);
    const moveToActive = backend.moveToActive.bind(backend);
    backend.moveToActive = (token, worker) =>
      moveToActive(token, worker).catch(async (error: unknown) => {
        await sleep(PAUSE_MS);
        throw error;
      });
    return backend;
  };
}

/** No job, no name, no rate limit (our queues have none), no time to wake at. */
const NOTHING = [null, '', 0, 0] as const;

function leaveSignalOut(backend: Claiming): void {
  const build = backend.buildNextJobResult.bind(backend);
  backend.buildNextJobResult = async (rows, ...rest) =>
    rows.length === 0 ? [...NOTHING] : await build(rows, ...rest);
}

function forgetFailedStart(part: Starting): void {
  const waitUntilReady = part.waitUntilReady.bind(part);
  part.waitUntilReady = async () => {
    const isReady = waitUntilReady();
    const begun = part.readyPromise;
    try {
      await isReady;
    } catch (error) {
      // Not one that somebody else has begun since.
      if (part.readyPromise === begun) part.readyPromise = undefined;
      throw error;
    }
  };
}
