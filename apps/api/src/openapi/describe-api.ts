import swagger from '@fastify/swagger';
import type { Config } from '@payserver/shared/runtime/config';
import type { App } from '../http/app.ts';
import { TAGS } from '../http/schemas/operation.ts';
import { API_VERSIONS } from '../http/wire.ts';
import { completeDescription } from './complete-description.ts';

const ABOUT = `A payment gateway that shops run themselves. A cashier program calls this API to pay, refund and ask;
behind it, every way to pay is a connector.

- **Money** is a whole number of fen. **Times** are \`YYYY-MM-DD HH:mm:ss\` in the gateway's \`TIME_ZONE\`.
- **\`paying\` means "not known yet"**, never "failed": ask again until it is something else.
- **Repeat whenever in doubt**: one \`clientPayNo\` is one payment, one \`clientRefundNo\` one refund, for ever.
- **Links** are objects with an \`href\`; \`expand\` puts what they lead to in their place.
- **Errors** all have one body; \`code\` is for programs, \`message\` for people.

\`/api/v1\` is the same as \`/api/v1.0.0\`.`;

/**
 * Collects the routes that are registered after it, for one description of them all: OpenAPI 3.1, from the
 * schemas that the routes validate and serialise with. The alias of the API is the same API.
 */
export async function describeApi(app: App, config: Config): Promise<void> {
  const [version, ...aliases] = API_VERSIONS;
  const others = [...aliases, '/console'];
  const canonical = config.ROUTE_PREFIX + version;
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'PayServer',
        version: '1.0.0',
        description: ABOUT,
        license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
      },
      servers: [{ url: config.apiUrl, description: 'This gateway' }],
      tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    },
    transform: ({ schema, url }) => ({
      schema: others.some((other) => url.startsWith(`${config.ROUTE_PREFIX}${other}/`))
        ? { hide: true }
        : schema,
      url: url.startsWith(`${canonical}/`) ? url.slice(canonical.length) : url,
    }),
    transformObject: (document) => {
      const generated = 'openapiObject' in document ? document.openapiObject : {};
      const health = [{ url: config.publicUrl, description: 'This gateway' }];
      return completeDescription(generated, health);
    },
  });
}
