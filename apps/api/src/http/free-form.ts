const MAX_DEPTH = 8;
const MAX_KEYS = 64;
const MAX_KEY_LENGTH = 64;
const MAX_ITEMS = 256;
const MAX_TEXT = 2_048;
const MAX_BYTES = 16_384;

/**
 * Why an object whose fields are the caller's business is too large to keep, or null: it is stored
 * with the order for ever and sent to the connector.
 */
export function freeFormProblem(value: object): string | null {
  const problem = findProblem(value, 1);
  if (problem !== null) return problem;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  return bytes > MAX_BYTES ? `must have at most ${MAX_BYTES} bytes of JSON` : null;
}

function findProblem(value: unknown, depth: number): string | null {
  if (typeof value === 'string') {
    return value.length > MAX_TEXT ? `must not hold texts longer than ${MAX_TEXT}` : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (depth > MAX_DEPTH) return `must not be nested deeper than ${MAX_DEPTH}`;
  const children = Array.isArray(value) ? itemsOf(value) : valuesOf(value);
  if (typeof children === 'string') return children;
  for (const child of children) {
    const problem = findProblem(child, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function itemsOf(array: readonly unknown[]): readonly unknown[] | string {
  return array.length > MAX_ITEMS ? `must not hold lists longer than ${MAX_ITEMS}` : array;
}

function valuesOf(object: object): readonly unknown[] | string {
  const keys = Object.keys(object);
  if (keys.length > MAX_KEYS) return `must not hold more than ${MAX_KEYS} fields in one object`;
  if (keys.some((key) => key.length > MAX_KEY_LENGTH)) {
    return `must not hold names longer than ${MAX_KEY_LENGTH}`;
  }
  return Object.values<unknown>(object as Record<string, unknown>);
}
