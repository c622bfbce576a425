import type { Caller } from '@payserver/shared/domain/caller';
import { LRUCache } from 'lru-cache';

/** Who a token names, and until when that may be believed without looking again. */
export interface Verified {
  readonly caller: Caller;
  /** ms since 1970: the token's own `exp` */
  readonly expiresAt: number;
}

const MAX_CHARS = 4_000_000;
/** A key that was withdrawn counts no longer than that. */
const MAX_AGE_MS = 30_000;

/**
 * Remembers verified tokens for 30 s, never longer than they live, and at most 4 MB of them. Only tokens
 * that were found good are kept: what is refused is looked at again each time.
 */
export function cacheVerified(
  verify: (token: string) => Promise<Verified>,
  now: () => number = Date.now,
): (token: string) => Promise<Caller> {
  const known = new LRUCache<string, Verified>({
    maxSize: MAX_CHARS,
    sizeCalculation: (_, token) => token.length,
    ttl: MAX_AGE_MS,
  });
  return async (token) => {
    const cached = known.get(token);
    if (cached !== undefined && cached.expiresAt > now()) return cached.caller;
    const verified = await verify(token);
    if (verified.expiresAt > now()) known.set(token, verified);
    return verified.caller;
  };
}
