/** Whether this process is on its way out, and whether anybody looks. */
export interface Drain {
  /** From now on this process asks to be left alone, though it still serves. */
  begin(): void;
  isDraining(): boolean;
  /** Somebody asked for its health. */
  watched(): void;
  /** Whether somebody, such as a load balancer, asks for its health regularly. */
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
