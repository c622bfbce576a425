import { unwrap } from '@payserver/shared/domain/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AuditDeps, addressOf } from '../audit/audit-requests.ts';
import { auditSession } from '../audit/audit-sessions.ts';
import { openSession, type SessionDeps, type SessionWish } from '../use-cases/sessions.ts';
import type { SessionCookie } from './cookie.ts';

export interface BeginDeps extends AuditDeps, SessionDeps {
  readonly cookie: SessionCookie;
}

/** Who has proved to be whom. */
export type Proved = Omit<SessionWish, 'address' | 'userAgent'>;

/**
 * Opens a session for whoever has proved who it is, and gives the browser its cookie, always a new one: a secret from
 * before the log-in, which another person may know, opens nothing.
 *
 * @throws {RefusalError} 9401 the one-time link was used before
 */
export async function beginSession(
  deps: BeginDeps,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  proved: Proved,
): Promise<NonNullable<FastifyRequest['session']>> {
  const userAgent = request.headers['user-agent'] ?? '';
  const wish = { ...proved, userAgent, address: addressOf(request) };
  const { secret, row } = unwrap(await openSession(deps, wish));
  const action = `${request.method} /console${(request.routeOptions.url ?? '').split('/console')[1]}`;
  await auditSession(deps, request, { action, caller: proved.caller, session: row });
  deps.cookie.set(reply, secret);
  return row;
}
