import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import { type Config, ConfigError } from '@payserver/shared/runtime/config';
import { keepSecretFile } from '@payserver/shared/runtime/secret-file';
import { explainFailure } from '@payserver/shared/runtime/start-error';
import type { ProviderName } from '@payserver/shared/store/brought-connectors';

/** The secrets that the settings left open; '' for one that is not needed. */
export interface Secrets {
  readonly JWT_SECRET: string;
  readonly NOTIFY_TOKEN_SECRET: string;
}

/** The file of each random secret; `npm run token` reads the first. */
const FILES = { JWT_SECRET: 'jwt-secret', NOTIFY_TOKEN_SECRET: 'notify-token-secret' } as const;

/**
 * Refuses settings with a database of their own and without keys. Several machines may share that
 * database, and each would invent secrets that the others do not know.
 *
 * @throws {ConfigError} one line that says which variable to set
 */
export function requireKeys(config: Config): void {
  if (config.embedded) return;
  if (!hasVerificationKey(config)) {
    throw new ConfigError(
      'with DATABASE_URL set, the key of the callers must be given: JWT_SECRET, JWT_PUBLIC_KEY or JWT_JWKS_URL',
    );
  }
  if (config.NOTIFY_TOKEN_SECRET === '' && config.JWT_SECRET === '') {
    throw new ConfigError(
      'with DATABASE_URL and without JWT_SECRET, NOTIFY_TOKEN_SECRET must be given (the same on all machines)',
    );
  }
}

/**
 * All secrets after the settings' gaps are filled. Embedded: random ones, made once and stored in DATA_DIR
 * (mode 0600). With DATABASE_URL: the notice secret is derived from JWT_SECRET (HKDF, RFC 5869), so every
 * machine with that key derives the same one.
 *
 * @throws {ConfigError} see {@link requireKeys}
 * @throws {StartError} when DATA_DIR cannot be written
 */
export async function fillSecrets(config: Config): Promise<Secrets> {
  requireKeys(config);
  const keep = async (name: keyof typeof FILES) => {
    const path = join(config.DATA_DIR, FILES[name]);
    return await explainFailure(`keep a secret in ${path}`, () => keepSecretFile(path));
  };
  const needsKey = config.embedded && !hasVerificationKey(config);
  const jwtSecret = needsKey ? await keep('JWT_SECRET') : config.JWT_SECRET;
  const tokenSecret = await noticeSecret();
  return { JWT_SECRET: jwtSecret, NOTIFY_TOKEN_SECRET: tokenSecret };

  async function noticeSecret(): Promise<string> {
    if (config.NOTIFY_TOKEN_SECRET !== '') return config.NOTIFY_TOKEN_SECRET;
    return config.embedded ? await keep('NOTIFY_TOKEN_SECRET') : deriveNoticeSecret(jwtSecret);
  }
}

/**
 * What the calls of a connector that comes with the gateway are signed with (Standard Webhooks): who reaches its port can
 * neither pay nor refund. NOTIFY_SECRET, or one for each that every machine with the gateway's secret derives.
 */
export function notifySecretOf(
  { NOTIFY_TOKEN_SECRET }: Secrets,
  name: 'accounts' | ProviderName,
): string {
  const given = process.env['NOTIFY_SECRET'] ?? '';
  if (given !== '') return given;
  const bytes = Buffer.from(derive(NOTIFY_TOKEN_SECRET, `payserver ${name}`));
  return `whsec_${bytes.toString('base64')}`;
}

/** True when the settings say how tokens are verified; otherwise DATA_DIR has a key of its own. */
export function hasVerificationKey(config: Config): boolean {
  return [config.JWT_SECRET, config.JWT_PUBLIC_KEY, config.JWT_JWKS_URL].some((key) => key !== '');
}

const SECRET_BYTES = 32;

function deriveNoticeSecret(jwtSecret: string): string {
  return Buffer.from(derive(jwtSecret, 'payserver notice token')).toString('base64url');
}

/** HKDF (RFC 5869): the same on every machine with that key. */
function derive(secret: string, purpose: string): ArrayBuffer {
  return hkdfSync('sha256', secret, '', purpose, SECRET_BYTES);
}
