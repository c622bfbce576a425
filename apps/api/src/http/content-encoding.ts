import type { App } from './app.ts';

/** A body that is compressed, or otherwise not written as it is. */
class EncodedBodyError extends Error {
  override readonly name = 'EncodedBodyError';
  readonly code = 'ERR_ENCODED_BODY';
}

/**
 * Refuses every body with a Content-Encoding, before it is read, and says what is taken instead (RFC 9110,
 * 15.5.16): a small one could unfold to anything, and read as it is it would only seem broken.
 */
export function refuseEncodedBodies(app: App): void {
  app.addHook('preParsing', async ({ headers }, reply) => {
    const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase();
    if (encoding === '' || encoding === 'identity') return;
    const hasBody =
      headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    if (!hasBody) return;
    void reply.header('accept-encoding', 'identity');
    throw new EncodedBodyError(`content-encoding ${encoding}`);
  });
}
