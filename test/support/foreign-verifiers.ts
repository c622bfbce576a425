import { createPublicKey, verify } from 'node:crypto';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { type CnFields, cnSign } from '../receivers/messages.ts';
import type { Received } from './notify-receiver.ts';

/** Verifiers of Standard Webhooks that others wrote; they know v1. */
export const FOREIGN = { standardwebhooks: StandardWebhook, svix: SvixWebhook } as const;
export type ForeignName = keyof typeof FOREIGN;

/**
 * Why this verifier refuses a message.
 *
 * @returns null when it accepts it
 */
export function refusalBy(
  name: ForeignName,
  secret: string,
  { headers, body }: Received,
): string | null {
  const named = Object.entries(headers).filter(([header]) => header.startsWith('webhook-'));
  try {
    new FOREIGN[name](secret).verify(body, Object.fromEntries(named) as Record<string, string>);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The verifiers that accept this message with this secret. */
export function acceptedBy(secret: string, message: Received): readonly string[] {
  const names = Object.keys(FOREIGN) as ForeignName[];
  return names.filter((name) => refusalBy(name, secret, message) === null);
}

/** The names of all of them. */
export const ALL_FOREIGN: readonly string[] = Object.keys(FOREIGN);

/** The signatures of a message, each as its version and base64. */
export function signaturesOf({ headers }: Received): readonly (readonly [string, string])[] {
  return String(headers['webhook-signature'])
    .split(' ')
    .map((one) => {
      const [version = '', signature = ''] = one.split(',');
      return [version, signature];
    });
}

/** Whether a v1a signature of this message holds for a public key as the API shows it, by node:crypto alone. */
export function holdsFor(publicKey: string, message: Received): boolean {
  const { headers, body } = message;
  const x = Buffer.from(publicKey.replace('whpk_', ''), 'base64').toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
  return signaturesOf(message)
    .filter(([version]) => version === 'v1a')
    .some(([, signature]) =>
      verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64')),
    );
}

/** The fields of a message in the CN format, as JSON or as a form, whichever its content type says. */
export function cnFieldsOf({ headers, body }: Received): CnFields {
  return headers['content-type'] === 'application/json'
    ? JSON.parse(body)
    : Object.fromEntries(new URLSearchParams(body));
}

/** Which of `sign` and `signPrev` hold with this secret, as docs/notifications.md says. */
export function cnSignsThatHold(secret: string, fields: CnFields): readonly string[] {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const { sign: _sign, signPrev: _signPrev, ...signed } = fields;
  const wanted = cnSign(key, signed);
  return ['sign', 'signPrev'].filter((name) => fields[name] === wanted);
}
