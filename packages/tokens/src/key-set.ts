import { RefusalError } from '@payserver/shared/domain/errors';
import type { Logger } from '@payserver/shared/runtime/logger';
import { repeat } from '@payserver/shared/runtime/repeat';
import { errors, type JWTVerifyGetKey } from 'jose';
import { FETCH_TIMEOUT_MS, fetchKeys } from './fetch-keys.ts';
import { type KnownKeys, rememberKeys } from './known-keys.ts';

/** The keys that an issuer serves. */
export interface KeySet {
  /**
   * The key of a token.
   *
   * @throws {RefusalError} 9503 when there are no keys, or the token's may be among those that cannot be fetched
   */
  readonly find: JWTVerifyGetKey;
  /** another number after every change of the keys; null while there are none */
  version(): number | null;
  health(): KeyHealth;
  stop(): Promise<void>;
}

/** Whether tokens can be checked, and what there is to say about it. */
export interface KeyHealth {
  readonly isUsable: boolean;
  readonly said: string;
}

export interface KeySetOptions {
  readonly url: string;
  readonly refreshMs: number;
  /** how long keys count that can no longer be fetched */
  readonly keepMs: number;
  readonly log: Logger;
}

/** What a token may look for in vain makes us fetch the keys, but not more often than that. */
const COOLDOWN_MS = 1_000;
/** Nor do more tokens than that wait for the answer: they may be a flood. */
const MAX_WAITING = 100;
const MS = 1_000;

/**
 * Fetches the keys every `refreshMs`, and for a token that names an unknown one: a new key counts within
 * seconds, one that was withdrawn no longer than `refreshMs` and the time of a fetch. While nothing can be
 * fetched the last good keys stay valid for `keepMs`.
 */
export function openKeySet({ url, refreshMs, keepMs, log }: KeySetOptions): KeySet {
  const known = rememberKeys({ keepMs, log });
  const fetching = createFetching(url, known);
  const refreshing = repeat({
    name: 'fetching keys',
    everyMs: refreshMs,
    log,
    work: fetching.run,
  });
  /** Longer than two fetches are apart: then this process has slept, and must fetch before it trusts them. */
  const staleMs = 2 * refreshMs + FETCH_TIMEOUT_MS;
  const current = async () => {
    if (known.usable() === null) await fetching.ask();
    else if (known.age() > staleMs && known.trouble() === null) await fetching.run();
    return known.usable() ?? refuse();
  };
  return {
    find: async (header, token) => {
      const keys = await current();
      try {
        return await keys.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        const isFetched = await fetching.ask();
        // It may be a new one, and then the token is good.
        if (known.trouble() !== null) refuse();
        if (!isFetched) throw error;
      }
      return await (await current()).find(header, token);
    },
    version: () => (known.usable() === null ? null : known.version()),
    health: () => healthOf(known),
    stop: async () => {
      fetching.stop();
      await refreshing.stop();
    },
  };
}

interface Fetching {
  run(): Promise<void>;
  /** Fetches, or waits for the fetch in progress; false when that was done a moment ago, or too many wait. */
  ask(): Promise<boolean>;
  stop(): void;
}

function createFetching(url: string, known: KnownKeys): Fetching {
  const stopping = new AbortController();
  let pending: Promise<void> | null = null;
  let startedAt = Number.NEGATIVE_INFINITY;
  let waiting = 0;
  const fetchOnce = async () => {
    startedAt = performance.now();
    try {
      known.take(await fetchKeys(url, stopping.signal));
    } catch (error) {
      if (!stopping.signal.aborted) known.miss(error instanceof Error ? error.message : 'unknown');
    } finally {
      pending = null;
    }
  };
  const run = async () => await (pending ??= fetchOnce());
  return {
    run,
    ask: async () => {
      const isCool = pending !== null || performance.now() - startedAt >= COOLDOWN_MS;
      if (!isCool || waiting >= MAX_WAITING) return false;
      waiting += 1;
      await run();
      waiting -= 1;
      return true;
    },
    stop: () => stopping.abort(),
  };
}

/** Keys that cannot be fetched are not the caller's fault: it must not throw its token away. */
function refuse(): never {
  const message = 'the keys for tokens cannot be fetched';
  throw new RefusalError({ code: 9503, message, retryAfterS: 1 });
}

function healthOf(known: KnownKeys): KeyHealth {
  const trouble = known.trouble();
  if (trouble === null) {
    return known.usable() === null
      ? { isUsable: false, said: 'not fetched yet' }
      : { isUsable: true, said: 'ok' };
  }
  const age = Math.round(known.age() / MS);
  if (known.usable() !== null) return { isUsable: true, said: `${age} s old: ${trouble}` };
  return {
    isUsable: false,
    said: Number.isFinite(age) ? `too old, ${age} s: ${trouble}` : trouble,
  };
}
