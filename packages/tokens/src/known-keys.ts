import type { Logger } from '@payserver/shared/runtime/logger';
import type { ServedKeys } from './fetch-keys.ts';

/** What is known of an issuer's keys, and since when nothing new can be learned. */
export interface KnownKeys {
  /** those that may be used; null when there never were any, or they could not be fetched for too long */
  usable(): ServedKeys | null;
  /** ms since they were fetched, by a clock that nobody sets */
  age(): number;
  /** another number after every change */
  version(): number;
  /** why they could not be fetched the last time; null when they could */
  trouble(): string | null;
  /** What was fetched counts from now on. */
  take(keys: ServedKeys): void;
  /** The fetch failed: the known keys stay. */
  miss(reason: string): void;
}

interface Trouble {
  readonly reason: string;
  readonly since: number;
}

/** Remembers them, and logs once each when they are lost, too old, back, or others. */
export function rememberKeys({ keepMs, log }: { keepMs: number; log: Logger }): KnownKeys {
  let held: (ServedKeys & { readonly at: number }) | null = null;
  let trouble: Trouble | null = null;
  let version = 0;
  let isEndSaid = false;
  const age = () => (held === null ? Number.POSITIVE_INFINITY : performance.now() - held.at);
  const usable = () => (trouble === null || age() <= keepMs ? held : null);
  return {
    usable,
    age,
    version: () => version,
    trouble: () => trouble?.reason ?? null,
    take: (keys) => {
      const { count, unusable } = keys;
      if (keys.print !== held?.print) {
        version += 1;
        log.info({ count, unusable }, 'the keys for tokens are new');
      }
      if (trouble !== null) sayBack(log, trouble);
      held = { ...keys, at: performance.now() };
      trouble = null;
      isEndSaid = false;
    },
    miss: (reason) => {
      const isNews = trouble === null;
      trouble = { reason, since: trouble?.since ?? performance.now() };
      if (isNews) log.warn({ reason, keepMs, isUsable: usable() !== null }, LOST);
      if (held === null || usable() !== null || isEndSaid) return;
      isEndSaid = true;
      log.error({ reason, keepMs }, 'the keys for tokens are too old: no token is taken any more');
    },
  };
}

const LOST = 'the keys for tokens cannot be fetched';

function sayBack(log: Logger, { since }: Trouble): void {
  const awayMs = Math.round(performance.now() - since);
  log.info({ awayMs }, 'the keys for tokens can be fetched again');
}
