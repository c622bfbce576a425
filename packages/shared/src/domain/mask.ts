import { isRecord } from './said.ts';

/** Whoever reads a barcode within its minute of life can charge the customer. */
const ALWAYS_SECRET = 'payBarCode';
const SHOWN = 4;

/**
 * The same payParams with every secret in them masked to its last four digits, at any depth.
 *
 * @param secretParams keys that are secret beside `payBarCode`
 */
export function maskPayParams(
  payParams: unknown,
  secretParams: readonly string[] = [],
): Record<string, unknown> {
  const secret = new Set([ALWAYS_SECRET, ...secretParams]);
  return isRecord(payParams) ? maskRecord(payParams, (key) => secret.has(key)) : {};
}

/** Names that say so themselves: `apiKey`, `app_secret`, `token`, `privateKey`. */
const SECRET_NAME = /(?:key|secret|token|passw(?:or)?d|private|credential)/i;
const MASKED = /^\*\*\*/;

/**
 * The same connectorParams with every secret in them masked, at any depth: what is called so, and what the mode or its
 * template names in `secretParams`.
 */
export function maskConnectorParams(
  connectorParams: unknown,
  secretParams: readonly string[],
): Record<string, unknown> {
  const secret = new Set(secretParams);
  const isSecret = (key: string) => secret.has(key) || SECRET_NAME.test(key);
  return isRecord(connectorParams) ? maskRecord(connectorParams, isSecret) : {};
}

/** Whether a value in it has the form of a masked one: sent back, it would take the place of the secret. */
export function holdsMasked(value: unknown): boolean {
  if (typeof value === 'string') return MASKED.test(value);
  if (Array.isArray(value)) return value.some(holdsMasked);
  return isRecord(value) && Object.values(value).some(holdsMasked);
}

type IsSecret = (key: string) => boolean;

function maskRecord(record: Record<string, unknown>, isSecret: IsSecret) {
  const entries = Object.entries(record).map(
    ([key, value]) =>
      [key, isSecret(key) ? maskSecret(value) : maskValue(value, isSecret)] as const,
  );
  return Object.fromEntries<unknown>(entries);
}

function maskValue(value: unknown, isSecret: IsSecret): unknown {
  if (Array.isArray(value)) return value.map((item) => maskValue(item, isSecret));
  return isRecord(value) ? maskRecord(value, isSecret) : value;
}

/** Whether any of these keys occurs, at any depth. */
export function holdsSecrets(value: unknown, secretParams: readonly string[] = []): boolean {
  const secret = new Set([ALWAYS_SECRET, ...secretParams]);
  const holds = (part: unknown): boolean => {
    if (Array.isArray(part)) return part.some(holds);
    if (!isRecord(part)) return false;
    return Object.entries(part).some(([key, inner]) => secret.has(key) || holds(inner));
  };
  return holds(value);
}

/** At most the last four characters of it, and none of a short one. */
export function maskSecret(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.length > 2 * SHOWN ? `***${text.slice(-SHOWN)}` : '***';
}
