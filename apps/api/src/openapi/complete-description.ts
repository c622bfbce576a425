import { ErrorBody } from '../http/schemas/error.ts';
import { completeOperation } from './complete-operation.ts';
import { CONNECTOR_CALLS } from './connector-calls.ts';
import { GIVEN_SCHEMAS } from './connector-schemas.ts';
import type { OperationDocs } from './document.ts';
import type { SharedResponse } from './errors.ts';
import { explain } from './glossary.ts';
import { LIST_OPERATIONS } from './operations/lists.ts';
import { ORDER_OPERATIONS } from './operations/orders.ts';
import { OTHER_OPERATIONS } from './operations/others.ts';
import { isRecord, type Json, shareSchemas } from './share-schemas.ts';

const DOCS: OperationDocs = { ...ORDER_OPERATIONS, ...LIST_OPERATIONS, ...OTHER_OPERATIONS };

const PREFER = {
  name: 'Prefer',
  in: 'header',
  description:
    '`wait=N` waits at most N seconds (60 at most) for the outcome, `respond-async` does not wait ' +
    '(RFC 7240). Anything else is ignored.',
  schema: { type: 'string' },
  examples: {
    wait: { summary: 'wait at most 20 s', value: 'wait=20' },
    doNotWait: { summary: 'do not wait', value: 'respond-async' },
  },
};
const BEARER = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description:
    'A JWT with `exp` and `merchantUUID` (or `merchantHref`, `shopHref`); `scope` with ' +
    '`payserver:admin` for operators. `npm run token -- --merchant UUID` mints one.',
};

/**
 * Turns the description that was generated from the routes' schemas into the one that is published: each
 * route with its words, examples and errors, each schema once, and what the gateway calls itself.
 *
 * @param healthServers where the routes are that do not move with the API
 * @throws {Error} naming every route that nothing was written about, and every text without a route
 */
export function completeDescription(generated: Json, healthServers: readonly Json[]): Json {
  const paths = isRecord(generated['paths']) ? generated['paths'] : {};
  mustMatch(paths);
  const errors = new Map<string, SharedResponse>();
  const complete = mapOperations(paths, (key, operation) => {
    const doc = DOCS[key];
    if (doc === undefined) return operation;
    const done = completeOperation(operation, doc);
    for (const error of done.errors) errors.set(error.name, error);
    return done.operation;
  });
  const bare = withoutExtensions({ paths: complete, webhooks: CONNECTOR_CALLS, error: ErrorBody });
  const { tree, schemas } = shareSchemas(bare, GIVEN_SCHEMAS);
  const { openapi, info, servers, tags } = generated;
  const responses = [...errors.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    openapi,
    info,
    servers,
    tags,
    paths: withServers(explain(tree.paths), healthServers),
    webhooks: explain(tree.webhooks),
    components: {
      schemas: explain(schemas),
      responses: Object.fromEntries(responses.map(({ name, response }) => [name, response])),
      parameters: { Prefer: PREFER },
      securitySchemes: { bearerAuth: BEARER },
    },
  };
}

function mustMatch(paths: Json): void {
  const routes = new Set<string>();
  mapOperations(paths, (key, operation) => {
    routes.add(key);
    return operation;
  });
  const missing = [...routes].filter((key) => !(key in DOCS));
  const left = Object.keys(DOCS).filter((key) => !routes.has(key));
  const problems = [
    ...missing.map((key) => `${key} is not described`),
    ...left.map((key) => `${key} is described and no route`),
  ];
  if (problems.length > 0)
    throw new Error(`apps/api/src/openapi/operations: ${problems.join('; ')}`);
}

function mapOperations(paths: Json, map: (key: string, operation: Json) => Json): Json {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(
        Object.entries(isRecord(item) ? item : {}).map(([method, operation]) => [
          method,
          isRecord(operation) ? map(`${method.toUpperCase()} ${path}`, operation) : operation,
        ]),
      ),
    ]),
  );
}

function withServers(paths: Json, healthServers: readonly Json[]): Json {
  return Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      path.startsWith('/health/') && isRecord(item) ? { servers: healthServers, ...item } : item,
    ]),
  );
}

/** Without the keyword of our own validation: to others, a free form is an object with any fields. */
function withoutExtensions<Tree>(tree: Tree): Tree {
  const text = JSON.stringify(tree, (_key, value: unknown) => {
    if (!isRecord(value) || !('x-freeForm' in value)) return value;
    const { 'x-freeForm': _ours, ...rest } = value;
    return { ...rest, additionalProperties: true };
  });
  return JSON.parse(text) as Tree;
}
