import swaggerUi from '@fastify/swagger-ui';
import type { Config } from '@payserver/shared/platform/config';
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
  for (const prefix of new Set(['', config.ROUTE_PREFIX])) {
    await app.register(
      async (scope) => {
        scope.get('/openapi.json', { schema: { hide: true }, logLevel: 'warn' }, async () =>
          app.swagger(),
        );
        await serveReference(scope, config, prefix);
      },
      { prefix },
    );
  }
}

async function serveReference(scope: Pick<App, 'register'>, config: Config, prefix: string) {
  await scope.register(swaggerUi, {
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
    // Calls of the page stay on the origin that it came from, whatever name it was reached by.
    transformSpecification: (document) => {
      const here = JSON.stringify(document).replaceAll(`"url":"${config.publicUrl}`, '"url":"');
      return JSON.parse(here.replaceAll('"url":""', '"url":"/"')) as Record<string, unknown>;
    },
    transformSpecificationClone: false,
  });
}
