import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import swaggerUi from '@fastify/swagger-ui';
import { RefusalError } from '@payserver/shared/domain/errors';
import type { Config } from '@payserver/shared/runtime/config';
import type { FastifyReply } from 'fastify';
import type { App } from '../http/app.ts';

/**
 * The page may load nothing from elsewhere, and nobody may frame it. Styles are set by its scripts on
 * single elements, which counts as inline.
 */
const CONTENT_SECURITY_POLICY = {
  'default-src': "'none'",
  'base-uri': "'none'",
  'connect-src': "'self'",
  'font-src': "'self'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
  'img-src': "'self' data:",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
};

/**
 * Serves the description of the API as `/openapi.json`, and to people as `/docs`, where it can be tried;
 * both also below ROUTE_PREFIX, and without a token: they say nothing that is secret. The reference needs
 * no other host.
 */
export async function serveDescription(app: App, config: Config): Promise<void> {
  const description = lazy(() => JSON.stringify(app.swagger()));
  // Calls of the page stay on the origin that it came from, whatever name it was reached by.
  const onThisOrigin = lazy(() =>
    description()
      .replaceAll(`"url":"${config.publicUrl}`, '"url":"')
      .replaceAll('"url":""', '"url":"/"'),
  );
  for (const prefix of new Set(['', config.ROUTE_PREFIX])) {
    await app.register(
      async (scope) => {
        scope.get('/openapi.json', { schema: { hide: true }, logLevel: 'warn' }, (_, reply) =>
          sendJson(reply, description()),
        );
        await serveReference(scope, { prefix, description: onThisOrigin });
      },
      { prefix },
    );
  }
}

const NO_SUCH_FORM = new RefusalError({ code: 9003, message: 'no such route' });

/** Made at the first request and cached: it is large, and a request for it needs no token. */
function lazy(make: () => string): () => string {
  let made: string | null = null;
  return () => (made ??= make());
}

function sendJson(reply: FastifyReply, text: string): void {
  void reply.type('application/json; charset=utf-8').send(text);
}

/** Where the package keeps the files of the page: bundled, its code does not lie beside them. */
const ASSETS = dirname(
  createRequire(import.meta.url).resolve('@fastify/swagger-ui/static/index.html'),
);

async function serveReference(
  scope: Pick<App, 'register'>,
  { prefix, description }: { prefix: string; description: () => string },
) {
  await scope.register(swaggerUi, {
    baseDir: ASSETS,
    logo: { type: 'image/svg+xml', content: await readFile(join(ASSETS, 'logo.svg')) },
    routePrefix: '/docs',
    indexPrefix: prefix,
    staticCSP: CONTENT_SECURITY_POLICY,
    theme: { title: 'PayServer API' },
    uiConfig: {
      layout: 'BaseLayout',
      deepLinking: true,
      docExpansion: 'list',
      displayRequestDuration: true,
      defaultModelsExpandDepth: 0,
      persistAuthorization: false,
      filter: true,
      tryItOutEnabled: true,
    },
    // In the place of its own handlers, which write the whole description anew for each request.
    uiHooks: {
      onRequest: ({ routeOptions: { url = '' } }, reply, next) => {
        if (url.endsWith('/docs/json')) sendJson(reply, description());
        else next(url.endsWith('/docs/yaml') ? NO_SUCH_FORM : undefined);
      },
    },
  });
}
