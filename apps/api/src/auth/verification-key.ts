import { createSecretKey, type KeyObject } from 'node:crypto';
import { type Config, ConfigError } from '@payserver/shared/runtime/config';
import { readPublicKey } from '@payserver/shared/runtime/public-key';

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
export function readVerificationKey(config: Config): VerificationKey | null {
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
