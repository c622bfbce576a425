import { newUuid } from '../domain/ids.ts';
import type { Database } from './database.ts';
import type { ConsoleSession } from './generated/client.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toPage,
  whereRows,
} from './page.ts';
import { queryRows } from './sql.ts';

/** A session of the console as the database holds it. */
export type ConsoleSessionRow = ConsoleSession;

/** A session that is about to be opened. */
export interface NewConsoleSession
  extends Pick<
    ConsoleSession,
    | 'idHash'
    | 'subject'
    | 'role'
    | 'scope'
    | 'merchantUUID'
    | 'merchantHref'
    | 'via'
    | 'linkNonce'
    | 'address'
    | 'userAgent'
    | 'expiresAt'
  > {}

/** Sessions of one person at once; one more ends the oldest. */
const MAX_LIVE = 50;
/** Rows that have not counted for so long are deleted when a session is opened, at most so many at once. */
const KEEP_DAYS = 30;
const SWEEP_ROWS = 200;

const INSERT_SQL = `
WITH swept AS (
  DELETE FROM "ConsoleSession" WHERE id IN (
    SELECT id FROM "ConsoleSession" WHERE "expiresAt" < now() - interval '${KEEP_DAYS} days'
    ORDER BY "expiresAt" LIMIT ${SWEEP_ROWS} FOR UPDATE SKIP LOCKED)
), ended AS (
  UPDATE "ConsoleSession" SET "revokedAt" = now() WHERE id IN (
    SELECT id FROM "ConsoleSession"
    WHERE subject = $3 AND scope = $5 AND "merchantUUID" = $6 AND "revokedAt" IS NULL AND "expiresAt" > now()
    ORDER BY id DESC OFFSET ${MAX_LIVE - 1})
)
INSERT INTO "ConsoleSession" (uuid, "idHash", subject, role, scope, "merchantUUID", "merchantHref", via, "linkNonce",
  address, "userAgent", "expiresAt")
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT ("linkNonce") DO NOTHING
RETURNING *`;

/**
 * Opens a session.
 *
 * @returns null when its one-time link was used before
 */
export async function insertConsoleSession(
  db: Database,
  one: NewConsoleSession,
): Promise<ConsoleSessionRow | null> {
  const rows = await queryRows<ConsoleSessionRow>(db, {
    name: 'insert-console-session',
    text: INSERT_SQL,
    values: [
      newUuid(),
      ...[one.idHash, one.subject, one.role, one.scope, one.merchantUUID, one.merchantHref],
      ...[one.via, one.linkNonce, one.address, one.userAgent, one.expiresAt],
    ],
  });
  return rows[0] ?? null;
}

const LIVE_SQL = `
SELECT * FROM "ConsoleSession" WHERE "idHash" = $1 AND "revokedAt" IS NULL AND "expiresAt" > now()
  AND "lastSeenAt" > now() - $2 * interval '1 millisecond'`;

/** The session with this hash if it counts now, by the database's clock: not revoked, not over, not idle for too long. */
export async function findLiveSession(
  db: Database,
  { idHash, idleMs }: { readonly idHash: string; readonly idleMs: number },
): Promise<ConsoleSessionRow | null> {
  const rows = await queryRows<ConsoleSessionRow>(db, {
    name: 'find-live-console-session',
    text: LIVE_SQL,
    values: [idHash, idleMs],
  });
  return rows[0] ?? null;
}

const TOUCH_SQL = `
UPDATE "ConsoleSession" SET "lastSeenAt" = now()
WHERE id = $1 AND "lastSeenAt" < now() - $2 * interval '1 millisecond'`;

/** Notes that the session is in use, unless that was noted less than `everyMs` ago. */
export async function touchSession(db: Database, id: bigint, everyMs: number): Promise<void> {
  await queryRows(db, {
    name: 'touch-console-session',
    text: TOUCH_SQL,
    values: [id.toString(), everyMs],
  });
}

/** Ends a session at once, on every machine; one that was ended before stays as it is. Null: there is none. */
export async function revokeConsoleSession(
  db: Database,
  uuid: string,
): Promise<ConsoleSessionRow | null> {
  const rows = await queryRows<ConsoleSessionRow>(db, {
    name: 'revoke-console-session',
    text: `UPDATE "ConsoleSession" SET "revokedAt" = coalesce("revokedAt", now()) WHERE uuid = $1 RETURNING *`,
    values: [uuid],
  });
  return rows[0] ?? null;
}

/** Whose sessions: of one person of one merchant, or of everybody. */
export interface ConsoleSessionFilter extends CreatedRange {
  readonly merchantUUID: string | null;
  readonly scope?: string;
  readonly subject?: string;
  readonly uuid?: string;
}

/** One page of sessions, in the order they were opened. */
export async function listConsoleSessions(
  db: Database,
  filter: ConsoleSessionFilter,
  page: PageQuery,
): Promise<Page<ConsoleSessionRow>> {
  const { within, ...args } = boundsById(page, BigInt);
  const rows = await (await db.prisma()).consoleSession.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** The session with this uuid, or null. */
export async function findConsoleSession(
  db: Database,
  uuid: string,
): Promise<ConsoleSessionRow | null> {
  return await (await db.prisma()).consoleSession.findUnique({ where: { uuid } });
}
