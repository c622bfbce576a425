import { join } from 'node:path';
import type { Config } from '@payserver/shared/runtime/config';
import type { Logger } from '@payserver/shared/runtime/logger';
import { announceGateway, type RunningGateway } from '@payserver/shared/runtime/running-gateway';
import { PROVIDERS } from '@payserver/shared/store/brought-connectors';
import { type BannerInput, bannerOf, localApiUrl, localConsoleUrl } from './banner.ts';
import { neededFor } from './extras.ts';
import { hasVerificationKey } from './secrets.ts';

/** What becomes of the gateway, for whoever started it: plain lines on a terminal, log lines elsewhere. */
export interface Teller {
  starting(): void;
  ready(outcome: BannerInput): void;
  stopping(signal: NodeJS.Signals): void;
  /** the last line; how it ended */
  stopped(how: 'clean' | 'failed' | 'killed'): void;
}

/** True when a person reads what this process writes. */
function isOnTerminal(): boolean {
  return process.stdout.isTTY;
}

/** The LOG_LEVEL of all parts: a person reads the lines above, and of the log only warnings and errors. */
export function logLevelOf(config: Config): Config['LOG_LEVEL'] {
  return isOnTerminal() && process.env['LOG_LEVEL'] === undefined ? 'warn' : config.LOG_LEVEL;
}

/** Tells a terminal when there is one, otherwise the log. */
export function createTeller(config: Config, log: Logger): Teller {
  return isOnTerminal() ? tellPerson(config) : tellLog(config, log);
}

const LAST_WORDS = {
  clean: 'stopped',
  failed: 'stopped after a failure, see above',
  killed: 'ended at once; open orders are taken up at the next start',
} as const;

function tellPerson(config: Config): Teller {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  const data = config.embedded ? ` The data stays in ${config.DATA_DIR}.` : '';
  return {
    starting: () => say('PayServer starts ...'),
    ready: (outcome) => say(bannerOf(config, outcome)),
    stopping: (signal) =>
      say(`PayServer stops (${signal}): calls in progress are finished first ...`),
    stopped: (how) =>
      say(`PayServer has ${how === 'killed' ? 'been ' : ''}${LAST_WORDS[how]}.${data}`),
  };
}

function tellLog(config: Config, log: Logger): Teller {
  const { apiUrl, publicUrl, HOST, PORT } = config;
  return {
    starting: () => log.info('starting'),
    ready: ({ startMs, money }) => {
      const ms = Math.round(startMs);
      for (const name of PROVIDERS) {
        if (money[name] !== 'missing') continue;
        const needed = neededFor(config, name);
        log.warn({ provider: name, needed }, 'its connector is not started: no payment goes out');
      }
      log.info({ apiUrl, docs: `${publicUrl}/docs`, HOST, PORT, ms, money }, 'ready');
    },
    stopping: (signal) => log.info({ signal }, 'stopping'),
    stopped: (how) => log[how === 'clean' ? 'info' : 'warn'](LAST_WORDS[how]),
  };
}

interface Announced extends Pick<RunningGateway, 'sandboxUrl' | 'accountsUrl' | 'phoneUrls'> {
  readonly log: Logger;
}

/** Lets `npm run demo`, `token` and the checks find this gateway. One that cannot be announced still serves. */
export async function announce({ log, ...places }: Announced, config: Config): Promise<void> {
  const state = {
    apiUrl: localApiUrl(config),
    consoleUrl: localConsoleUrl(config),
    publicUrl: config.publicUrl,
    ...places,
    hasOwnDatabase: config.embedded,
    hasOwnKey: !hasVerificationKey(config),
  };
  await announceGateway(config.DATA_DIR, state).catch((error: unknown) => {
    log.warn({ err: error, file: join(config.DATA_DIR, 'gateway.json') }, 'cannot be announced');
  });
}
