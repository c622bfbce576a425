/** Search params are plain texts, as a person writes them: `?status=paying&tractionNo=1234`. */
export type PlainSearch = Record<string, string>;

/** The params of `?a=b`; of a name that comes twice the first counts. */
export function parseSearch(text: string): PlainSearch {
  const search: PlainSearch = {};
  for (const [name, value] of new URLSearchParams(text)) {
    if (!Object.hasOwn(search, name) && name !== '__proto__') search[name] = value;
  }
  return search;
}

/** `?a=b`, or nothing; params without a value are left out. */
export function writeSearch(search: Readonly<Record<string, unknown>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' && value !== '') params.set(name, value);
    if (typeof value === 'number') params.set(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** A param that is a text, else undefined. */
export function textParam(search: Readonly<Record<string, unknown>>, name: string) {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Where to go after log-in: a path of the console itself. Anything that a browser could read as another host
 * (`//host`, `/\host`, `https:`) leads to the start.
 */
export function safeReturn(to: unknown): string {
  if (typeof to !== 'string' || !to.startsWith('/')) return '/';
  const isOdd = to.startsWith('//') || /[\\\p{Cc}]/u.test(to);
  return isOdd || to.startsWith('/login') ? '/' : to;
}
