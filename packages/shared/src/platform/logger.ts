import { type Logger, pino } from 'pino';

export type { Logger } from 'pino';

const SECRET_PATHS = [
  'payParams',
  '*.payParams',
  'payBarCode',
  '*.payBarCode',
  'headers.authorization',
  'req.headers.authorization',
  'token',
  '*.token',
  'notifySecret',
  '*.notifySecret',
  'DATABASE_URL',
  '*.DATABASE_URL',
  'REDIS_URL',
  '*.REDIS_URL',
  'JWT_SECRET',
  '*.JWT_SECRET',
  'NOTIFY_TOKEN_SECRET',
  '*.NOTIFY_TOKEN_SECRET',
];

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
 * A gateway's own tractionNo is masked too when it looks like a barcode; log orders by uuid.
 */
export function maskSecrets(text: string): string {
  return SECRET_VALUES.reduce((masked, [pattern, put]) => masked.replace(pattern, put), text);
}

/**
 * A log line with secrets masked inside its values. Only a line that seems to hold one is taken apart:
 * masking the text of the line itself could break its JSON, or reach from one field into the next.
 */
function maskLine(line: string): string {
  if (maskSecrets(line) === line) return line;
  return `${JSON.stringify(JSON.parse(line, maskValue))}\n`;
}

function maskValue(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (typeof value !== 'number') return value;
  const masked = maskSecrets(String(value));
  return masked === String(value) ? value : masked;
}

/** A structured logger (one JSON line per entry on stdout) that redacts secrets by path and by value. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    formatters: { level: (label) => ({ level: label }) },
    hooks: { streamWrite: maskLine },
  });
}
