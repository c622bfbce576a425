import { join } from 'node:path';
import type { Config } from '@payserver/shared/runtime/config';
import { PROVIDERS, type ProviderName } from '@payserver/shared/store/brought-connectors';
import { type ProviderKind, providerSettings, stubPorts } from './extras.ts';
import type { PartName } from './part-name.ts';
import { notifySecretOf, type Secrets } from './secrets.ts';

/** Where the stub of a provider writes its books, and the files of its merchants. */
function stubDir({ DATA_DIR }: Config, name: ProviderName): string {
  return join(DATA_DIR, 'stubs', name);
}

/**
 * What a connector's process reads beside the gateway's settings: its port, its secret, its merchants. Nothing for the
 * parts that are no connectors.
 *
 * @param kind of a provider's connector: whose merchants it has
 */
export function connectorEnv(
  config: Config,
  secrets: Secrets,
  { name, kind }: { readonly name: PartName; readonly kind: ProviderKind | null },
): NodeJS.ProcessEnv {
  if (name === 'accounts') {
    return { PORT: String(config.ACCOUNTS_PORT), NOTIFY_SECRET: notifySecretOf(secrets, name) };
  }
  const provider = PROVIDERS.find((one) => name === one || name === `${one}-stub`);
  if (provider === undefined) return {};
  if (name !== provider) return stubEnv(config, provider);
  const { port, merchants } = providerSettings(config, provider);
  return {
    PORT: String(port),
    NOTIFY_SECRET: notifySecretOf(secrets, provider),
    MERCHANTS_DIR: kind === 'stub' ? join(stubDir(config, provider), 'merchants') : merchants,
    GATEWAY_ALLOW: process.env['GATEWAY_ALLOW'] ?? originAbroad(config.publicUrl),
  };
}

function stubEnv(config: Config, provider: ProviderName): NodeJS.ProcessEnv {
  const ports = stubPorts(config, provider);
  return {
    STUB_PORT: String(ports.provider),
    ...(ports.tls !== null && { STUB_TLS_PORT: String(ports.tls) }),
    STUB_CONTROL_PORT: String(ports.control),
    STUB_DIR: stubDir(config, provider),
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Notices go to PUBLIC_URL; a connector allows loopback by itself. */
function originAbroad(publicUrl: string): string {
  const { origin, hostname } = new URL(publicUrl);
  return LOOPBACK.test(hostname) ? '' : origin;
}
