import { DEMO_MERCHANT, DEMO_PAY_MODES } from '@payserver/shared/domain/demo-shop';
import type { Config } from '@payserver/shared/runtime/config';
import type {
  Money,
  ProviderMoney,
  ProviderName,
} from '@payserver/shared/store/brought-connectors';
import { type Extras, neededFor } from './extras.ts';
import { placesOf } from './places.ts';

/** What there is to tell about a gateway that has started. */
export interface BannerInput {
  readonly extras: Extras;
  readonly money: ProviderMoney;
  readonly startMs: number;
  /** a one-time link to the console; null where it is not served */
  readonly consoleLink: string | null;
}

/** What `npm start` prints on a terminal: what runs now and what to do next. */
export function bannerOf(config: Config, outcome: BannerInput): string {
  const { extras, startMs, consoleLink } = outcome;
  const database = config.embedded ? `embedded PostgreSQL in ${config.DATA_DIR}` : 'DATABASE_URL';
  const queue = config.REDIS_URL === '' ? 'the same database' : 'REDIS_URL';
  const lines = [
    '',
    `PayServer is ready after ${(startMs / 1000).toFixed(1)} s.`,
    '',
    `  API       ${config.apiUrl}   (listens on ${config.HOST}:${config.PORT})`,
    ...(consoleLink === null
      ? []
      : [
          `  Console   ${consoleLink}`,
          '            (works once, for 5 minutes; another: npm run -s console)',
        ]),
    `  Health    ${config.publicUrl}/health/ready`,
    `  Database  ${database}; queues in ${queue}`,
    `  Docs      ${config.publicUrl}${config.ROUTE_PREFIX}/docs, README.md`,
    ...moneyLines(config, outcome),
    ...firstPaymentHint(config, extras.hasSandbox),
    '',
    '  Stop it with Ctrl-C.',
    '',
  ];
  return lines.join('\n');
}

const MONEY: Readonly<Record<Money, string>> = {
  real: 'real money',
  stub: 'a stub plays it, no money moves; the phone: ',
  sandbox: 'sandbox, no money moves; docs/wechat.md and docs/alipay.md make it real',
  own: 'a connector that was registered, see its connectorKind',
  missing: 'NO PAYMENTS: the connector of an earlier start is not started; needed: ',
  none: 'no connector',
};

/** Nobody is to take play money for real. */
function moneyLines(config: Config, { extras, money }: BannerInput): string[] {
  const { phoneUrls = {} } = placesOf(config, extras);
  const lineOf = (name: ProviderName) => {
    const where = { stub: phoneUrls[name], missing: neededFor(config, name) };
    return (
      MONEY[money[name]] + (Object.entries(where).find(([of]) => of === money[name])?.[1] ?? '')
    );
  };
  const [wechat, alipay] = [lineOf('wechat'), lineOf('alipay')];
  if (wechat === alipay) return [`  Money     WeChat Pay, Alipay: ${wechat}`];
  return [`  Money     WeChat Pay: ${wechat}`, `            Alipay: ${alipay}`];
}

/** The default of DATA_DIR, where `npm run token` looks for the key by itself. */
const DEFAULT_DATA_DIR = './data';

/**
 * The lines that lead a newcomer to a first payment: how to mint a token and, with a sandbox to pay in,
 * one line for a shell that pays. None when callers bring tokens that this machine cannot mint.
 */
function firstPaymentHint(config: Config, hasSandbox: boolean): string[] {
  if (config.JWT_SECRET === '' && (config.JWT_PUBLIC_KEY || config.JWT_JWKS_URL)) return [];
  const mint = `${settingsForShell(config)}npm run -s token -- --merchant`;
  const token = `  Token     ${mint} M1`;
  if (!hasSandbox) return [token];
  return [
    token,
    '',
    '  Your first payment, in another terminal in this directory:',
    '',
    pay(config, mint),
  ];
}

/** A new clientPayNo each second, because the same one would only answer with the first payment. */
function pay(config: Config, mint: string): string {
  const body = JSON.stringify({
    payModeUUID: DEMO_PAY_MODES.wechat,
    payer: 'me',
    payee: `http://localhost/shops/${DEMO_MERCHANT}`,
    payAmount: 100,
    clientPayNo: 'NUMBER',
    payParams: { payBarCode: '134567890123456789' },
  }).replace('NUMBER', `first-'$(date +%s)'`);
  return [
    `TOKEN=$(${mint} ${DEMO_MERCHANT}) && curl -sS ${localApiUrl(config)}/pay`,
    `-H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${body}'`,
  ].join(' ');
}

function settingsForShell({ DATA_DIR }: Config): string {
  return DATA_DIR === DEFAULT_DATA_DIR ? '' : `DATA_DIR='${DATA_DIR.replaceAll("'", `'\\''`)}' `;
}

/** Where this machine reaches the API: PUBLIC_URL may lead through a proxy that is not there yet. */
export function localApiUrl(config: Config): string {
  return `${localOrigin(config)}${config.ROUTE_PREFIX}/api/v1.0.0`;
}

function localOrigin({ HOST, PORT }: Config): string {
  const isAny = HOST === '0.0.0.0' || HOST === '::';
  const host = isAny ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${host}:${PORT}`;
}

const LOOPBACK = /^https?:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/;

/**
 * Where a browser on this machine reaches the console without a proxy, for one-time links; null where it is not served
 * or the API does not listen on loopback.
 */
export function localConsoleUrl(config: Config): string | null {
  if (config.CONSOLE === '0') return null;
  const origin = LOOPBACK.test(config.publicUrl) ? config.publicUrl : localOrigin(config);
  return LOOPBACK.test(origin) ? `${origin}${config.ROUTE_PREFIX}/console` : null;
}
