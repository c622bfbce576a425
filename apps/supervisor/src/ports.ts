import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '@payserver/shared/runtime/config';
import { listenOnce } from '@payserver/shared/runtime/free-port';
import { StartError, systemErrorCode } from '@payserver/shared/runtime/start-error';

interface Address {
  readonly host: string;
  readonly port: number;
  readonly setting: string;
}

/** What is started beside API and worker. */
export interface Extras {
  readonly hasSandbox: boolean;
  readonly hasAccounts: boolean;
}

/** The parts of a gateway that was killed need a moment to notice and to let their ports go. */
const PATIENCE_MS = 3_000;
const POLL_MS = 100;

/**
 * Makes sure that the gateway can listen on its configured ports, before anything is started or written.
 *
 * @throws {StartError} one line that names the port and its setting
 */
export async function checkPorts(
  config: Config,
  { hasSandbox, hasAccounts }: Extras,
): Promise<void> {
  const addresses: Address[] = [{ host: config.HOST, port: config.PORT, setting: 'PORT' }];
  if (hasSandbox) {
    addresses.push({ host: '127.0.0.1', port: config.SANDBOX_PORT, setting: 'SANDBOX_PORT' });
  }
  if (hasAccounts) {
    addresses.push({ host: '127.0.0.1', port: config.ACCOUNTS_PORT, setting: 'ACCOUNTS_PORT' });
  }
  // Whether that one is free the database's own start finds out: a killed gateway may have left it running.
  const database = { port: config.EMBEDDED_PG_PORT, setting: 'EMBEDDED_PG_PORT' };
  refuseSharedPorts(config.embedded && database.port > 0 ? [...addresses, database] : addresses);
  await Promise.all(addresses.map(checkAddress));
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
      throw new StartError(`cannot listen on ${host}:${port} (${setting}): ${reasonOf(code)}`);
    }
    await sleep(POLL_MS);
  }
}

function reasonOf(code: string): string {
  if (code === 'EADDRINUSE') return 'another program does already; stop it or choose another port';
  if (code === 'EACCES') return 'permission denied; ports below 1024 are reserved for root';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return 'this machine does not have that address';
  return code;
}
