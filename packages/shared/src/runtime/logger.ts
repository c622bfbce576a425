import { type Logger, type LoggerOptions, pino, stdSerializers } from 'pino';
import { PinoPretty } from 'pino-pretty';

export type { Logger } from 'pino';

/** Fields whose value is never written, however deep they are. */
const SECRET_NAMES = [
  'payParams',
  'payBarCode',
  'authorization',
  'token',
  'notifySecret',
  'DATABASE_URL',
  'REDIS_URL',
  'JWT_SECRET',
  'NOTIFY_TOKEN_SECRET',
  'METRICS_TOKEN',
];
const SECRET_FIELDS: ReadonlySet<string> = new Set(SECRET_NAMES);
const HAS_SECRET_FIELD = new RegExp(`"(?:${SECRET_NAMES.join('|')})":(?!null)`);

/** Fields that hold the gateway's own numbers: one of a refund looks like an Alipay barcode. */
const NUMBER_FIELDS: ReadonlySet<string> = new Set([
  'tractionNo',
  'payTractionNo',
  'refundTractionNo',
]);
const TRACTION_NO = /^[12]\d{19}$/;

/**
 * Secrets that reach a log line inside a longer text, where a path cannot name them: payment barcodes
 * (WeChat 10-15…, Alipay 25-30…, UnionPay 62…: 16 to 24 digits), JWTs, and passwords in URLs.
 */
const SECRET_VALUES: ReadonlyArray<readonly [RegExp, string]> = [
  [/(?<!\d)(?:1[0-5]|2[5-9]|30|62)\d{10,18}(\d{4})(?!\d)/g, '***$1'],
  [/eyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[jwt]'],
  [/(:\/\/[^\s:@/]*):[^\s/]+@/g, '$1:***@'],
  [/([?&](?:password|passwd|pwd)=)[^&\s"]+/gi, '$1***'],
];

/**
 * The same text with everything that looks like a credential masked to at most its last four digits.
 * A gateway's own tractionNo is masked too when it looks like a barcode: inside a text nothing tells them
 * apart. Log orders by uuid, or the number in a field of its name.
 */
export function maskSecrets(text: string): string {
  return SECRET_VALUES.reduce((masked, [pattern, put]) => masked.replace(pattern, put), text);
}

/**
 * A log line with secrets masked inside its names and values. Only a line that seems to hold one is taken
 * apart: masking the text of the line itself could break its JSON, or reach from one field into the next.
 */
function maskLine(line: string): string {
  if (!HAS_SECRET_FIELD.test(line) && maskSecrets(line) === line) return line;
  return `${JSON.stringify(JSON.parse(line, maskValue))}\n`;
}

function maskValue(key: string, value: unknown): unknown {
  if (value === null) return null;
  if (SECRET_FIELDS.has(key)) return '[redacted]';
  if (typeof value === 'object') return maskNames(value);
  if (typeof value === 'string') return isOwnNumber(key, value) ? value : maskSecrets(value);
  if (typeof value !== 'number') return value;
  const masked = maskSecrets(String(value));
  return masked === String(value) ? value : masked;
}

function isOwnNumber(key: string, value: string): boolean {
  return NUMBER_FIELDS.has(key) && TRACTION_NO.test(value);
}

function maskNames(value: object): object {
  const entries = Array.isArray(value) ? [] : Object.entries(value);
  if (entries.every(([name]) => maskSecrets(name) === name)) return value;
  return Object.fromEntries(entries.map(([name, inner]) => [maskSecrets(name), inner]));
}

/** What PostgreSQL quotes of the row that it refused: secrets of any form may be in it. */
const ROW_FIELDS: ReadonlySet<string> = new Set(['detail', 'where']);
const MAX_ERROR_DEPTH = 8;

/** An error without the row that it is about, also where Prisma has put PostgreSQL's error inside its own. */
function describeError(error: Error): unknown {
  return withoutRow(stdSerializers.err(error), MAX_ERROR_DEPTH);
}

function withoutRow(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  if (depth === 0) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => withoutRow(item, depth - 1));
  const entries = Object.entries(value).filter(([key]) => !ROW_FIELDS.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutRow(inner, depth - 1)]));
}

/**
 * A structured logger on stdout that masks secrets by field and by value: one JSON line for each entry, or
 * on a terminal one for people, with the time of this machine.
 */
export function createLogger(name: string, level: string): Logger {
  const options: LoggerOptions = {
    name,
    level,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    hooks: { streamWrite: maskLine },
  };
  return process.stdout.isTTY ? pino(options, PinoPretty(FOR_PEOPLE)) : pino(options);
}

const FOR_PEOPLE = {
  // A process that ends must not take its last lines along.
  sync: true,
  singleLine: true,
  ignore: 'pid,hostname',
  translateTime: 'SYS:HH:MM:ss',
} as const;
