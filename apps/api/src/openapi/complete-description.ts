import { isRecord } from '@payserver/shared/domain/said';
import { ErrorBody } from '../http/error-body.ts';
import { PREFER_HEADER } from '../http/prefer.ts';
import { BEARER_SCHEME } from '../http/schemas/operation.ts';
import { completeOperation } from './complete-operation.ts';
import { CONNECTOR_CALLS } from './connector-calls.ts';
import { GIVEN_SCHEMAS } from './connector-schemas.ts';
import { EXAMPLES } from './examples.ts';
import { NOTIFY_MESSAGES } from './notify-messages.ts';
import { type Json, mapFields, shareSchemas } from './share-schemas.ts';

/**
 * Turns the description that @fastify/swagger made of the routes' schemas into the one that is published: each
 * operation with its examples and errors, each schema once, and what the gateway calls itself.
 *
 * @param healthServers where the routes are that do not move with the API
 * @throws {Error} naming a route that does not say what it is, or an example of no route
 */
export function completeDescription(generated: Json, healthServers: readonly Json[]): Json {
  const { paths, components: _made, ...head } = generated;
  const responses = new Map<string, object>();
  const left = new Set(Object.keys(EXAMPLES));
  const complete = mapFields(fieldsOf(paths), (item, path) => ({
    ...(path.startsWith('/health/') && { servers: healthServers }),
    ...mapFields(fieldsOf(item), (route) => {
      const { operation, errors } = completeOperation(path, fieldsOf(route));
      for (const { name, response } of errors) responses.set(name, response);
      left.delete(String(operation['operationId']));
      return operation;
    }),
  }));
  if (left.size > 0) throw new Error(`openapi/examples.ts: no route is called ${[...left].join()}`);
  const whole = {
    paths: complete,
    webhooks: { ...CONNECTOR_CALLS, ...NOTIFY_MESSAGES },
    error: ErrorBody,
  };
  const { tree, schemas } = shareSchemas(whole, GIVEN_SCHEMAS);
  return {
    ...head,
    paths: tree.paths,
    webhooks: tree.webhooks,
    components: {
      schemas,
      responses: Object.fromEntries([...responses].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      parameters: { Prefer: PREFER_HEADER },
      securitySchemes: { bearerAuth: BEARER_SCHEME },
    },
  };
}

function fieldsOf(node: unknown): Json {
  return isRecord(node) ? node : {};
}
