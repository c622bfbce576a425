import type { Config } from '@payserver/shared/runtime/config';
import type { App } from '../../http/app.ts';

const ABOUT = 'A payment gateway: one HTTP API to pay, refund and ask.';

/**
 * `GET /`, also below ROUTE_PREFIX and without a token: says what this is and where its description is. A page
 * for whoever asks for HTML, as browsers do, and JSON for programs.
 */
export async function serveFrontPage(app: App, config: Config): Promise<void> {
  for (const prefix of new Set(['', config.ROUTE_PREFIX])) {
    const root = `${config.publicUrl}${config.ROUTE_PREFIX}`;
    const about = {
      name: 'PayServer',
      description: ABOUT,
      docs: { href: `${root}/docs` },
      openapi: { href: `${root}/openapi.json` },
      api: { href: config.apiUrl },
      health: { href: `${config.publicUrl}/health/ready` },
    };
    await app.register(
      async (scope) => {
        scope.get('/', { schema: { hide: true }, logLevel: 'warn' }, async (request, reply) => {
          void reply.header('vary', 'accept');
          if (!/\btext\/html\b/i.test(request.headers.accept ?? '')) return await reply.send(about);
          const page = pageBelow(folderOf(request.url));
          return await reply.type('text/html; charset=utf-8').send(page);
        });
      },
      { prefix },
    );
  }
}

/** What a link to a neighbour begins with: `/shop` is a folder too, whatever a proxy has put before it. */
function folderOf(url: string): string {
  const last = url.split('?')[0]?.split('/').at(-1) ?? '';
  return last === '' ? './' : `./${last}/`;
}

function pageBelow(folder: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>PayServer</title></head>
<body>
<h1>PayServer</h1>
<p>${ABOUT}</p>
<ul>
<li><a href="${folder}docs">The API, to read and to try</a></li>
<li><a href="${folder}openapi.json">The API for programs (OpenAPI)</a></li>
</ul>
</body>
</html>
`;
}
