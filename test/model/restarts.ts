import type { Gateway } from '../support/gateway.ts';
import { type RunningApp, spawnApp } from '../support/spawn-app.ts';

/** Kills the worker that all sequences share, and starts another. */
export interface Restarts {
  /** Asks for a restart; one that is under way, or was a moment ago, serves all who ask meanwhile. */
  request(): Promise<void>;
  readonly count: () => number;
  /** workers that were killed so far, also where the next one does not run yet */
  readonly kills: () => number;
  /** what all workers so far wrote */
  readonly output: () => string;
  stop(): Promise<void>;
}

/**
 * SIGKILL in the middle of whatever the worker does, then a new process. With many sequences at once one
 * restart is enough for all of them.
 *
 * @param options.every of so many requests only one is followed
 */
export function createRestarts(gateway: Gateway, options: { every: number }): Restarts {
  let worker: RunningApp = gateway.worker;
  let current: Promise<void> | null = null;
  let [asked, kills, count, output] = [0, 0, 0, ''];
  const restart = async () => {
    kills += 1;
    worker.signal('SIGKILL');
    await worker.exited;
    output += worker.output();
    worker = await spawnApp('worker', gateway.env);
    count += 1;
  };
  return {
    count: () => count,
    kills: () => kills,
    output: () => output + worker.output(),
    request: async () => {
      if (current === null) {
        asked += 1;
        if (asked % options.every !== 0) return;
        current = restart().finally(() => {
          current = null;
        });
      }
      await current;
    },
    stop: async () => await worker.stop(),
  };
}
