import { startConnector } from '@payserver/connector-kit/connector';
import { openMerchants } from '@payserver/connector-kit/merchants';
import { readEnvFile } from '@payserver/shared/runtime/env-file';
import { markReady, runUntilStopped } from '@payserver/shared/runtime/lifecycle';
import { createLogger, type Logger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { startPart } from '@payserver/shared/runtime/start-part';
import { createTimeFormat } from '@payserver/shared/runtime/time';
import { readAccount } from './account.ts';
import { runBill } from './bill-command.ts';
import { openHttp } from './http.ts';
import { noticeRoute } from './notice-route.ts';
import { createAlipayProvider } from './provider/provider.ts';
import { runSelftest } from './selftest.ts';
import { type AlipaySettings, readAlipaySettings } from './settings.ts';
import { TEXTS } from './texts.ts';

const NAME = 'alipay';

/** Without a command: the connector, until a signal. `selftest`, `bill`: see {@link runSelftest}, {@link runBill}. */
async function run([command, ...options]: readonly string[]): Promise<void> {
  if (command === undefined) return await serve();
  if (command !== 'selftest' && command !== 'bill') {
    throw new StartError(`no such command: ${command} (there are: selftest, bill)`);
  }
  await readEnvFile();
  await (command === 'bill' ? runBill : runSelftest)(options);
}

async function serve(): Promise<void> {
  const settings = readAlipaySettings(process.env);
  const log = createLogger(NAME, settings.LOG_LEVEL);
  const connector = await startAlipay(settings, log);
  runUntilStopped({ log }, connector);
  markReady({ port: connector.port });
  log.info({ port: connector.port }, `${NAME} takes calls`);
}

async function startAlipay(settings: AlipaySettings, log: Logger) {
  const accounts = openMerchants({ dir: settings.MERCHANTS_DIR, read: readAccount, log });
  process.on('SIGHUP', () => accounts.reload());
  const http = openHttp();
  const provider = createAlipayProvider({
    ...{ accounts, http, log, texts: TEXTS[settings.LANGUAGE], times: settings },
    formatTime: createTimeFormat(settings.TIME_ZONE),
    shownCodes: new Set(),
  });
  const { port, stop } = await startConnector(provider, {
    ...{ name: NAME, settings, log },
    routes: (app, { find, ask }) => noticeRoute(app, { accounts, log, find, ask }),
  });
  return {
    port,
    stop: async () => {
      await stop();
      accounts.stop();
      http.close();
    },
  };
}

void startPart(async () => await run(process.argv.slice(2)), NAME);
