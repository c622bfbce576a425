import { type ConnectorSettings, readSettings, readSpecs } from '@payserver/connector-kit/settings';
import { settings as GATEWAY } from '@payserver/shared/runtime/config';
import type { TokenSettings } from '@payserver/tokens/token-verifier';
import { str } from 'envalid';

export type AccountsSettings = ConnectorSettings &
  TokenSettings & {
    /** a merchant that gets members, cards and an account to try with; '': none does */
    readonly DEMO_MERCHANT: string;
  };

const PORT = '6011';
/** The keys are the gateway's: one token is good for both. */
const SPECS = {
  DEMO_MERCHANT: str({ default: '' }),
  JWT_SECRET: GATEWAY.JWT_SECRET,
  JWT_PUBLIC_KEY: GATEWAY.JWT_PUBLIC_KEY,
  JWT_JWKS_URL: GATEWAY.JWT_JWKS_URL,
  JWT_JWKS_REFRESH_MS: GATEWAY.JWT_JWKS_REFRESH_MS,
  JWT_JWKS_KEEP_MS: GATEWAY.JWT_JWKS_KEEP_MS,
  JWT_ISSUER: GATEWAY.JWT_ISSUER,
  JWT_AUDIENCE: GATEWAY.JWT_AUDIENCE,
};

/**
 * The settings of the books' service.
 *
 * @throws {StartError} a line for each that is wrong
 */
export function readAccountsSettings(env: NodeJS.ProcessEnv): AccountsSettings {
  const own = readSpecs(env, SPECS);
  return { ...readSettings({ PORT, ...env }), ...own };
}
