import type { Logger } from './logger.ts';

/** Something that runs again and again until it is stopped. */
export interface Repetition {
  /** Runs now instead of at its time; during a run once more after it, unless it runs on demand only. */
  soon(): void;
  /** Waits for the run in progress, so `work` itself must not wait for it; none starts afterwards. */
  stop(): Promise<void>;
}

/**
 * Work that runs when it is asked for, never twice at the same time: who asks while it runs must ask again. An error is
 * logged.
 */
export function onDemand(options: {
  name: string;
  log: Logger;
  work: () => Promise<unknown>;
}): Repetition {
  let stopped = false;
  let isRunning = false;
  let running: Promise<void> = Promise.resolve();
  const run = async () => {
    isRunning = true;
    try {
      await options.work();
    } catch (error) {
      options.log.warn({ err: error }, `${options.name} failed`);
    }
    isRunning = false;
  };
  return {
    soon() {
      if (!stopped && !isRunning) running = run();
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
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
