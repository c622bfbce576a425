import type { Logger } from './logger.ts';

/** Something that runs again and again until it is stopped. */
export interface Repetition {
  /** Runs now, or once more after the run in progress, instead of at its time. */
  soon(): void;
  /** Waits for the run in progress, so `work` itself must not wait for it; none starts afterwards. */
  stop(): Promise<void>;
}

/**
 * Runs `work` at once and then `everyMs` after each end, never twice at the same time. An error is
 * logged and does not end the repetition.
 */
export function repeat(options: {
  name: string;
  everyMs: number;
  log: Logger;
  work: () => Promise<unknown>;
}): Repetition {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let isRunning = false;
  let isWanted = false;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    isRunning = true;
    isWanted = false;
    try {
      await options.work();
    } catch (error) {
      options.log.warn({ err: error }, `${options.name} failed; it runs again`);
    }
    isRunning = false;
    if (!stopped) timer = setTimeout(start, isWanted ? 0 : options.everyMs);
  };
  const start = () => {
    running = run();
  };
  start();
  return {
    soon() {
      isWanted = true;
      if (stopped || isRunning) return;
      clearTimeout(timer);
      start();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
