import { Webhook } from 'standardwebhooks';

/** Headers by their lower-case names, as Node gives them. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

const NAMES = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;

/**
 * The three headers of Standard Webhooks over these very bytes. The id stays the same over repeats of
 * one call, the timestamp is that of each.
 *
 * @param secret base64, with or without `whsec_` in front
 */
export function signWebhook(
  secret: string,
  message: { id: string; body: string; now: Date },
): Record<(typeof NAMES)[number], string> {
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(message.now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(message.id, message.now, message.body),
  };
}

/**
 * Checks a Standard Webhooks signature over these very bytes: HMAC-SHA256, compared in constant time,
 * not older or newer than five minutes.
 *
 * @returns the webhook-id that was signed, or null when the signature does not hold
 */
export function verifiedWebhookId(secret: string, headers: Headers, body: Buffer): string | null {
  const given: Record<string, string> = {};
  for (const name of NAMES) {
    const value = headers[name];
    if (typeof value !== 'string') return null;
    given[name] = value;
  }
  try {
    new Webhook(secret).verify(body, given, { jsonParse: false });
    return given['webhook-id'] ?? null;
  } catch {
    return null;
  }
}
