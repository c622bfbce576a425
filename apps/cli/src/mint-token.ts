import { join } from 'node:path';
import type { Role } from '@payserver/shared/domain/permissions';
import { type Config, ConfigError } from '@payserver/shared/runtime/config';
import { findRunningGateway } from '@payserver/shared/runtime/running-gateway';
import { readSecretFile } from '@payserver/shared/runtime/secret-file';
import { SignJWT } from 'jose';

/** Whose token, and what it may do. */
export interface TokenWish {
  /** null: of no merchant, which only a role may be */
  readonly merchantUUID: string | null;
  /** null: a merchant's own */
  readonly role: Exclude<Role, 'merchant'> | null;
  /** who will act with it, for what is recorded; null: nobody by name */
  readonly subject: string | null;
  /** such as `1h`, `30m`, `7d` */
  readonly ttl: string;
}

/**
 * A bearer token that the gateway with these settings accepts: HS256 with JWT_SECRET or, in the embedded
 * default, with the secret that its first start has written to DATA_DIR.
 *
 * @throws {ConfigError} when this gateway's key cannot sign, or there is none yet
 */
export async function mintToken(config: Config, wish: TokenWish): Promise<string> {
  const token = new SignJWT({
    ...(wish.merchantUUID !== null && { merchantUUID: wish.merchantUUID }),
    ...(wish.role !== null && { scope: `payserver:${wish.role}` }),
  })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime(wish.ttl);
  if (wish.subject !== null) token.setSubject(wish.subject);
  if (config.JWT_ISSUER) token.setIssuer(config.JWT_ISSUER);
  if (config.JWT_AUDIENCE) token.setAudience(config.JWT_AUDIENCE);
  return await token.sign(new TextEncoder().encode(await readSecret(config)));
}

async function readSecret(config: Config): Promise<string> {
  if (config.JWT_SECRET) return config.JWT_SECRET;
  if (config.JWT_PUBLIC_KEY || config.JWT_JWKS_URL) {
    throw new ConfigError(
      'this gateway only knows a public key: mint the token where its private key is',
    );
  }
  const running = await findRunningGateway(config.DATA_DIR);
  if (running?.hasOwnKey === false) {
    throw new ConfigError(
      `the gateway on ${config.DATA_DIR} was given a key: give this command the same JWT_SECRET`,
    );
  }
  const stored = await readSecretFile(join(config.DATA_DIR, 'jwt-secret'));
  if (stored !== undefined) return stored;
  throw new ConfigError(
    `no JWT_SECRET and none in ${config.DATA_DIR} yet: start the gateway once first`,
  );
}
