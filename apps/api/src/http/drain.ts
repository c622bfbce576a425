/** Whether this process is stopping, and whether a health check watches it. */
export interface Drain {
  /** From now on this process asks to be left alone, though it still serves. */
  begin(): void;
  isDraining(): boolean;
  /** A health check came. */
  watched(): void;
  /** Whether health checks, of a load balancer for example, come regularly. */
  isWatched(): boolean;
}

/** Longer than the pause between the probes of any load balancer. */
const WATCH_MS = 60_000;

/** The state of a process that serves. */
export function createDrain(): Drain {
  let draining = false;
  let watchedAt = Number.NEGATIVE_INFINITY;
  return {
    begin: () => {
      draining = true;
    },
    isDraining: () => draining,
    watched: () => {
      watchedAt = performance.now();
    },
    isWatched: () => performance.now() - watchedAt < WATCH_MS,
  };
}
