import type { Logger } from '@payserver/shared/runtime/logger';

/** Which merchants are paused, in this process: whose settings the provider has refused. */
export interface Pauses {
  pause(merchantUUID: string, reason: string): void;
  lift(merchantUUID: string): void;
  isPaused(merchantUUID: string): boolean;
  mayTry(merchantUUID: string): boolean;
}

const PAUSE_MS = 10 * 60_000;

/** @param now ms */
export function createPauses(log: Logger, now: () => number): Pauses {
  /** merchant → when the next payment may try */
  const until = new Map<string, number>();
  return {
    pause: (merchantUUID, reason) => {
      until.set(merchantUUID, now() + PAUSE_MS);
      log.error(
        { merchantUUID, reason },
        'a merchant is paused: the provider refuses its settings',
      );
    },
    lift: (merchantUUID) => void until.delete(merchantUUID),
    isPaused: (merchantUUID) => until.has(merchantUUID),
    mayTry: (merchantUUID) => {
      const end = until.get(merchantUUID);
      if (end === undefined) return true;
      if (now() < end) return false;
      until.set(merchantUUID, now() + PAUSE_MS);
      return true;
    },
  };
}
