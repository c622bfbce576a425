// Standard Webhooks signatures in plain Node, both ways (https://www.standardwebhooks.com). The secret
// is the notifySecret that was registered: base64, with or without `whsec_` in front.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The three headers that sign this body; every message has an id of its own. */
export function sign(secret, id, body, seconds = Math.floor(Date.now() / 1_000)) {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const hash = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': `v1,${hash}`,
  };
}

/** Whether these headers sign these very bytes, not more than five minutes ago. */
export function isSigned(secret, headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': given } = headers;
  if (!given || !(Math.abs(Date.now() / 1_000 - Number(seconds)) < 300)) return false;
  const wanted = Buffer.from(sign(secret, id, body, seconds)['webhook-signature']);
  // The header may hold several signatures, of an old and a new secret.
  return given.split(' ').some((one) => {
    const signature = Buffer.from(one);
    return signature.length === wanted.length && timingSafeEqual(signature, wanted);
  });
}
