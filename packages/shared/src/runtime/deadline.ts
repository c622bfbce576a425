import type { Logger } from './logger.ts';

/**
 * What `work` comes to, unless that takes longer than `ms`; the work itself goes on.
 *
 * @throws {Error} with this message after `ms`
 */
export async function withDeadline<T>(work: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(message)), ms);
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
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      log.warn({ ms }, `stopping: ${name}: not over in time, left behind`);
      resolve();
    }, ms);
  });
  const done = work().catch((error: unknown) =>
    log.warn({ err: error }, `stopping: ${name}: failed`),
  );
  await Promise.race([done, late]);
  clearTimeout(timer);
}
