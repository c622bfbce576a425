import { createHmac } from 'node:crypto';
import { isSame, type Keys } from './keys.ts';
import {
  bytesOfBody,
  type Clock,
  checkTime,
  headerOf,
  jsonObject,
  type NotificationRequest,
  textOf,
} from './message.ts';
import { NotificationRefused } from './refusal.ts';

/** The pairs of a message, flat, as they came: texts of a form, texts, numbers and flags of JSON. */
export type Pairs = Readonly<Record<string, string | number | boolean>>;

const SIGNATURES = ['sign', 'signPrev'];
const SIGN_TYPE = 'HMAC-SHA256';
const NONCE = /^[0-9A-Za-z]{16,64}$/;

/**
 * Checks the signature of the flat format: HMAC-SHA256 over all pairs but the signatures, in the order of their names.
 * While a secret is rotated `signPrev` is that of the one before.
 *
 * @throws {NotificationRefused}
 */
export function verifyCn({ secrets }: Keys, request: NotificationRequest, clock: Clock): Pairs {
  const pairs = pairsOf(request);
  const { signType, timestamp, nonce } = pairs;
  if (signType !== SIGN_TYPE || !NONCE.test(String(nonce))) throw new NotificationRefused('body');
  const given = SIGNATURES.map((name) => pairs[name]).filter((one) => typeof one === 'string');
  const text = signedTextOf(pairs);
  const holds = secrets
    .flatMap((secret) => given.map((one) => isSame(hmacOf(secret, text), one)))
    .includes(true);
  if (!holds) throw new NotificationRefused('signature');
  checkTime(String(timestamp), clock);
  return pairs;
}

/**
 * The text that is signed: `name=value` in the byte order of the names, joined by `&`. In values `%`, `&` and `=` are
 * escaped: without that `a=1&b=2` could be one value or two.
 */
function signedTextOf(pairs: Pairs): string {
  return Object.entries(pairs)
    .filter(([name]) => !SIGNATURES.includes(name))
    .toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([name, value]) => `${name}=${escapeValue(String(value))}`)
    .join('&');
}

function escapeValue(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('&', '%26').replaceAll('=', '%3D');
}

function hmacOf(secret: Uint8Array, text: string): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

function pairsOf({ headers, body }: NotificationRequest): Pairs {
  const [kind = ''] = headerOf(headers, 'content-type').split(';');
  const bytes = bytesOfBody(body);
  switch (kind.trim().toLowerCase()) {
    case 'application/json':
      return flat(jsonObject(bytes));
    case 'application/x-www-form-urlencoded':
      return formOf(textOf(bytes));
    default:
      throw new NotificationRefused('headers');
  }
}

function flat(object: Readonly<Record<string, unknown>>): Pairs {
  const entries = Object.entries(object).map(([name, value]) => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return [name, value] as const;
    }
    throw new NotificationRefused('body');
  });
  return Object.fromEntries(entries);
}

function formOf(text: string): Pairs {
  const entries = [...new URLSearchParams(text)];
  const pairs = Object.fromEntries(entries);
  // A name that comes twice has two values, and the signature holds for one of them.
  if (Object.keys(pairs).length !== entries.length) throw new NotificationRefused('body');
  return pairs;
}
