import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@payserver/shared/runtime/config';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';
import { PROVIDERS, type ProviderName } from '@payserver/shared/store/brought-connectors';

/** Where a provider's connector takes payments: at the provider, or at the stub that plays it. */
export type ProviderKind = 'real' | 'stub';

/** What is started beside API and worker. */
export interface Extras {
  readonly hasSandbox: boolean;
  readonly hasAccounts: boolean;
  /** WeChat Pay and Alipay; null: not started */
  readonly providers: Readonly<Record<ProviderName, ProviderKind | null>>;
}

/** Settings of one provider's connector. */
export interface ProviderSettings {
  readonly wanted: string;
  readonly port: number;
  readonly portSetting: string;
  /** folder of its merchants' files */
  readonly merchants: string;
}

/** The same settings by provider. */
export function providerSettings(config: Config, name: ProviderName): ProviderSettings {
  const { DATA_DIR } = config;
  return name === 'wechat'
    ? {
        wanted: config.WECHAT,
        port: config.WECHAT_PORT,
        portSetting: 'WECHAT_PORT',
        merchants: config.WECHAT_MERCHANTS || join(DATA_DIR, name),
      }
    : {
        wanted: config.ALIPAY,
        port: config.ALIPAY_PORT,
        portSetting: 'ALIPAY_PORT',
        merchants: config.ALIPAY_MERCHANTS || join(DATA_DIR, name),
      };
}

/** What starts a provider's connector, for people. */
export function neededFor(config: Config, name: ProviderName): string {
  return `a merchant's file in ${providerSettings(config, name).merchants}, and not ${name.toUpperCase()}=0`;
}

/** Ports of one provider's stub, all on loopback. */
export interface StubPorts {
  /** where the provider itself would be */
  readonly provider: number;
  /** the same with TLS and a client's certificate, for WeChat Pay's V2 refunds */
  readonly tls: number | null;
  /** where the customer's phone and the tests are */
  readonly control: number;
}

/** Which of the five ports from STUBS_PORT are whose. */
export function stubPorts({ STUBS_PORT: first }: Config, name: ProviderName): StubPorts {
  return name === 'wechat'
    ? { provider: first, tls: first + 1, control: first + 2 }
    : { provider: first + 3, tls: null, control: first + 4 };
}

/**
 * What these settings start beside API and worker. A provider's connector starts where its merchants' files are.
 *
 * @param withStubs both providers are played by stubs
 * @throws {StartError} stubs beside real merchants' files: nobody would know which money is real
 */
export async function readExtras(config: Config, withStubs: boolean): Promise<Extras> {
  const isWanted = (setting: string) => setting === '1' || (setting === 'auto' && config.embedded);
  const kinds = await Promise.all(
    PROVIDERS.map(async (name) => [name, await kindOf(config, name, withStubs)] as const),
  );
  return {
    hasSandbox: isWanted(config.SANDBOX),
    hasAccounts: isWanted(config.ACCOUNTS),
    providers: Object.fromEntries(kinds) as Extras['providers'],
  };
}

async function kindOf(
  config: Config,
  name: ProviderName,
  withStubs: boolean,
): Promise<ProviderKind | null> {
  const { wanted, merchants } = providerSettings(config, name);
  const hasMerchants = wanted !== '0' && (await hasFiles(merchants));
  if (withStubs && hasMerchants) {
    throw new StartError(
      `--with-stubs would play ${name} for the merchants in ${merchants}: start without it, or set ${name.toUpperCase()}=0`,
    );
  }
  if (withStubs) return 'stub';
  return hasMerchants || wanted === '1' ? 'real' : null;
}

async function hasFiles(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).some((file) => file.endsWith('.json'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return false;
    throw new StartError(`cannot read ${folder}: ${String(systemErrorCode(error))}`);
  }
}
