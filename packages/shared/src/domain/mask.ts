const SECRET_PARAMS: ReadonlySet<string> = new Set(['payBarCode']);
const SHOWN = 4;

/**
 * The same payParams with every payment barcode masked to its last four digits, at any depth: whoever
 * reads a barcode within its minute of life can charge the customer.
 */
export function maskPayParams(payParams: unknown): Record<string, unknown> {
  return isRecord(payParams) ? maskRecord(payParams) : {};
}

function maskRecord(record: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(record).map(
    ([key, value]) => [key, SECRET_PARAMS.has(key) ? maskSecret(value) : maskValue(value)] as const,
  );
  return Object.fromEntries<unknown>(entries);
}

function maskValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(maskValue);
  return isRecord(value) ? maskRecord(value) : value;
}

function maskSecret(value: unknown): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return text.length > 2 * SHOWN ? `***${text.slice(-SHOWN)}` : '***';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
