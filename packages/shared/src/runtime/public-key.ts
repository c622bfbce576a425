import { createPublicKey, type KeyObject } from 'node:crypto';

/** A public key that tokens may be signed for. */
export interface PublicKey {
  readonly key: KeyObject;
  /** fixed by the key: a token that chooses its own algorithm chooses how it is checked */
  readonly algorithms: string[];
}

const MIN_RSA_BITS = 2_048;

/**
 * Reads a PEM public key, whose lines may be joined by `\n` as in an `.env` file.
 *
 * @throws {Error} in words for a person, when it is none or one that is too weak
 */
export function readPublicKey(pem: string): PublicKey {
  const key = importPem(pem.replaceAll('\\n', '\n'));
  const algorithms = algorithmsOf(key);
  if (algorithms !== null) return { key, algorithms };
  throw new Error('must be an Ed25519, P-256 or RSA key, the last of 2048 bits or more');
}

/** What tokens of this key are signed with; null for a key that is too weak, or of a kind that is not taken. */
export function algorithmsOf({
  asymmetricKeyType,
  asymmetricKeyDetails,
}: KeyObject): string[] | null {
  const isLongEnough = (asymmetricKeyDetails?.modulusLength ?? 0) >= MIN_RSA_BITS;
  if (asymmetricKeyType === 'rsa' && isLongEnough) return ['RS256'];
  if (asymmetricKeyType === 'ed25519') return ['EdDSA', 'Ed25519'];
  const isP256 = asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return asymmetricKeyType === 'ec' && isP256 ? ['ES256'] : null;
}

function importPem(pem: string): KeyObject {
  try {
    return createPublicKey(pem);
  } catch (error) {
    throw new Error('is not a PEM public key', { cause: error });
  }
}
