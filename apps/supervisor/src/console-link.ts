import { type Config, readConfig } from '@payserver/shared/runtime/config';
import { createConsoleLinks, linkWith } from '@payserver/shared/runtime/console-link';
import { findRunningGateway } from '@payserver/shared/runtime/running-gateway';
import { StartError } from '@payserver/shared/runtime/start-error';
import { localConsoleUrl } from './banner.ts';
import { fillSecrets } from './secrets.ts';

/** A one-time link to the console of the gateway with these settings; null where it has none. */
export async function mintConsoleLink(config: Config): Promise<string | null> {
  const url = localConsoleUrl(config);
  return url === null ? null : await linkTo(url, config);
}

/**
 * `npm run -s console`: prints a one-time link to the console, for a browser on this machine: of the gateway that runs
 * on DATA_DIR, or, with DATABASE_URL, of an API with these settings. Whoever reads the gateway's secrets could make any
 * token: the link gives away nothing more.
 *
 * @throws {StartError} no gateway runs here, or its console is off or not on loopback
 */
export async function printConsoleLink(): Promise<void> {
  const config = readConfig();
  const running = await findRunningGateway(config.DATA_DIR);
  if (running === null && config.embedded) {
    throw new StartError(`no gateway runs on ${config.DATA_DIR}: start it with npm start`);
  }
  const url = running === null ? localConsoleUrl(config) : running.consoleUrl;
  if (url === null) {
    throw new StartError(
      'its console is off (CONSOLE), or it does not listen on loopback (HOST): log in with npm run token -- --admin',
    );
  }
  process.stdout.write(`${await linkTo(url, config)}\n`);
}

async function linkTo(url: string, config: Config): Promise<string> {
  const { NOTIFY_TOKEN_SECRET } = await fillSecrets(config);
  return linkWith(url, createConsoleLinks(NOTIFY_TOKEN_SECRET).mint(Date.now()));
}
