import { isIP } from 'node:net';
import { findRunningUrl } from '@payserver/embedded-postgres/running-url';
import { readConnectorRules } from '@payserver/shared/runtime/connector-rules';
import {
  databaseUrl,
  directory,
  integer,
  readableBy,
  timeZone,
} from '@payserver/shared/runtime/setting-kinds';
import { StartError } from '@payserver/shared/runtime/start-error';
import { type CleanedEnv, cleanEnv, EnvError, makeValidator, str } from 'envalid';

/** Where a connector listens, where its journal is, and whom it believes. */
export interface ConnectorSettings {
  readonly HOST: string;
  readonly PORT: number;
  /** '': the embedded database of the gateway that runs on DATA_DIR */
  readonly DATABASE_URL: string;
  readonly DATA_DIR: string;
  /** Standard Webhooks, as registered with the template; '': calls are not checked, notices not signed */
  readonly NOTIFY_SECRET: string;
  /** the one before: calls that it signed are taken, too */
  readonly NOTIFY_SECRET_OLD: string;
  /** origins or CIDR:port where notices may go; '': loopback */
  readonly GATEWAY_ALLOW: string;
  readonly TIME_ZONE: string;
  readonly LOG_LEVEL: string;
  readonly LANGUAGE: 'en' | 'zh';
}

const SECRET = /^(?:whsec_)?[A-Za-z0-9+/]+={0,2}$/;

function notifySecret(spec: { desc: string }) {
  return makeValidator<string>((input) => {
    const bytes = Buffer.from(input.replace(/^whsec_/, ''), 'base64').length;
    if (input === '' || (SECRET.test(input) && bytes >= 24)) return input;
    throw new EnvError('must be base64 of at least 24 bytes, with or without whsec_ in front');
  })({ ...spec, default: '' });
}

const SPECS = {
  HOST: str({ default: '127.0.0.1', desc: 'address to listen on' }),
  PORT: integer(0, 65_535)({ default: 7_700, desc: 'port to listen on; 0: any free one' }),
  DATABASE_URL: databaseUrl({ desc: 'PostgreSQL of the journal' }),
  DATA_DIR: directory({ default: './data', desc: 'of the gateway whose database is used' }),
  NOTIFY_SECRET: notifySecret({ desc: 'the notifySecret of the template' }),
  NOTIFY_SECRET_OLD: notifySecret({ desc: 'the one before' }),
  GATEWAY_ALLOW: readableBy((list) => readConnectorRules(list, []), {
    desc: 'origins or CIDR:port where notices may go',
  }),
  TIME_ZONE: timeZone({ default: 'Asia/Shanghai', desc: 'zone of every time on the wire' }),
  LOG_LEVEL: str({
    default: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    desc: 'least severe log line that is written',
  }),
  LANGUAGE: str({ default: 'zh', choices: ['en', 'zh'], desc: 'language of what cashiers read' }),
};

/**
 * The settings of a connector from these variables.
 *
 * @throws {StartError} a line for each that is wrong
 */
export function readSettings(env: NodeJS.ProcessEnv): ConnectorSettings {
  const settings = readSpecs(env, SPECS);
  if (settings.NOTIFY_SECRET === '' && !isLoopback(settings.HOST)) {
    throw new StartError(
      `NOTIFY_SECRET is needed when HOST is ${settings.HOST}: without it anyone who reaches the port can pay and refund`,
    );
  }
  return settings;
}

/**
 * Settings by their specs, for connectors that have some of their own.
 *
 * @throws {StartError} a line for each that is wrong
 */
export function readSpecs<S>(env: NodeJS.ProcessEnv, specs: S): CleanedEnv<S> {
  const wrong: string[] = [];
  const settings = cleanEnv(env, specs, {
    reporter: ({ errors }) => {
      for (const [name, error] of Object.entries<Error | undefined>(errors)) {
        wrong.push(`${name} ${error?.message}`);
      }
    },
  });
  if (wrong.length > 0) throw new StartError(wrong.join('\n'));
  return settings;
}

/**
 * The database that these settings name, or that of the gateway which runs on DATA_DIR.
 *
 * @throws {StartError} none is named and none runs
 */
export async function databaseUrlOf({
  DATABASE_URL,
  DATA_DIR,
}: Pick<ConnectorSettings, 'DATABASE_URL' | 'DATA_DIR'>): Promise<string> {
  return DATABASE_URL === '' ? await findRunningUrl(DATA_DIR) : DATABASE_URL;
}

function isLoopback(host: string): boolean {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}
