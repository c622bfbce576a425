import { randomUUID } from 'node:crypto';
import { readSaid } from '@payserver/shared/domain/said';
import type { Logger } from '@payserver/shared/runtime/logger';
import type { TimeFormat } from '@payserver/shared/runtime/time';
import { verifiedWebhookId } from '@payserver/shared/runtime/webhook-signature';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  LogController,
} from 'fastify';
import { Conflict } from '../work/take-call.ts';
import { CheckEnvQuery, InquiryBody, PayBody, RefundBody } from './bodies.ts';
import { payCallOf, refundCallOf, type Way } from './way.ts';

export interface ServerDeps {
  readonly log: Logger;
  readonly formatTime: TimeFormat;
  /** Standard Webhooks; a call that one of them signed is the gateway's. None: calls are not checked. */
  readonly secrets: readonly string[];
  /** URL path → what answers there; `''` is the root */
  readonly ways: Readonly<Record<string, Way>>;
  /** The connector's own, see {@link OwnRoutes}. */
  readonly ownRoutes?: OwnRoutes;
  /** Whether a payment could end now. */
  isReady(): Promise<boolean>;
}

/** Adds URLs beside the five. No signature is checked there, and a body is the bytes that came: `request.body` is a Buffer. */
export type OwnRoutes = (app: FastifyInstance) => void;

const MAX_BODY_BYTES = 1024 * 1024;

/**
 * The connector's HTTP server, not yet listening. Whatever is wrong is answered without a `ret`, which the gateway takes
 * for unknown: a call that cannot be read fails no payment.
 */
export function buildServer(deps: ServerDeps): FastifyInstance {
  const loggerInstance: FastifyBaseLogger = deps.log;
  const app = Fastify({
    loggerInstance,
    // Of this request alone, also after a restart: logs and records are found by it.
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    // An id of 64 characters may have twice as many units.
    routerOptions: { maxParamLength: 256 },
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
  });
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error instanceof Conflict ? 409 : (error.statusCode ?? 503);
    const isOurs = status >= 500;
    if (isOurs) request.log.error({ err: error, url: request.url }, 'a call could not be answered');
    const message = isOurs ? 'not known now: ask again' : error.message;
    return reply.code(status).send({ error: message });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'no such URL' }));
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/health/ready', async (_request, reply) => {
    const isReady = await deps.isReady().catch(() => false);
    return await reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });
  for (const [prefix, way] of Object.entries(deps.ways)) {
    app.register(async (routes) => wayRoutes(routes, deps, way), { prefix });
  }
  const { ownRoutes } = deps;
  if (ownRoutes !== undefined) {
    app.register(async (routes) => {
      acceptBytes(routes);
      ownRoutes(routes);
    });
  }
  return app;
}

/** Of any type, and of none: whoever checks a signature needs what was signed. */
function acceptBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('preValidation', async (request) => {
    if (!Buffer.isBuffer(request.body)) request.body = Buffer.alloc(0);
  });
}

/** The signature is over the bytes, so they are read before anything else makes something of them. */
function acceptSignedJson(app: FastifyInstance, { secrets }: ServerDeps): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.addHook('preValidation', async (request, reply) => {
    if (request.method !== 'POST') return;
    const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { headers } = request;
    const isSigned = secrets.some((secret) => verifiedWebhookId(secret, headers, bytes) !== null);
    if (secrets.length > 0 && !isSigned) {
      return await reply.code(401).send({ error: 'the signature is missing, wrong or old' });
    }
    const said = readSaid(bytes);
    if (typeof said === 'string') return await reply.code(400).send({ error: said });
    const [doubled] = said.doubled;
    if (doubled !== undefined) {
      return await reply.code(400).send({ error: `${doubled} occurs twice` });
    }
    request.body = said.fields;
  });
}

function wayRoutes(app: FastifyInstance, deps: ServerDeps, way: Way): void {
  const { formatTime } = deps;
  acceptSignedJson(app, deps);
  app.post<{ Body: PayBody }>('/pay', { schema: { body: PayBody } }, ({ body }) =>
    way.pay(payCallOf(body, formatTime)),
  );
  app.post<{ Body: RefundBody }>('/refund', { schema: { body: RefundBody } }, ({ body }) =>
    way.refund(refundCallOf(body)),
  );
  app.post<{ Body: InquiryBody }>('/query', { schema: { body: InquiryBody } }, ({ body }) =>
    way.query(body.tractionNo),
  );
  app.post<{ Body: InquiryBody }>('/cancel', { schema: { body: InquiryBody } }, ({ body }) =>
    way.cancel(body.tractionNo),
  );
  app.get<{ Querystring: CheckEnvQuery }>(
    '/checkEnv',
    { schema: { querystring: CheckEnvQuery } },
    async ({ query }) => ({ ret: await way.checkEnv(query.merchantUUID) }),
  );
}
