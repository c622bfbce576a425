import { createHmac, type KeyObject, sign } from 'node:crypto';
import { type EndpointSecret, signingKeyOf } from './sealed-secret.ts';

/** What of an attempt is signed, and with what. The first secret is the present one; during a rotation there are two. */
export interface Signing {
  readonly secrets: readonly EndpointSecret[];
  /** v1, v1a or both */
  readonly signing: string;
  readonly id: string;
  /** of the attempt, Unix seconds */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The `webhook-signature` of Standard Webhooks 1.0.0 over these very bytes: one for each secret and each way, with
 * spaces between. v1 is HMAC-SHA256, v1a ed25519.
 */
export function webhookSignature({ secrets, signing, id, timestamp, body }: Signing): string {
  const said = Buffer.from(`${id}.${timestamp}.${body}`);
  return secrets
    .flatMap((secret) => [
      ...(signing === 'v1a' ? [] : [`v1,${hmacOf(secret, said).digest('base64')}`]),
      ...(signing === 'v1' ? [] : [`v1a,${sign(null, said, keyOf(secret)).toString('base64')}`]),
    ])
    .join(' ');
}

/** The `sign` of the CN format over its text (domain/notify/cn-format): HMAC-SHA256 in lower-case hex. */
export function cnSignature(secret: EndpointSecret, text: string): string {
  return hmacOf(secret, Buffer.from(text)).digest('hex');
}

function hmacOf({ hmac }: EndpointSecret, bytes: Buffer) {
  return createHmac('sha256', hmac).update(bytes);
}

/** Making a key costs more than signing with it. */
const KEYS = new WeakMap<EndpointSecret, KeyObject>();

function keyOf(secret: EndpointSecret): KeyObject {
  const known = KEYS.get(secret) ?? signingKeyOf(secret);
  KEYS.set(secret, known);
  return known;
}
