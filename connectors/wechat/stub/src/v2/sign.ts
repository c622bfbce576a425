import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export type SignType = 'MD5' | 'HMAC-SHA256';

/** Upper hex over every field that is not empty, `sign` left out, sorted by name, with the APIv2 key at the end. */
export function signV2(
  fields: Iterable<readonly [string, string]>,
  key: string,
  type: SignType,
): string {
  const text = [...fields]
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .map(([name, value]) => ({ name, pair: `${name}=${value}` }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ pair }) => pair)
    .join('&');
  const whole = `${text}&key=${key}`;
  const hash = type === 'MD5' ? createHash('md5') : createHmac('sha256', key);
  return hash.update(whole).digest('hex').toUpperCase();
}

/** True when the two are the same text. */
export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
