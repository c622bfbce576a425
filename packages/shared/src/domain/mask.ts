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
  return isRecord(payParams) ? maskRecord(payParams, secret) : {};
}

function maskRecord(record: Record<string, unknown>, secret: ReadonlySet<string>) {
  const entries = Object.entries(record).map(
    ([key, value]) =>
      [key, secret.has(key) ? maskSecret(value) : maskValue(value, secret)] as const,
  );
  return Object.fromEntries<unknown>(entries);
}

function maskValue(value: unknown, secret: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => maskValue(item, secret));
  return isRecord(value) ? maskRecord(value, secret) : value;
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
