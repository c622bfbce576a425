/** What a connector said, before anybody believes it: the fields of a JSON object. */
export interface Said {
  readonly fields: Readonly<Record<string, unknown>>;
  /** fields that were said more than once: nobody knows which of them counts */
  readonly doubled: ReadonlySet<string>;
}

/** Why bytes could not be read as an object. */
export type Unreadable = 'not UTF-8' | 'not JSON' | 'not a JSON object';

/** Both skip one byte order mark. */
const LOOSE = new TextDecoder();
const STRICT = new TextDecoder('utf-8', { fatal: true });
/** Texts, brackets and commas. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/**
 * The one reader of what connectors say, be it an answer or a notice. Lenient, because money has moved by now: a
 * byte order mark is skipped, and fields that nobody reads may hold anything. But it reports fields that occur twice: another
 * reader could understand them in another way. Bytes that are no UTF-8 are no JSON (RFC 8259), and a signature is over
 * their text.
 */
export function readSaid(bytes: Uint8Array): Said | Unreadable {
  const text = LOOSE.decode(bytes);
  const fields = attempt<unknown>(() => JSON.parse(text));
  if (fields === undefined) return 'not JSON';
  if (attempt(() => STRICT.decode(bytes)) === undefined) return 'not UTF-8';
  return isRecord(fields) ? { fields, doubled: doubledIn(text) } : 'not a JSON object';
}

function attempt<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

/** @param text is known to be a JSON object */
function doubledIn(text: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const doubled = new Set<string>();
  for (const name of namesIn(text)) (seen.has(name) ? doubled : seen).add(name);
  return doubled;
}

/** The names of the outermost object, as often as they occur. */
function* namesIn(text: string): Generator<string> {
  let depth = 0;
  let expectsName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') {
      depth += 1;
      expectsName = depth === 1;
    } else if (token === '}' || token === ']') {
      depth -= 1;
    } else if (token === ',') {
      expectsName = depth === 1;
    } else if (expectsName) {
      yield String(JSON.parse(token));
      expectsName = false;
    }
  }
}

/** Whether it is an object with named fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
