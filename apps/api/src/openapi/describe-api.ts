import swagger from '@fastify/swagger';
import type { Config } from '@payserver/shared/runtime/config';
import type { App } from '../http/app.ts';
import type { Tag } from '../http/schemas/operation.ts';
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

/** What is said about each group of operations; the order is that of the reference. */
const TAGS: ReadonlyArray<{ readonly name: Tag | 'Connector'; readonly description: string }> = [
  { name: 'Pay', description: 'Take payments, one or many, and ask what became of them.' },
  { name: 'Refund', description: 'Give money back, in part or whole, and ask what became of it.' },
  { name: 'Pay modes', description: 'The ways to pay that a merchant has opened.' },
  { name: 'Templates', description: 'The ways to pay that this gateway knows.' },
  { name: 'History', description: 'Trade records: one for each change of an order.' },
  { name: 'Notices', description: 'Where connectors report the end of a payment or refund.' },
  { name: 'Operator', description: 'Read exceptions, and settle by hand what nobody else can.' },
  { name: 'Health', description: 'For load balancers: is the process alive, and can it serve.' },
  { name: 'Connector', description: 'What the gateway calls: the URLs that a connector serves.' },
];

/**
 * Collects the routes that are registered after it, for one description of them all: OpenAPI 3.1, from the
 * schemas that the routes validate and serialise with. The alias of the API is the same API.
 */
export async function describeApi(app: App, config: Config): Promise<void> {
  const [version, ...aliases] = API_VERSIONS;
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
      tags: [...TAGS],
    },
    transform: ({ schema, url }) => ({
      schema: aliases.some((alias) => url.startsWith(`${config.ROUTE_PREFIX}${alias}/`))
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
