import { isUtf8 } from 'node:buffer';
import { RefusalError } from '@payserver/shared/domain/errors';
import type { FastifyRequest } from 'fastify';
import type { App } from './app.ts';
import { parseStrictJson } from './strict-json.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** for routes that read the bytes themselves, in `rawBody`; their `body` is an empty object */
    readsRawBody?: boolean;
  }
  interface FastifyRequest {
    rawBody: Buffer | null;
  }
}

/**
 * Bodies are JSON and nothing else, parsed by {@link parseStrictJson}. A byte order mark in front is skipped, as
 * RFC 8259 allows. Bytes that are no UTF-8 are refused: decoding would replace them, and two different numbers could
 * become the same one.
 */
export function parseJsonBodies(app: App): void {
  app.decorateRequest('rawBody', null);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (request.routeOptions.config.readsRawBody === true) {
        request.rawBody = body;
        return {};
      }
      return parseJson(body, request.routeOptions.config.elementsIn);
    },
  );
}

function parseJson(body: Buffer, elementsIn: string | undefined): unknown {
  // The decoder skips the mark.
  if (isUtf8(body)) return parseStrictJson(new TextDecoder().decode(body), elementsIn);
  throw new RefusalError({ code: 9004, message: 'the body is not valid UTF-8' });
}

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
