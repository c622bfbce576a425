import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { SignType, V2Keys } from './account.ts';
import type { Fields } from './xml.ts';

/** Every field that is not empty but `sign`, by name in ASCII order, and the key at the end (research A2). */
function signTextV2(fields: Fields, key: string): string {
  const pairs = Object.keys(fields)
    .filter((name) => name !== 'sign' && fields[name] !== '')
    .sort((one, other) => (one < other ? -1 : 1))
    .map((name) => `${name}=${fields[name]}`);
  return [...pairs, `key=${key}`].join('&');
}

/** Hex in capital letters. */
export function signV2(fields: Fields, { key, signType }: V2Keys): string {
  const text = signTextV2(fields, key);
  return HASHES[signType](text, key).toUpperCase();
}

const HASHES: Readonly<Record<SignType, (text: string, key: string) => string>> = {
  MD5: (text) => createHash('md5').update(text).digest('hex'),
  'HMAC-SHA256': (text, key) => createHmac('sha256', key).update(text).digest('hex'),
};

/** Over every field that came, unknown ones too; an answer is signed in the same way as its request. */
export function isSignedV2(fields: Fields, keys: V2Keys): boolean {
  const given = Buffer.from(fields['sign'] ?? '');
  const right = Buffer.from(signV2(fields, keys));
  return given.length === right.length && timingSafeEqual(given, right);
}
