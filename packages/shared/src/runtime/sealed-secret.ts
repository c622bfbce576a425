import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** What an endpoint's messages are signed with: a key of HMAC-SHA256 and the seed of an ed25519 key, 32 bytes each. */
export interface EndpointSecret {
  readonly hmac: Buffer;
  readonly seed: Buffer;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = 'v1.';

/** A new secret of random bytes. */
export function newEndpointSecret(): EndpointSecret {
  return { hmac: randomBytes(KEY_BYTES), seed: randomBytes(KEY_BYTES) };
}

/** As a merchant sees it, once: `whsec_` and base64 (Standard Webhooks). */
export function shownSecret({ hmac }: EndpointSecret): string {
  return `whsec_${hmac.toString('base64')}`;
}

/** The public key of its v1a signatures: `whpk_` and base64 of the 32 raw bytes. No secret. */
export function shownPublicKey(secret: EndpointSecret): string {
  const der = createPublicKey(signingKeyOf(secret)).export({ format: 'der', type: 'spki' });
  return `whpk_${der.subarray(-KEY_BYTES).toString('base64')}`;
}

/** What stands before the seed in PKCS #8 (RFC 8410). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The private key of its v1a signatures. */
export function signingKeyOf({ seed }: EndpointSecret): KeyObject {
  const key = Buffer.concat([PKCS8_PREFIX, seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}

/** Seals secrets for the database and opens them again. */
export interface SecretSeal {
  /** Sealed for this endpoint: text for a column. */
  seal(secret: EndpointSecret, endpointUUID: string): string;
  /**
   * @throws {Error} when it was sealed for another endpoint, with another key, or was changed; the message names no secret
   */
  open(sealed: string, endpointUUID: string): EndpointSecret;
}

/**
 * A seal by AES-256-GCM whose key is derived from the gateway's own secret (HKDF, RFC 5869). It names its endpoint, so
 * that whoever can write the database cannot give one merchant's secret to another.
 *
 * @param gatewaySecret NOTIFY_TOKEN_SECRET, the same in every process
 */
export function createSecretSeal(gatewaySecret: string): SecretSeal {
  const key = Buffer.from(
    hkdfSync('sha256', gatewaySecret, '', 'payserver endpoint secrets', KEY_BYTES),
  );
  return {
    seal({ hmac, seed }, endpointUUID) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(endpointUUID));
      const sealed = Buffer.concat([cipher.update(hmac), cipher.update(seed), cipher.final()]);
      return FORM + Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
    },
    open: (sealed, endpointUUID) => open(key, sealed, endpointUUID),
  };
}

function open(key: Buffer, sealed: string, endpointUUID: string): EndpointSecret {
  const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url');
  if (!sealed.startsWith(FORM) || bytes.length !== NONCE_BYTES + 2 * KEY_BYTES + TAG_BYTES) {
    throw new Error('a sealed secret has another form');
  }
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(endpointUUID)).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const opened = Buffer.concat([
      decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    return { hmac: opened.subarray(0, KEY_BYTES), seed: opened.subarray(KEY_BYTES) };
  } catch (error) {
    throw new Error('a sealed secret cannot be opened: was NOTIFY_TOKEN_SECRET changed?', {
      cause: error,
    });
  }
}
