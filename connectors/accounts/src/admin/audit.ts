import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Connection } from '../books/connection.ts';
import { crashPoint } from '../books/crash-points.ts';
import { maskPhone } from '../books/openings.ts';
import { merchantOf } from './caller.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** what its two records have in common; null for what only reads */
    audited: Readonly<Record<string, unknown>> | null;
  }
}

const MAX_DETAIL_CHARS = 8_192;
/** Every route that reads by GET answers HEAD too. */
const READS = new Set(['GET', 'HEAD']);

/**
 * Records who changed what, from where, before it is done and again with what came of it: a change without a record
 * cannot be. What is only read, or refused by its shape, is not recorded.
 */
export function auditRequests(app: FastifyInstance, connection: Connection): void {
  app.decorateRequest('audited', null);
  app.addHook('preHandler', async (request) => {
    if (READS.has(request.method)) return;
    request.audited = describe(request);
    await connection.call('append_audit', { ...request.audited, result: 'begun' });
  });
  app.addHook('onSend', async (request, reply) => {
    if (request.audited === null) return;
    const result = reply.statusCode < 400 ? 'done' : String(reply.statusCode);
    const record = { ...request.audited, result };
    crashPoint('audit.beforeResult');
    // What was done is done, and its caller must hear of it: the log has what the table could not take.
    await connection.call('append_audit', record).catch((error: unknown) => {
      request.log.error({ err: error, audit: record }, 'audit record not written');
    });
    crashPoint('audit.afterResult');
  });
}

function describe(request: FastifyRequest): Readonly<Record<string, unknown>> {
  return {
    actor: request.caller.subject,
    merchant: merchantOf(request),
    action: `${request.method} ${request.routeOptions.url ?? ''}`,
    address: request.ip,
    requestId: request.id,
    detail: detailOf(request),
  };
}

function detailOf({ body, params }: FastifyRequest): object {
  const isText = typeof body === 'string' || Buffer.isBuffer(body);
  const said = isText ? { bytes: Buffer.byteLength(body) } : { ...(body as object | null) };
  const detail = { ...(params as object), ...said, ...maskedPhone(said) };
  return JSON.stringify(detail).length > MAX_DETAIL_CHARS
    ? { fields: Object.keys(detail) }
    : detail;
}

function maskedPhone(said: object): object {
  const { phone } = said as { readonly phone?: unknown };
  return typeof phone === 'string' ? { phone: maskPhone(phone) } : {};
}
