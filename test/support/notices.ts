import { createHmac } from 'node:crypto';
import type { Answer, Client } from './client.ts';
import type { OwnShop } from './own-connector.ts';

/** How a notice is signed; by default as Standard Webhooks says, at this moment. */
export interface Signing {
  readonly secret: string;
  readonly id: string;
  /** seconds from now */
  readonly offset?: number;
  /** what is signed instead of the body */
  readonly signedBody?: string;
}

/**
 * A signature of Standard Webhooks, made here from its text rather than by the package that checks it:
 * base64 of HMAC-SHA256 over `id.timestamp.body`, keyed with the base64 behind `whsec_`.
 */
export function signatureOf(secret: string, [id, timestamp, body]: [string, string, string]) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${id}.${timestamp}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

/** The three headers over this body. */
export function signedHeaders(body: string, { secret, id, ...how }: Signing) {
  const timestamp = String(Math.floor(Date.now() / 1_000) + (how.offset ?? 0));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatureOf(secret, [id, timestamp, how.signedBody ?? body]),
  };
}

/** Sends a notice to this notifyUrl, signed when it is asked to. */
export async function sendNotice(
  client: Client,
  notifyUrl: string,
  notice: { readonly body: object; readonly signing?: Signing },
): Promise<Answer> {
  const text = JSON.stringify(notice.body);
  const headers = notice.signing === undefined ? {} : signedHeaders(text, notice.signing);
  return await client.postRaw(new URL(notifyUrl).pathname, text, headers);
}

/** The notifyUrl that the connector received at `/pay` or `/refund`, the last one. */
export function notifyUrlOf(shop: OwnShop, path: '/pay' | '/refund'): string {
  const call = shop.connector.calls.findLast((one) => one.path === path);
  return String(call?.body.notifyUrl);
}
