import type { Caller } from '@payserver/shared/domain/caller';
import { LRUCache } from 'lru-cache';

/** Who a token names, and until when no new verification is needed. */
export interface Verified {
  readonly caller: Caller;
  /** ms since 1970: the token's own `exp` */
  readonly expiresAt: number;
}

export interface TokenCacheDeps {
  readonly verify: (token: string) => Promise<Verified>;
  /** another one after every change of the keys; null while there are none */
  readonly keysVersion: () => number | null;
  readonly now?: () => number;
}

const MAX_CHARS = 4_000_000;
const MAX_AGE_MS = 30_000;

/**
 * Remembers verified tokens for 30 s, never longer than they live or than the keys stay what they were,
 * and at most 4 MB of them. Only tokens that were found good are cached: what is refused is verified
 * each time.
 */
export function cacheVerified({
  verify,
  keysVersion,
  now = Date.now,
}: TokenCacheDeps): (token: string) => Promise<Verified> {
  const known = new LRUCache<string, Verified & { readonly version: number }>({
    maxSize: MAX_CHARS,
    sizeCalculation: (_, token) => token.length,
    ttl: MAX_AGE_MS,
  });
  return async (token) => {
    // Before the keys are used: they may change meanwhile.
    const version = keysVersion();
    const cached = known.get(token);
    if (cached !== undefined && cached.version === version && cached.expiresAt > now()) {
      return cached;
    }
    const verified = await verify(token);
    if (version !== null && verified.expiresAt > now()) known.set(token, { ...verified, version });
    return verified;
  };
}
