import { type KeyObject, sign, verify } from 'node:crypto';

/** Names and values before they are URL-encoded. */
export type Params = Readonly<Record<string, string>>;

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]) =>
  a < b ? -1 : a > b ? 1 : 0;

/**
 * What is signed of a request: every parameter with a value but `sign`, sorted by name, `k=v` joined by `&`, values raw
 * (research C1; check value in K). Of a notice `sign_type` is left out too (research C9).
 */
export function signText(params: Params, leftOut: readonly string[] = ['sign']): string {
  return Object.entries(params)
    .filter(([name, value]) => value !== '' && !leftOut.includes(name))
    .toSorted(byName)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** RSA2: SHA256withRSA, PKCS#1 v1.5, over UTF-8, as base64. */
export function signRsa2(text: string, key: KeyObject): string {
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64');
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether this is the RSA2 signature of the text; false for whatever is no signature. */
export function isRsa2(text: string, signature: string, key: KeyObject): boolean {
  if (!BASE64.test(signature)) return false;
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'));
}
