import { createSecretKey, type KeyObject } from 'node:crypto';
import { RefusalError } from '@payserver/shared/domain/errors';
import { type Config, ConfigError } from '@payserver/shared/runtime/config';
import type { Logger } from '@payserver/shared/runtime/logger';
import { readPublicKey } from '@payserver/shared/runtime/public-key';
import { errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { type KeyHealth, type KeySet, openKeySet } from './key-set.ts';
import { cacheVerified, type Verified } from './token-cache.ts';
import { readCaller, TokenError } from './token-claims.ts';

/** Turns a token into who calls, and until when; throws {@link TokenError} for every token that proves nothing. */
export type TokenVerifier = (token: string) => Promise<Verified>;

/** The settings that say whose tokens are good. */
export type TokenSettings = Pick<
  Config,
  | 'JWT_SECRET'
  | 'JWT_PUBLIC_KEY'
  | 'JWT_JWKS_URL'
  | 'JWT_JWKS_REFRESH_MS'
  | 'JWT_JWKS_KEEP_MS'
  | 'JWT_ISSUER'
  | 'JWT_AUDIENCE'
>;

/** What checks the tokens of callers. */
export interface TokenCheck {
  readonly verify: TokenVerifier;
  /** whether there are keys to check them with */
  health(): KeyHealth;
  stop(): Promise<void>;
}

const CLOCK_TOLERANCE_S = 30;
const MS = 1_000;
const KEY_SET_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];
/** An issuer has one or two keys of a kind. */
const MAX_TRIES = 8;

/**
 * A verifier for the one key that the settings give: JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS_URL.
 * Tokens must be signed by it, carry `exp`, name their merchant (an operator's need not), and match
 * JWT_ISSUER and JWT_AUDIENCE where those are set. What was verified is remembered for a moment, see
 * {@link cacheVerified}.
 *
 * @throws {ConfigError} when there is no key, or more than one
 */
export function createTokenCheck(config: TokenSettings, log: Logger): TokenCheck {
  const fixed = readVerificationKey(config);
  if (fixed === null) return checkByKeySet(config, log);
  const options = optionsOf(config, fixed.algorithms);
  const verify = async (token: string) =>
    readVerified((await jwtVerify(token, fixed.key, options).catch(refuseToken)).payload);
  return {
    verify: cacheVerified({ verify, keysVersion: () => 0 }),
    health: () => ({ isUsable: true, said: 'ok' }),
    stop: async () => undefined,
  };
}

function checkByKeySet(config: TokenSettings, log: Logger): TokenCheck {
  const keySet = openKeySet({
    url: config.JWT_JWKS_URL,
    refreshMs: config.JWT_JWKS_REFRESH_MS,
    keepMs: config.JWT_JWKS_KEEP_MS,
    log,
  });
  const options = optionsOf(config, KEY_SET_ALGORITHMS);
  const verify = async (token: string) =>
    readVerified(await verifyByKeySet(token, keySet, options).catch(refuseToken));
  return {
    verify: cacheVerified({ verify, keysVersion: () => keySet.version() }),
    health: () => keySet.health(),
    stop: async () => await keySet.stop(),
  };
}

function optionsOf(config: TokenSettings, algorithms: string[]): JWTVerifyOptions {
  return {
    algorithms,
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
    ...(config.JWT_ISSUER !== '' && { issuer: config.JWT_ISSUER }),
    ...(config.JWT_AUDIENCE !== '' && { audience: config.JWT_AUDIENCE }),
  };
}

/** A token that names no key (`kid`) is tried with every key of its kind. */
async function verifyByKeySet(
  token: string,
  { find }: KeySet,
  options: JWTVerifyOptions,
): Promise<JWTPayload> {
  try {
    return (await jwtVerify(token, find, options)).payload;
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    let tries = 0;
    for await (const key of error) {
      tries += 1;
      if (tries > MAX_TRIES) break;
      const verified = await jwtVerify(token, key, options).catch(unlessOfAnotherKey);
      if (verified !== null) return verified.payload;
    }
    throw error;
  }
}

function unlessOfAnotherKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null;
  throw error;
}

function refuseToken(error: unknown): never {
  if (error instanceof RefusalError) throw error;
  const reason = error instanceof errors.JOSEError ? error.code : 'not a token';
  throw new TokenError(reason, { cause: error });
}

function readVerified(claims: JWTPayload): Verified {
  // JSON's 1e999 is a number to jose, and a time that never comes.
  const { exp = Number.NaN } = claims;
  if (!Number.isSafeInteger(Math.floor(exp))) throw new TokenError('no end');
  return { caller: readCaller(claims), expiresAt: exp * MS };
}

/** A key that checks tokens. */
interface VerificationKey {
  readonly key: KeyObject;
  /** fixed by the key: a token that chooses its own algorithm chooses how it is checked */
  readonly algorithms: string[];
}

/**
 * The key of JWT_SECRET or JWT_PUBLIC_KEY; null when JWT_JWKS_URL says where the keys are.
 *
 * @throws {ConfigError} when there is no key, or more than one
 */
function readVerificationKey(config: TokenSettings): VerificationKey | null {
  const { JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL } = config;
  const given = [JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL].filter((value) => value !== '');
  if (given.length !== 1) {
    throw new ConfigError('set exactly one of JWT_SECRET, JWT_PUBLIC_KEY and JWT_JWKS_URL');
  }
  if (JWT_SECRET !== '') {
    return { key: createSecretKey(Buffer.from(JWT_SECRET)), algorithms: ['HS256'] };
  }
  return JWT_PUBLIC_KEY === '' ? null : readPublicKey(JWT_PUBLIC_KEY);
}
