import { isHmacOf, isSignedBy, type Keys } from './keys.ts';
import {
  bytesOfBody,
  type Clock,
  checkTime,
  headerOf,
  isId,
  type NotificationRequest,
} from './message.ts';
import { NotificationRefused } from './refusal.ts';

/** A signed message, not read yet. */
export interface Signed {
  /** the same at every try and every replay */
  readonly id: string;
  readonly body: Uint8Array;
}

/** The gateway sends two for each kind while a secret is rotated; more are nobody's work but an attacker's. */
const MAX_SIGNATURES = 8;

/**
 * Checks the signatures of Standard Webhooks 1.0.0 over these very bytes: `v1` by the secrets, `v1a` by the public
 * keys. One that holds is enough; versions that are not known are skipped.
 *
 * @throws {NotificationRefused}
 */
export function verifyStandard(keys: Keys, request: NotificationRequest, clock: Clock): Signed {
  const id = headerOf(request.headers, 'webhook-id');
  const seconds = headerOf(request.headers, 'webhook-timestamp');
  const signatures = headerOf(request.headers, 'webhook-signature').split(' ');
  if (!isId(id) || signatures.length > MAX_SIGNATURES) throw new NotificationRefused('headers');
  checkTime(seconds, clock);
  const body = bytesOfBody(request.body);
  const signed = Buffer.concat([Buffer.from(`${id}.${seconds}.`), body]);
  if (!signatures.some((one) => holds(keys, signed, one))) {
    throw new NotificationRefused('signature');
  }
  return { id, body };
}

function holds({ secrets, publicKeys }: Keys, signed: Uint8Array, signature: string): boolean {
  const [version, value] = splitOnce(signature);
  if (version === 'v1') return isHmacOf(secrets, signed, value);
  if (version === 'v1a') return isSignedBy(publicKeys, signed, value);
  return false;
}

function splitOnce(signature: string): [string, string] {
  const comma = signature.indexOf(',');
  return comma < 0 ? [signature, ''] : [signature.slice(0, comma), signature.slice(comma + 1)];
}
