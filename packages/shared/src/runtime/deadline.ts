import type { Logger } from './logger.ts';

const LATE = Symbol('late');

/**
 * What `work` comes to, unless that takes longer than `ms`; the work itself goes on.
 *
 * @throws {Error} with this message after `ms`
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  const result = await unlessLate(work, ms, LATE);
  if (result === LATE) throw new Error(message);
  return result;
}

/** What `work` comes to, or `late` when that takes longer than `ms`; the work itself goes on. */
export async function unlessLate<T, Late>(
  work: Promise<T>,
  ms: number,
  late: Late,
): Promise<T | Late> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<Late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** One step of stopping a process. */
export interface StopStep {
  readonly log: Logger;
  /** what the log calls it */
  readonly name: string;
  /** its share of the time that the whole stop has, ms */
  readonly ms: number;
}

/**
 * Runs one step of a stop, so that the next one comes whatever becomes of it: a server that is gone may
 * neither hold the process nor make it end as a failure. What fails or is not over in time is logged and
 * left behind. Never rejects.
 */
export async function stopStep(
  { log, name, ms }: StopStep,
  work: () => Promise<unknown>,
): Promise<void> {
  const done = work().then(
    () => true,
    (error: unknown) => {
      log.warn({ err: error }, `stopping: ${name}: failed`);
      return true;
    },
  );
  if (await unlessLate(done, ms, false)) return;
  log.warn({ ms }, `stopping: ${name}: not over in time, left behind`);
}
