import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { type Logger, maskSecrets } from '@payserver/shared/runtime/logger';
import { appendAudit, type NewAuditRecord } from '@payserver/shared/store/audit-records';
import type { Database } from '@payserver/shared/store/database';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/app.ts';
import { pathBelowVersion } from '../http/wire.ts';

export interface AuditDeps {
  readonly db: Database;
  readonly log: Logger;
}

/**
 * Which routes that change something are recorded, beside exports. `around`: before anything is done and again with the
 * result, so that a change without a record cannot be. `after`: with the result only; the trade records
 * are written together with the money already. Payments have their trade records and are not here.
 */
const AUDITED: Readonly<Record<string, 'around' | 'after' | 'not'>> = {
  '/registerPayModeTemplate': 'around',
  '/payModes': 'around',
  '/payModes/:uuid': 'around',
  '/exceptions/:uuid/resolve': 'around',
  '/exceptions/:uuid/reverse': 'around',
  '/payOrders/:uuid/settle': 'around',
  '/refundOrders/:uuid/settle': 'around',
  '/sessions/:uuid/revoke': 'around',
  '/notifyEndpoints': 'around',
  '/notifyEndpoints/:uuid': 'around',
  '/notifyEndpoints/:uuid/delete': 'around',
  '/notifyEndpoints/:uuid/rotateSecret': 'around',
  '/notifyEndpoints/:uuid/replays': 'around',
  '/notifyReplays/:uuid': 'around',
  '/notifyEndpoints/:uuid/test': 'after',
  '/notifyDeliveries/:uuid/replay': 'after',
  '/selections': 'around',
  '/selections/:uuid/ask': 'around',
  '/views': 'after',
  '/views/:uuid/delete': 'after',
  '/payOrders/:uuid/ask': 'after',
  '/refundOrders/:uuid/ask': 'after',
  '/closePay': 'after',
  '/refund': 'after',
  '/batchRefund': 'after',
  '/pay': 'not',
  '/batchPay': 'not',
};

/** They change nothing, but carry whole lists out of the house. */
const EXPORTS = '/exports/';

const SECRET_FIELDS: ReadonlySet<string> = new Set(['notifySecret']);
/** With however many slashes; in what was only meant to be a URL, whatever the password's characters are. */
const CREDENTIALS = { ofUrl: /^(https?:[\\/]*)[^\\/?#]*@/i, ofOther: /^(https?:[\\/]*).*@/is };
/** Where messages are sent: their queries may hold what only the receiver knows. */
const HOOK_FIELDS: ReadonlySet<string> = new Set(['url', 'notifyUrl']);
const MAX_DETAIL_CHARS = 8_192;
/** How a payment is numbered here, which no barcode is. */
const PAY_NUMBER = /^1\d{19}$/;

declare module 'fastify' {
  interface FastifyRequest {
    /** what its records have in common; null until it is known that it may be recorded */
    audit: Omit<NewAuditRecord, 'result'> | null;
  }
}

/**
 * Records who changed what in this scope, from where, and what came of it. A request whose shape was
 * refused has changed nothing and is not recorded; one that was not allowed is.
 *
 * @throws {Error} at start, for a route that changes something and is not in the table
 */
export function auditRequests(app: App, deps: AuditDeps): void {
  app.decorateRequest('audit', null);
  app.addHook('onRoute', ({ method, url }) => {
    if (method === 'POST' && AUDITED[pathBelowVersion(url)] === undefined) {
      throw new Error(
        `POST ${url} changes something: say in audit/audit-requests.ts how it is recorded`,
      );
    }
  });
  app.addHook('preHandler', async (request) => {
    const path = pathBelowVersion(request.routeOptions.url ?? '');
    const mode = path.startsWith(EXPORTS) ? 'after' : modeOf(request.method, path);
    if (mode === undefined || mode === 'not') return;
    request.audit = describe(request);
    if (mode === 'around') await appendAudit(deps.db, [{ ...request.audit, result: 'begun' }]);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.audit === null) return;
    const { target, ...asked } = request.audit;
    const answer = bodyIn(payload);
    const record = { ...asked, target: target ?? madeIn(answer), result: resultOf(reply, answer) };
    try {
      await appendAudit(deps.db, [record]);
    } catch (error) {
      // What was done is done, and its caller must hear of it: the log keeps what the table could not.
      request.log.error({ err: error, audit: record }, 'audit record not written');
    }
  });
}

function modeOf(method: string, path: string) {
  return method === 'POST' ? AUDITED[path] : 'not';
}

function describe(request: FastifyRequest): Omit<NewAuditRecord, 'result'> {
  const { caller, params, query, body = query } = request;
  const { uuid } = params as { readonly uuid?: string };
  return {
    actor: caller.subject,
    merchantUUID: caller.merchantUUID === '' ? null : caller.merchantUUID,
    action: `${request.method} ${pathBelowVersion(request.routeOptions.url ?? '')}`,
    target: uuid === undefined ? null : maskSecrets(uuid),
    address: addressOf(request),
    requestId: request.id,
    detail: { ...detailOf(body), ...viaOf(request) },
  };
}

/** What was asked for, without secrets; a batch, and what has a form of the caller's own, by its numbers only. */
function detailOf(body: unknown): object {
  const entries = Object.entries(body as Record<string, unknown>).map(
    ([key, value]) => [key, storable(key, value)] as const,
  );
  const detail = Object.fromEntries<unknown>(entries);
  return JSON.stringify(detail).length > MAX_DETAIL_CHARS
    ? { fields: Object.keys(detail) }
    : detail;
}

/** How the caller came, where that is not by a token. */
function viaOf({ session }: FastifyRequest): { readonly via?: 'console' } {
  return session === null ? {} : { via: 'console' };
}

/** No connector may have any, and the record of that refusal is never deleted. */
function withoutCredentials(text: string): string {
  const { ofUrl, ofOther } = CREDENTIALS;
  return text.replace(URL.canParse(text) ? ofUrl : ofOther, '$1***@');
}

/** What of an answer tells what came of its request. */
interface AnswerBody {
  readonly code?: number;
  readonly uuid?: unknown;
  readonly data?: { readonly uuid?: unknown };
}

/** Nothing of an export, which is not read ahead. */
function bodyIn(payload: unknown): AnswerBody {
  return typeof payload === 'string' ? (JSON.parse(payload) as AnswerBody) : {};
}

function resultOf(reply: FastifyReply, { code }: AnswerBody): string {
  return reply.statusCode < 400 ? 'done' : String(code ?? reply.statusCode);
}

/** The one order or resource that was made or changed by a request whose path names none. */
function madeIn({ uuid, data }: AnswerBody): string | null {
  const made = uuid ?? data?.uuid;
  return typeof made === 'string' ? made : null;
}

/** A barcode in any text is masked; a refund that was refused may have one in the place of each number. */
function storable(key: string, value: unknown): unknown {
  if (SECRET_FIELDS.has(key)) return '***';
  if (typeof value === 'string') {
    // Of a query that was refused: bodies have none.
    const text = value.replaceAll('\0', '');
    if (HOOK_FIELDS.has(key)) return withoutCredentials(text.replace(/[?#].*$/s, '?***'));
    return withoutCredentials(isOwnNumber(key, text) ? text : maskSecrets(text));
  }
  if (Array.isArray(value)) return { count: value.length };
  if (typeof value === 'object' && value !== null) return { count: Object.keys(value).length };
  return value;
}

function isOwnNumber(key: string, value: string): boolean {
  return key === 'payTractionNo' && PAY_NUMBER.test(value);
}

const addresses = new WeakMap<Socket, string>();
/** Of a connection that was reset before it was accepted. */
const UNKNOWN = 'unknown';

/** Notes who is at the other end of each connection; once it is reset, nobody can say any more. */
export function notePeers(server: Server): void {
  server.on('connection', (socket) => addresses.set(socket, socket.remoteAddress ?? UNKNOWN));
}

/** The other end of this request's connection, also when that is gone by now. */
export function addressOf({ raw }: FastifyRequest): string {
  return addresses.get(raw.socket) ?? raw.socket.remoteAddress ?? UNKNOWN;
}
