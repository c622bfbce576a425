import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPostgresBackend } from 'bullmq';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';
import type { ActiveQueues } from './active-queues.ts';
import type { Listening, SharedListener } from './shared-listener.ts';

// What is used of BullMQ's insides. Any of it may be missing in another version: then it warns and does without.

/** The part of BullMQ's classes that remembers for ever how their start ended. */
interface Starting {
  readyPromise?: Promise<unknown> | undefined;
  waitUntilReady?(): Promise<unknown>;
}

/** The part of BullMQ's backend that turns what a claim found into what its worker does next. */
interface Claiming {
  buildNextJobResult?(rows: readonly unknown[], ...rest: unknown[]): Promise<unknown>;
}

type Backend = ReturnType<typeof createPostgresBackend>;
type Inside = Starting & Claiming & { readonly connection?: Partial<Listening> & Starting };

const PAUSE_MS = 250;

/**
 * BullMQ's PostgreSQL backend, except that the next caller starts it again after a failed start, and that
 * asking for a job in vain takes a moment. BullMQ 6.7 answers every later call with the first failure, at once: a
 * queue whose database was unavailable for the moment of its start would never be served, and its worker asks again and
 * again without ever letting timers or signals have their turn.
 *
 * Nor does a worker that found no job ask when the next delayed one is due: it asks again when it begins to wait. And
 * it searches for jobs of workers that died only in queues where some worker has a job: a search writes a row.
 */
export function createResilientBackends({
  pool,
  listener,
  active,
}: {
  readonly pool: EventEmitter;
  readonly listener: SharedListener;
  readonly active: ActiveQueues;
}): typeof createPostgresBackend {
  return (name, options, more) => {
    const others = pool.listeners('error');
    const backend: Backend = createPostgresBackend(name, options, more);
    forgetListeners(pool, others);
    const insideOf: object = backend;
    const inside: Inside = insideOf;
    listener.attach(inside.connection);
    forgetFailedStart(inside.connection);
    forgetFailedStart(inside);
    leaveSignalOut(inside);
    const moveToActive = backend.moveToActive.bind(backend);
    backend.moveToActive = (token, worker) =>
      moveToActive(token, worker).catch(async (error: unknown) => {
        await sleep(PAUSE_MS);
        throw error;
      });
    const moveStalledJobsToWait = backend.moveStalledJobsToWait.bind(backend);
    backend.moveStalledJobsToWait = async () =>
      (await active.has(name)) ? await moveStalledJobsToWait() : [];
    return backend;
  };
}

/**
 * Takes those away that came after these. BullMQ leaves one for each backend that it ever made at a pool that it was
 * given, and with it the backend; workers come and go here.
 */
function forgetListeners(pool: EventEmitter, before: readonly unknown[]): void {
  for (const added of pool.listeners('error')) {
    if (!before.includes(added)) pool.off('error', added as () => void);
  }
}

/** No job, no name, no rate limit (our queues have none), no time to wake at. */
const NOTHING = [null, '', 0, 0] as const;

function leaveSignalOut(backend: Claiming): void {
  const build = backend.buildNextJobResult?.bind(backend);
  if (build === undefined) {
    return warnOfUnknownInside(
      "buildNextJobResult of BullMQ's backend",
      'a worker without a job asks once more than it must',
    );
  }
  backend.buildNextJobResult = async (rows, ...rest) =>
    rows.length === 0 ? [...NOTHING] : await build(rows, ...rest);
}

function forgetFailedStart(part: Starting | undefined): void {
  const waitUntilReady = part?.waitUntilReady?.bind(part);
  if (part === undefined || waitUntilReady === undefined) return warnOfReadyPromise();
  part.waitUntilReady = async () => {
    const isReady = waitUntilReady();
    const started = part.readyPromise;
    if (started === undefined) warnOfReadyPromise();
    try {
      return await isReady;
    } catch (error) {
      // Not one that another caller has started since.
      if (part.readyPromise === started) part.readyPromise = undefined;
      throw error;
    }
  };
}

function warnOfReadyPromise(): void {
  warnOfUnknownInside(
    "The ready promise of BullMQ's backend",
    'a queue whose start fails may not be served until this process starts again',
  );
}

/** The part of BullMQ's backend, and of its connection, that remembers the schema. */
interface InSchema {
  readonly connection?: { readonly schema?: unknown };
}

/**
 * These backends, with their tables in that schema. BullMQ takes the name with options of its own pool only; for a pool
 * that it is given it looks for its tables in `bullmq`, whatever the pool's connections say. Warns where a backend
 * keeps the name elsewhere: its queues then find no tables, and the sweep processes the orders.
 */
export function inSchema(
  backends: typeof createPostgresBackend,
  schema: string,
): typeof createPostgresBackend {
  return (name, options, more) => {
    const backend = backends(name, options, more);
    const { connection }: InSchema = backend;
    if (connection?.schema === schema) return backend;
    if (typeof connection?.schema !== 'string') {
      warnOfUnknownInside(
        "The schema in BullMQ's backend",
        `queues look for their tables in another one than ${schema}, and the sweep does their work`,
      );
      return backend;
    }
    Object.assign(connection, { schema });
    return Object.assign(backend, { schema });
  };
}
