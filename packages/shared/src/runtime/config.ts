import { bool, cleanEnv, host, port, str } from 'envalid';
import { readConnectorRules } from './connector-rules.ts';
import { readPublicKey } from './public-key.ts';
import {
  baseUrl,
  bearer,
  databaseUrl,
  directory,
  integer,
  isLoopback,
  issuerUrl,
  merchantUrl,
  optionalUrl,
  origins,
  readableBy,
  routePrefix,
  secret,
  timeZone,
} from './setting-kinds.ts';

/**
 * Every setting of the gateway, read once at start from the environment. A wrong value stops the
 * process with a line that names the variable: a gateway that guesses its settings moves money to
 * the wrong place.
 */
export const settings = {
  HOST: host({ default: '127.0.0.1', desc: 'address the API listens on' }),
  PORT: port({ default: 6009, desc: 'port the API listens on' }),
  PUBLIC_URL: baseUrl({ desc: 'what hrefs and notice URLs begin with' }),
  MERCHANT_URL: merchantUrl({
    desc: "a merchant's page, {uuid} in it; unset: merchant.href only tells the UUID",
  }),
  ROUTE_PREFIX: routePrefix({ default: '', desc: 'extra path in front of every route' }),
  DATA_DIR: directory({ default: './data', desc: 'embedded database, secrets, sandbox ledger' }),
  DATABASE_URL: databaseUrl({
    desc: 'PostgreSQL; unset: an embedded one in DATA_DIR',
  }),
  ALLOW_DATA_LOSS: bool({
    default: false,
    desc: 'use a PostgreSQL with fsync or full_page_writes off: a crash can charge twice',
  }),
  REDIS_URL: optionalUrl(['redis', 'rediss'], {
    desc: 'Redis or Valkey; unset: queues live in PostgreSQL',
  }),
  EMBEDDED_PG_PORT: integer(
    0,
    65_535,
  )({ default: 0, desc: 'embedded database port, 0: any free one' }),
  DB_POOL_MAX: integer(2, 200)({ default: 12, desc: 'database connections per process' }),
  QUEUE_POOL_MAX: integer(
    4,
    500,
  )({ default: 40, desc: 'PostgreSQL queue connections per process' }),
  TIME_ZONE: timeZone({ default: 'Asia/Shanghai', desc: 'zone of every time on the wire' }),
  PAY_WAIT_MS: integer(
    0,
    60_000,
  )({ default: 8_000, desc: 'how long /pay waits for the outcome, ms' }),
  MAX_PAY_AMOUNT: integer(1, 2_000_000_000)({ default: 100_000_000, desc: 'largest payment, fen' }),
  BATCH_MAX: integer(1, 10_000)({ default: 1_000, desc: 'largest batch' }),
  MAX_IN_FLIGHT: integer(
    10,
    100_000,
  )({ default: 1_000, desc: 'calls that an API process works on at once' }),
  MAX_BODY_MIB: integer(1, 4_096)({ default: 32, desc: 'size of all their bodies together, MiB' }),
  MAX_WAITING: integer(
    0,
    1_000_000,
  )({ default: 5_000, desc: 'orders whose outcome an API process waits for at once' }),
  MERCHANT_RATE: integer(
    0,
    1_000_000,
  )({ default: 2_000, desc: 'calls per second of one merchant to an API process, 0: any number' }),
  KEEP_ALIVE_MS: integer(
    1_000,
    3_600_000,
  )({ default: 620_000, desc: 'how long an idle connection of a caller or proxy stays open, ms' }),
  CORS_ORIGINS: origins({ desc: 'origins whose pages may call the API; none unless set' }),
  DRAIN_MS: integer(
    0,
    5_000,
  )({
    default: 3_000,
    desc: 'time to keep serving after SIGTERM while health checks see it stopping, ms',
  }),
  MAX_LOOP_DELAY_MS: integer(
    0,
    60_000,
  )({
    default: 1_000,
    desc: 'event-loop delay above which requests are refused (503), ms, 0: never refused',
  }),
  ENFORCE_PAYEE: bool({ default: true, desc: "payee must end in the caller's merchant UUID" }),
  JWT_SECRET: secret({ desc: 'HS256 key, at least 32 bytes' }),
  JWT_PUBLIC_KEY: readableBy(readPublicKey, { desc: 'PEM public key (RS256, ES256 or EdDSA)' }),
  JWT_JWKS_URL: optionalUrl(['http', 'https'], { desc: 'JSON Web Key Set' }),
  JWT_JWKS_REFRESH_MS: integer(
    500,
    300_000,
  )({ default: 10_000, desc: 'how often the key set is fetched, ms' }),
  JWT_JWKS_KEEP_MS: integer(
    0,
    2_592_000_000,
  )({ default: 86_400_000, desc: 'how long its keys count while it cannot be fetched, ms' }),
  JWT_ISSUER: str({ default: '', desc: 'required iss, when set' }),
  JWT_AUDIENCE: str({ default: '', desc: 'required aud, when set' }),
  NOTIFY_TOKEN_SECRET: secret({ desc: 'key of the tokens in notice URLs, at least 32 bytes' }),
  CONNECTOR_ALLOW: readableBy((list) => readConnectorRules(list, []), {
    desc: 'origins or CIDR:port where connectors may live',
  }),
  NOTIFY_ALLOW: readableBy((list) => readConnectorRules(list, []), {
    desc: 'origins or CIDR:port that notifications may be sent to beside public https addresses',
  }),
  SANDBOX: str({ default: 'auto', choices: ['auto', '1', '0'], desc: 'start sandbox connectors' }),
  SANDBOX_PORT: port({ default: 6010, desc: 'port of the sandbox connectors' }),
  ACCOUNTS: str({
    default: 'auto',
    choices: ['auto', '1', '0'],
    desc: "start the shop's own books: on account, stored value, count cards",
  }),
  ACCOUNTS_PORT: port({ default: 6011, desc: "port of the shop's own books" }),
  WECHAT: str({
    default: 'auto',
    choices: ['auto', '1', '0'],
    desc: 'start the WeChat Pay connector; auto: where WECHAT_MERCHANTS has a merchant',
  }),
  WECHAT_PORT: port({ default: 6012, desc: 'port of the WeChat Pay connector' }),
  WECHAT_MERCHANTS: str({
    default: '',
    desc: "folder with a file for each of WeChat Pay's merchants; unset: wechat in DATA_DIR",
  }),
  ALIPAY: str({
    default: 'auto',
    choices: ['auto', '1', '0'],
    desc: 'start the Alipay connector; auto: where ALIPAY_MERCHANTS has a merchant',
  }),
  ALIPAY_PORT: port({ default: 6013, desc: 'port of the Alipay connector' }),
  ALIPAY_MERCHANTS: str({
    default: '',
    desc: "folder with a file for each of Alipay's merchants; unset: alipay in DATA_DIR",
  }),
  STUBS_PORT: integer(
    1,
    65_531,
  )({ default: 6020, desc: 'the first of the five ports of npm start -- --with-stubs' }),
  CONSOLE: str({
    default: 'auto',
    choices: ['auto', '1', '0'],
    desc: 'serve the console; auto: where npm start runs the whole gateway',
  }),
  CONSOLE_IDLE_MS: integer(
    1_000,
    86_400_000,
  )({ default: 1_800_000, desc: 'when a console session ends that nobody uses, ms' }),
  CONSOLE_SESSION_MS: integer(
    1_000,
    604_800_000,
  )({ default: 43_200_000, desc: 'when every console session ends, ms' }),
  OIDC_ISSUER: issuerUrl({ desc: 'OpenID provider that people log in to the console with' }),
  OIDC_CLIENT_ID: str({ default: '', desc: 'what the provider calls the console' }),
  OIDC_CLIENT_SECRET: str({ default: '', desc: 'its secret there; unset: a public client' }),
  OIDC_SCOPES: str({ default: 'openid profile', desc: 'scopes that the console asks it for' }),
  OIDC_SCOPE_CLAIM: str({
    default: 'scope',
    desc: 'claim that holds payserver:view, support, operate or admin: a text or a list',
  }),
  OIDC_LABEL: str({ default: 'Single sign-on', desc: 'what the log-in page calls it' }),
  SWEEP_INTERVAL_MS: integer(
    50,
    5_000,
  )({ default: 1_000, desc: 'how often overdue orders are woken, ms' }),
  LEASE_MS: integer(
    1_000,
    600_000,
  )({
    default: 10_000,
    desc: 'when an order is taken over whose worker hangs or whose machine vanished, ms',
  }),
  CIRCUIT_FAILURES: integer(
    1,
    10_000,
  )({ default: 10, desc: 'consecutive failed calls that open the circuit of a connector' }),
  CIRCUIT_OPEN_MS: integer(
    100,
    600_000,
  )({ default: 5_000, desc: 'how long, until one call tries again, ms' }),
  METRICS_HOST: host({ default: '127.0.0.1', desc: "address of the worker's page of metrics" }),
  METRICS_PORT: integer(0, 65_535)({ default: 0, desc: 'port of that page, 0: none' }),
  METRICS_TOKEN: bearer({
    desc: 'what its readers send as a bearer, at least 32 bytes; needed where it is not on loopback',
  }),
  LOG_LEVEL: str({
    default: 'info',
    choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
    desc: 'least severe log line that is written',
  }),
};

/** The key of the callers is one of these. */
const KEYS = ['JWT_SECRET', 'JWT_PUBLIC_KEY', 'JWT_JWKS_URL'] as const;

/** The gateway's settings after validation; `publicUrl`, `apiUrl` (what every href begins
 * with) and `embedded` are derived from them. */
export type Config = ReturnType<typeof readConfig>;

/** Settings that cannot be used. `message` has a line for a person for each, which names the variable. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads and checks the settings, all of them before anything is done with one.
 *
 * @throws {ConfigError} a line for every wrong variable
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const known = cleanEnv(env, settings, { reporter: reportInLines });
  refuseSecondKey(known);
  refuseHalfProvider(known);
  refuseOpenMetrics(known);
  const publicUrl = (known.PUBLIC_URL || `http://localhost:${known.PORT}`).replace(/\/+$/, '');
  return Object.freeze({
    ...known,
    publicUrl,
    apiUrl: `${publicUrl}${known.ROUTE_PREFIX}/api/v1.0.0`,
    embedded: known.DATABASE_URL === '',
  });
}

function reportInLines({ errors }: { errors: Partial<Record<string, Error>> }): void {
  const lines = Object.entries(errors).map(([name, error]) => `${name}: ${oneLine(error)}`);
  if (lines.length > 0) throw new ConfigError(lines.join('\n'));
}

/** Which of two keys would a token have to be signed with? */
function refuseSecondKey(known: Readonly<Record<(typeof KEYS)[number], string>>): void {
  const given = KEYS.filter((name) => known[name] !== '');
  if (given.length > 1) throw new ConfigError(`${given.join(', ')}: set only one of them`);
}

function refuseHalfProvider(
  known: Readonly<Record<'OIDC_ISSUER' | 'OIDC_CLIENT_ID', string>>,
): void {
  if ((known.OIDC_ISSUER === '') === (known.OIDC_CLIENT_ID === '')) return;
  throw new ConfigError('OIDC_ISSUER, OIDC_CLIENT_ID: set both or neither');
}

function refuseOpenMetrics(
  known: Readonly<Record<'METRICS_HOST' | 'METRICS_TOKEN', string>> & {
    readonly METRICS_PORT: number;
  },
): void {
  const { METRICS_HOST, METRICS_PORT, METRICS_TOKEN } = known;
  if (METRICS_PORT === 0 || METRICS_TOKEN !== '' || isLoopback(METRICS_HOST)) return;
  throw new ConfigError(
    `METRICS_HOST: ${METRICS_HOST} is not loopback: set METRICS_TOKEN, or anybody reads the metrics`,
  );
}

/** A value from a mounted file may end in a line break. */
function oneLine(error: Error | undefined): string {
  return (error?.message ?? 'wrong').replace(/\s*[\r\n]+\s*/g, ' ');
}
