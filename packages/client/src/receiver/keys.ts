import { createHmac, createPublicKey, type KeyObject, timingSafeEqual, verify } from 'node:crypto';

/** Of Standard Webhooks: a shared secret signs `v1`, a key pair `v1a`. */
export interface Keys {
  readonly secrets: readonly Uint8Array[];
  readonly publicKeys: readonly KeyObject[];
}

const SECRET = 'whsec_';
const PUBLIC_KEY = 'whpk_';
const SECRET_BYTES = { min: 24, max: 64 };
const PUBLIC_KEY_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 key in SubjectPublicKeyInfo (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const BASE64 = 'base64';

/**
 * Takes each secret apart once. A text of neither form, or of another length, is refused at the start, not at the first
 * message: a receiver without a key would refuse all of them.
 *
 * @throws {TypeError} which never repeats the text
 */
export function readKeys(texts: readonly string[]): Keys {
  if (texts.length === 0) throw new TypeError('a receiver needs a secret');
  const ofKind = (prefix: string) => texts.filter((text) => text.startsWith(prefix));
  const secrets = ofKind(SECRET).map((text) => bytesOf(text.slice(SECRET.length)));
  const publicKeys = ofKind(PUBLIC_KEY).map((text) => bytesOf(text.slice(PUBLIC_KEY.length)));
  if (secrets.length + publicKeys.length !== texts.length) {
    throw new TypeError('a secret begins with whsec_, a public key with whpk_');
  }
  if (secrets.some(({ length }) => length < SECRET_BYTES.min || length > SECRET_BYTES.max)) {
    throw new TypeError('a secret has 24 to 64 bytes in base64 after whsec_');
  }
  if (publicKeys.some(({ length }) => length !== PUBLIC_KEY_BYTES)) {
    throw new TypeError('a public key has 32 bytes in base64 after whpk_');
  }
  return { secrets, publicKeys: publicKeys.map(ed25519) };
}

/** Whether one of the secrets makes this `v1` signature of these bytes. Every secret is tried, each in constant time. */
export function isHmacOf(secrets: Keys['secrets'], signed: Uint8Array, signature: string): boolean {
  return secrets
    .map((secret) => createHmac('sha256', secret).update(signed).digest(BASE64))
    .map((expected) => isSame(expected, signature))
    .includes(true);
}

/** Whether one of the keys made this `v1a` signature of these bytes. */
export function isSignedBy(
  keys: Keys['publicKeys'],
  signed: Uint8Array,
  signature: string,
): boolean {
  const bytes = bytesOf(signature);
  if (bytes.length !== 64) return false;
  return keys.some((key) => verify(null, signed, key, bytes));
}

/** Compares texts in a time that says nothing of where they differ. */
export function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Nothing where it is not the one base64 text of its bytes: `Buffer.from` would skip what does not belong there. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.from(text, BASE64);
  return bytes.toString(BASE64) === text ? bytes : Buffer.alloc(0);
}

function ed25519(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' });
}
