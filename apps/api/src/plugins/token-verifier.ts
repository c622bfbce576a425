import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Caller, isMerchantUUID, merchantUUIDOf } from '@payserver/shared/domain/caller';
import { RefusalError } from '@payserver/shared/domain/errors';
import { type Config, ConfigError } from '@payserver/shared/platform/config';
import { readPublicKey } from '@payserver/shared/platform/public-key';
import {
  createRemoteJWKSet,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from 'jose';
import { cacheVerified } from './token-cache.ts';

/** Turns a token into who calls; throws {@link TokenError} for every token that proves nothing. */
export type TokenVerifier = (token: string) => Promise<Caller>;

/** Why a token was refused; for the log only. */
export class TokenError extends Error {
  override readonly name = 'TokenError';
}

const ADMIN_SCOPE = 'payserver:admin';
const CLOCK_TOLERANCE_S = 30;
const MS = 1_000;
const MAX_SUBJECT = 128;
const JWKS_TIMEOUT_MS = 3_000;
const JWKS_ALGORITHMS = ['RS256', 'ES256', 'EdDSA', 'Ed25519'];

interface Key {
  readonly key: KeyObject | JWTVerifyGetKey;
  /** fixed by the key: a token that chooses its own algorithm chooses how it is checked */
  readonly algorithms: string[];
}

/**
 * A verifier for the one key that the settings give: JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS_URL.
 * Tokens must be signed by it, carry `exp`, name their merchant (an operator's need not), and match
 * JWT_ISSUER and JWT_AUDIENCE where those are set. What was verified is remembered for a moment, see
 * {@link cacheVerified}.
 *
 * @throws {ConfigError} when there is no key, or more than one
 */
export function createTokenVerifier(config: Config): TokenVerifier {
  const { key, algorithms } = readKey(config);
  const options: JWTVerifyOptions = {
    algorithms,
    requiredClaims: ['exp'],
    clockTolerance: CLOCK_TOLERANCE_S,
    ...(config.JWT_ISSUER !== '' && { issuer: config.JWT_ISSUER }),
    ...(config.JWT_AUDIENCE !== '' && { audience: config.JWT_AUDIENCE }),
  };
  return cacheVerified(async (token) => {
    const { payload } =
      typeof key === 'function'
        ? await jwtVerify(token, key, options).catch(rethrowRemote)
        : await jwtVerify(token, key, options).catch(rethrow);
    // JSON's 1e999 is a number to jose, and a time that never comes.
    const { exp = Number.NaN } = payload;
    if (!Number.isSafeInteger(Math.floor(exp))) throw new TokenError('no end');
    return { caller: readCaller(payload), expiresAt: exp * MS };
  });
}

function readKey(config: Config): Key {
  const { JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL } = config;
  const given = [JWT_SECRET, JWT_PUBLIC_KEY, JWT_JWKS_URL].filter((value) => value !== '');
  if (given.length !== 1) {
    throw new ConfigError('set exactly one of JWT_SECRET, JWT_PUBLIC_KEY and JWT_JWKS_URL');
  }
  if (JWT_SECRET !== '') {
    return { key: createSecretKey(Buffer.from(JWT_SECRET)), algorithms: ['HS256'] };
  }
  if (JWT_PUBLIC_KEY !== '') return readPublicKey(JWT_PUBLIC_KEY);
  const keys = createRemoteJWKSet(new URL(JWT_JWKS_URL), { timeoutDuration: JWKS_TIMEOUT_MS });
  return { key: keys, algorithms: JWKS_ALGORITHMS };
}

function rethrow(error: unknown): never {
  const reason = error instanceof errors.JOSEError ? error.code : 'not a token';
  throw new TokenError(reason, { cause: error });
}

/** What jose says when the key set, not the token, is the trouble. */
const KEY_SET_TROUBLE = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC']);

/** Keys that cannot be fetched are not the caller's fault: it must not throw its token away. */
function rethrowRemote(error: unknown): never {
  const isToken = error instanceof errors.JOSEError && !KEY_SET_TROUBLE.has(error.code);
  if (isToken) rethrow(error);
  throw new RefusalError({ code: 9503, message: 'the keys for tokens cannot be fetched' });
}

function readCaller(payload: JWTPayload): Caller {
  const isAdmin = hasAdminScope(payload['scope']);
  const merchantHref = payload['merchantHref'] ?? payload['shopHref'];
  const fromHref = merchantUUIDOf(merchantHref);
  const merchantUUID = readMerchant(payload['merchantUUID'] ?? fromHref, isAdmin);
  const hrefFits = typeof merchantHref === 'string' && fromHref === merchantUUID;
  return {
    merchantUUID,
    merchantHref: hrefFits ? merchantHref : null,
    isAdmin,
    subject: readSubject(payload, merchantUUID),
  };
}

/** An operator may have no shop; everybody else must. */
function readMerchant(claim: unknown, isAdmin: boolean): string {
  if (isMerchantUUID(claim)) return claim;
  if (isAdmin && (claim === null || claim === '')) return '';
  throw new TokenError('no merchant');
}

function readSubject({ sub }: JWTPayload, merchantUUID: string): string {
  // Part of rows and log lines: what cannot be kept there is left out.
  return sub?.replace(/\p{C}/gu, '').slice(0, MAX_SUBJECT) || merchantUUID || 'operator';
}

function hasAdminScope(scope: unknown): boolean {
  return typeof scope === 'string' && scope.split(' ').includes(ADMIN_SCOPE);
}
