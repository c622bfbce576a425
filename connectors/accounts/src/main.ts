import { readEnvFile } from '@payserver/shared/runtime/env-file';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { startPart } from '@payserver/shared/runtime/start-part';
import { check } from './check.ts';
import { startAccounts } from './service.ts';
import { readAccountsSettings } from './settings.ts';

/** Without a command: the service, until a signal. `check`: see {@link check}. */
async function run([command, ...options]: readonly string[]): Promise<void> {
  if (command === undefined) {
    await serve();
  } else if (command === 'check') {
    await readEnvFile();
    await check(options);
  } else {
    throw new StartError(`no such command: ${command} (there is: check)`);
  }
}

async function serve(): Promise<void> {
  const settings = readAccountsSettings(process.env);
  const log = createLogger('accounts', settings.LOG_LEVEL);
  const service = await startAccounts(settings, log);
  runUntilStopped({ log }, service);
  markReady({ port: service.port });
  log.info({ port: service.port }, 'accounts take calls');
}

void startPart(async () => await run(process.argv.slice(2)), 'accounts');
