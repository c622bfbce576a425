import { createHash, randomBytes } from 'node:crypto';
import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { isPermitted, type Role } from '@payserver/shared/domain/permissions';
import type { Config } from '@payserver/shared/runtime/config';
import {
  type ConsoleSessionFilter,
  type ConsoleSessionRow,
  findConsoleSession,
  findLiveSession,
  insertConsoleSession,
  listConsoleSessions,
  revokeConsoleSession,
  touchSession,
} from '@payserver/shared/store/console-sessions';
import type { Database } from '@payserver/shared/store/database';
import type { Page } from '@payserver/shared/store/page';
import type { ListQuery, ReadDeps } from './reading.ts';

export interface SessionDeps {
  readonly db: Database;
  readonly config: Pick<Config, 'CONSOLE_IDLE_MS' | 'CONSOLE_SESSION_MS'>;
}

/** Who opens a session, and how. */
export interface SessionWish {
  readonly caller: Caller;
  readonly via: 'token' | 'link' | 'oidc';
  /** of the one-time link; null for another way in */
  readonly linkNonce: string | null;
  /** ms since 1970: when what was proved ends; null: it has no end of its own */
  readonly provedUntil: number | null;
  readonly address: string;
  readonly userAgent: string;
}

/** A session that was opened. */
export interface OpenedSession {
  /** what its owner must show; stored nowhere */
  readonly secret: string;
  readonly row: ConsoleSessionRow;
}

const SECRET_BYTES = 32;
const SECRET = /^[\w-]{43}$/;
const MAX_USER_AGENT = 256;
const UNSTORABLE = /\p{C}/gu;
const TOUCH_EVERY_MS = 60_000;

/**
 * Opens a session: a random secret for the browser, and a row with its hash. It ends CONSOLE_SESSION_MS from now, or
 * when what was proved does.
 *
 * Refusals: 9401 the one-time link was used before.
 */
export async function openSession(
  { db, config }: SessionDeps,
  { caller, provedUntil, userAgent, ...wish }: SessionWish,
): Promise<Result<OpenedSession>> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  const ends = Date.now() + config.CONSOLE_SESSION_MS;
  const row = await insertConsoleSession(db, {
    ...wish,
    ...caller,
    idHash: hashOf(secret),
    userAgent: userAgent.replace(UNSTORABLE, '').slice(0, MAX_USER_AGENT),
    expiresAt: new Date(provedUntil === null ? ends : Math.min(ends, provedUntil)),
  });
  return row === null ? refused(9401, 'this link was used before') : done({ secret, row });
}

/** The session that this secret opens, if it counts now; notes that it is in use. Null: log in again. */
export async function resumeSession(
  deps: SessionDeps,
  secret: string,
): Promise<ConsoleSessionRow | null> {
  const row = await findLive(deps, secret);
  if (row === null) return null;
  const everyMs = Math.min(TOUCH_EVERY_MS, deps.config.CONSOLE_IDLE_MS / 4);
  if (Date.now() - row.lastSeenAt.getTime() < everyMs) return row;
  await touchSession(deps.db, row.id, everyMs);
  return { ...row, lastSeenAt: new Date() };
}

/** Whether this secret still opens a session; does not count as using it. */
export async function isLive(deps: SessionDeps, secret: string): Promise<boolean> {
  return (await findLive(deps, secret)) !== null;
}

async function findLive({ db, config }: SessionDeps, secret: string) {
  if (!SECRET.test(secret)) return null;
  return await findLiveSession(db, { idHash: hashOf(secret), idleMs: config.CONSOLE_IDLE_MS });
}

/** Ends a session at once, on every machine. */
export async function endSession(deps: SessionDeps, uuid: string): Promise<void> {
  await revokeConsoleSession(deps.db, uuid);
}

/** Who a session is: what was proved when it was opened. */
export function callerOfSession(row: ConsoleSessionRow): Caller {
  const { merchantUUID, merchantHref, subject, role, scope } = row;
  return {
    merchantUUID,
    merchantHref,
    subject,
    role: role as Role,
    scope: scope === 'all' ? 'all' : 'own',
  };
}

/** Only a secret of 256 bits is hashed: nothing slower is needed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

type SessionQuery = Pick<ConsoleSessionFilter, 'uuid'>;

/** One's own sessions; with the permission `sessions` those of everybody. */
export async function readSessions(
  deps: ReadDeps,
  caller: Caller,
  query: Omit<ListQuery<SessionQuery>, 'merchant'>,
): Promise<Page<ConsoleSessionRow>> {
  const filter = { ...query.filter, ...query.created, ...ownSessions(caller) };
  return await listConsoleSessions(deps.db, filter, query.page);
}

function ownSessions(caller: Caller) {
  if (isPermitted(caller.role, 'sessions')) return { merchantUUID: null };
  const { subject, scope, merchantUUID } = caller;
  return { subject, scope, merchantUUID };
}

/** One session: one's own, or with the permission `sessions` anybody's. Refusals: 9003, also for others'. */
export async function readSession(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<ConsoleSessionRow>> {
  const row = await findConsoleSession(deps.db, uuid);
  const isSeen = row !== null && (isPermitted(caller.role, 'sessions') || isOwn(caller, row));
  return isSeen ? done(row) : NO_SUCH_SESSION;
}

const NO_SUCH_SESSION = refused(9003, 'no such session');

/** Ends a session of one's own, or with the permission `sessions` of anybody. Refusals: 9003, also for others'. */
export async function revokeSession(
  deps: ReadDeps,
  caller: Caller,
  uuid: string,
): Promise<Result<ConsoleSessionRow>> {
  const found = await readSession(deps, caller, uuid);
  if (!found.ok) return found;
  const row = await revokeConsoleSession(deps.db, uuid);
  return row === null ? NO_SUCH_SESSION : done(row);
}

function isOwn(caller: Caller, row: ConsoleSessionRow): boolean {
  const { subject, scope, merchantUUID } = caller;
  return row.subject === subject && row.scope === scope && row.merchantUUID === merchantUUID;
}
