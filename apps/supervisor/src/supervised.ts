/** Something that the supervisor started and must stop. */
export interface Supervised {
  readonly name: string;
  /** Stops it in good order, with a deadline of its own; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

const FIRST_MS = 200;
const LONGEST_MS = 10_000;
const STABLE_MS = 30_000;

/** How long to wait before something that died is started again. */
export interface Backoff {
  /** @param upMs how long it had lived; 30 s count as a success and start the row over */
  next(upMs: number): number;
}

/** 0.2 s, 0.4 s, ... 10 s: a part that cannot live must not eat the machine, nor wait for a person. */
export function createBackoff(): Backoff {
  let failures = 0;
  return {
    next(upMs) {
      if (upMs >= STABLE_MS) failures = 0;
      const waitMs = Math.min(FIRST_MS * 2 ** failures, LONGEST_MS);
      failures += 1;
      return waitMs;
    },
  };
}
