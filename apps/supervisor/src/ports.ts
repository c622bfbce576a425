import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@payserver/shared/runtime/config';
import { listenOnce } from '@payserver/shared/runtime/free-port';
import { listenFailure } from '@payserver/shared/runtime/metrics-page';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';
import { PROVIDERS, type ProviderName } from '@payserver/shared/store/brought-connectors';
import { type Extras, providerSettings, stubPorts } from './extras.ts';

interface Address {
  readonly host: string;
  readonly port: number;
  readonly setting: string;
}

/** The parts of a gateway that was killed need a moment to notice and to let their ports go. */
const PATIENCE_MS = 3_000;
const POLL_MS = 100;

/**
 * Makes sure that the gateway can listen on its configured ports, before anything is started or written.
 *
 * @throws {StartError} one line that names the port and its setting
 */
export async function checkPorts(config: Config, extras: Extras): Promise<void> {
  const addresses = [
    { host: config.HOST, port: config.PORT, setting: 'PORT' },
    ...ofMetrics(config),
    ...ofExtras(config, extras).map((one) => ({ host: '127.0.0.1', ...one })),
  ];
  // Whether that one is free the database's own start finds out: a killed gateway may have left it running.
  const database = { port: config.EMBEDDED_PG_PORT, setting: 'EMBEDDED_PG_PORT' };
  refuseSharedPorts(config.embedded && database.port > 0 ? [...addresses, database] : addresses);
  await Promise.all(addresses.map(checkAddress));
}

/** The worker's page. */
function ofMetrics({ METRICS_HOST: host, METRICS_PORT: port }: Config): Address[] {
  return port === 0 ? [] : [{ host, port, setting: 'METRICS_PORT' }];
}

function ofExtras(config: Config, extras: Extras): Omit<Address, 'host'>[] {
  const ports: Omit<Address, 'host'>[] = [];
  if (extras.hasSandbox) ports.push({ port: config.SANDBOX_PORT, setting: 'SANDBOX_PORT' });
  if (extras.hasAccounts) ports.push({ port: config.ACCOUNTS_PORT, setting: 'ACCOUNTS_PORT' });
  for (const name of PROVIDERS) {
    const kind = extras.providers[name];
    if (kind === null) continue;
    const { port, portSetting } = providerSettings(config, name);
    ports.push({ port, setting: portSetting });
    if (kind === 'stub') ports.push(...ofStub(config, name));
  }
  return ports;
}

function ofStub(config: Config, name: ProviderName): Omit<Address, 'host'>[] {
  const { provider, tls, control } = stubPorts(config, name);
  const ports = [provider, tls, control].filter((port) => port !== null);
  return ports.map((port) => ({
    port,
    setting: `STUBS_PORT (${port - config.STUBS_PORT + 1} of 5)`,
  }));
}

function refuseSharedPorts(addresses: ReadonlyArray<Omit<Address, 'host'>>): void {
  for (const [index, { port, setting }] of addresses.entries()) {
    const other = addresses.slice(0, index).find((one) => one.port === port);
    if (other === undefined) continue;
    throw new StartError(`${other.setting} and ${setting} are both ${port}: they must differ`);
  }
}

async function checkAddress({ host, port, setting }: Address): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const code = await listenOnce({ host, port }).then(() => undefined, systemErrorCode);
    if (code === undefined) return;
    if (code !== 'EADDRINUSE' || performance.now() > deadline) {
      throw new StartError(`cannot listen on ${host}:${port} (${setting}): ${listenFailure(code)}`);
    }
    await sleep(POLL_MS);
  }
}
