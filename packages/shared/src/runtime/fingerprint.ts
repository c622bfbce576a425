import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ deterministic: true });

/**
 * A hash of a request's content that does not depend on the order of its keys: the same number with
 * another hash is another request. SHA-256, base64url.
 */
export function fingerprint(content: object): string {
  return createHash('sha256')
    .update(stringify(content) ?? '')
    .digest('base64url');
}
