import { withDeadline } from './deadline.ts';

const EVERY_MS = 5_000;
const DEADLINE_MS = 5_000;

/**
 * TCP's own probes of a connection that is idle: they keep the firewalls and proxies on its way from forgetting it,
 * and find a machine that is gone. A proxy that forwards nothing answers them all the same.
 */
export const KEEP_ALIVE_DELAY_MS = 10_000;

/**
 * Asks a connection every five seconds whether it still carries anything, for those which only listen: one that a
 * proxy or a firewall has forgotten looks like one on which nothing happens. Calls `onSilence` once, when an answer
 * takes longer than five seconds or is an error, and asks no more.
 *
 * @returns ends it
 */
export function startHeartbeat(
  beat: () => Promise<unknown>,
  onSilence: (error: unknown) => void,
): () => void {
  let hasEnded = false;
  const ask = async (): Promise<void> => {
    try {
      await withDeadline(beat(), DEADLINE_MS, `no answer in ${DEADLINE_MS} ms`);
      if (!hasEnded) timer = askLater();
    } catch (error) {
      if (!hasEnded) onSilence(error);
      hasEnded = true;
    }
  };
  const askLater = () => setTimeout(() => void ask(), EVERY_MS);
  let timer = askLater();
  return () => {
    hasEnded = true;
    clearTimeout(timer);
  };
}
