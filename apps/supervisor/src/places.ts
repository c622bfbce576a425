import type { Config } from '@payserver/shared/runtime/config';
import type { RunningGateway } from '@payserver/shared/runtime/running-gateway';
import {
  type BroughtAlong,
  type BroughtProvider,
  PROVIDERS,
  type ProviderName,
} from '@payserver/shared/store/brought-connectors';
import { type Extras, providerSettings, stubPorts } from './extras.ts';
import { notifySecretOf, type Secrets } from './secrets.ts';

const at = (port: number) => `http://127.0.0.1:${port}`;

/** Where what is started beside API and worker can be reached from this machine. */
export function placesOf(
  config: Config,
  { hasSandbox, hasAccounts, providers }: Extras,
): Pick<RunningGateway, 'sandboxUrl' | 'accountsUrl' | 'phoneUrls'> {
  const phones = PROVIDERS.filter((name) => providers[name] === 'stub').map(
    (name) => [name, `${at(stubPorts(config, name).control)}/phone`] as const,
  );
  return {
    sandboxUrl: hasSandbox ? at(config.SANDBOX_PORT) : null,
    accountsUrl: hasAccounts ? at(config.ACCOUNTS_PORT) : null,
    phoneUrls: Object.fromEntries(phones),
  };
}

/** The connectors of this start, as the built-in templates need them. */
export function broughtAlong(config: Config, extras: Extras, secrets: Secrets): BroughtAlong {
  const { sandboxUrl, accountsUrl } = placesOf(config, extras);
  const providers: Partial<Record<ProviderName, BroughtProvider>> = {};
  for (const name of PROVIDERS) {
    const kind = extras.providers[name];
    if (kind === null) continue;
    const { port } = providerSettings(config, name);
    providers[name] = { url: at(port), kind, notifySecret: notifySecretOf(secrets, name) };
  }
  return {
    sandboxUrl,
    books:
      accountsUrl === null
        ? null
        : { url: accountsUrl, notifySecret: notifySecretOf(secrets, 'accounts') },
    providers,
  };
}
