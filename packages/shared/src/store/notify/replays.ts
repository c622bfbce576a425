import { newUuid } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import type { NotifyReplay } from '../generated/client.ts';
import {
  boundsById,
  type CreatedRange,
  type Page,
  type PageQuery,
  toInt4,
  toPage,
  whereRows,
} from '../page.ts';
import { idsWithin } from '../page-bounds.ts';
import { inTransaction, queryRows } from '../sql.ts';
import type { NotifyEndpointRow } from './endpoints.ts';
import { type ReplayOnly, replayedRecordsSql } from './replayed-records.ts';

/** A replay as the database holds it. */
export type NotifyReplayRow = NotifyReplay;

/** Which events are to be sent again. */
export interface ReplayScope {
  readonly from: Date;
  /** exclusive */
  readonly before: Date;
  /** none: all of the endpoint */
  readonly types: readonly string[];
  readonly only: ReplayOnly;
  readonly state: 'asOfThen' | 'asOfNow';
}

/** What a replay would come to. */
export interface ReplayTotals {
  readonly total: number;
  readonly byType: Readonly<Record<string, number>>;
}

/** Of one endpoint at once. */
export const MOST_REPLAYS = 5;

interface Bounds {
  /** records above it */
  readonly lastId: bigint;
  /** records up to it */
  readonly endId: bigint;
}

/** The ids that hold every record of this time, and few others. */
async function boundsOf(db: Database, { from, before }: ReplayScope): Promise<Bounds> {
  const range = { createdFrom: from, createdBefore: before };
  const { gte = 1n, lt = null } = await idsWithin(db, 'TradeRecord', range);
  return { lastId: gte - 1n, endId: lt === null ? await newestId(db) : lt - 1n };
}

async function newestId(db: Database): Promise<bigint> {
  const [row] = await queryRows<{ id: bigint }>(db, {
    name: 'newest-trade-record',
    text: 'SELECT coalesce(max(id), 0) AS id FROM "TradeRecord"',
    values: [],
  });
  return row?.id ?? 0n;
}

function valuesOf(endpoint: NotifyEndpointRow, scope: ReplayScope, bounds: Bounds): unknown[] {
  return [
    ...[endpoint.id, String(bounds.lastId), String(bounds.endId)],
    ...[scope.from, scope.before, [...scope.types]],
  ];
}

/**
 * Counts what a replay would send now; changes nothing. Reads much of a merchant's history at once, which is quicker by
 * hashing than by looking up each record, so for this one statement the planner may do so (see database.ts).
 */
export async function forecastReplay(
  db: Database,
  endpoint: NotifyEndpointRow,
  scope: ReplayScope,
): Promise<ReplayTotals> {
  const values = valuesOf(endpoint, scope, await boundsOf(db, scope));
  const counts = await inTransaction(db, async (client) => {
    await client.query(`SELECT set_config('enable_hashjoin', 'on', true)`);
    const text = `SELECT type, count(*)::int AS count FROM (${replayedRecordsSql(scope.only)}) t GROUP BY type`;
    return (await client.query<{ type: string; count: number }>({ text, values })).rows;
  });
  return {
    total: counts.reduce((sum, { count }) => sum + count, 0),
    byType: Object.fromEntries(counts.map(({ type, count }) => [type, count])),
  };
}

const INSERT_SQL = `
INSERT INTO "NotifyReplay" (uuid, "merchantUUID", "endpointId", "notifyEndpointUUID", "only", state, types, "fromAt",
  "toBefore", "lastId", "endId", total, "createdBy", "dueAt")
SELECT $1, e."merchantUUID", e.id, e.uuid, $3, $4, $5::text[], $6, $7, $8::bigint, $9::bigint, $10::int, $11, now()
FROM "NotifyEndpoint" e
WHERE e.id = $2::int AND (
  SELECT count(*) FROM "NotifyReplay" WHERE "endpointId" = e.id AND "endedAt" IS NULL) < ${MOST_REPLAYS}
RETURNING *`;

/** Starts a replay, or answers null when its endpoint has as many as it may. What comes later is not in it. */
export async function insertNotifyReplay(
  db: Database,
  endpoint: NotifyEndpointRow,
  wish: ReplayScope & { readonly total: number; readonly createdBy: string },
): Promise<NotifyReplayRow | null> {
  const { lastId, endId } = await boundsOf(db, wish);
  const [row] = await queryRows<NotifyReplayRow>(db, {
    name: 'insert-notify-replay',
    text: INSERT_SQL,
    values: [
      ...[newUuid(), endpoint.id, wish.only, wish.state, [...wish.types], wish.from, wish.before],
      ...[String(lastId), String(endId), wish.total, wish.createdBy],
    ],
  });
  return row ?? null;
}

/** Which replays. */
export interface ReplayFilter extends CreatedRange {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly uuid?: string;
  readonly notifyEndpointUUID?: string;
}

/** One page of replays, in the order they were asked for. */
export async function listNotifyReplays(
  db: Database,
  filter: ReplayFilter,
  page: PageQuery,
): Promise<Page<NotifyReplayRow>> {
  const { within, ...args } = boundsById(page, toInt4);
  const rows = await (await db.prisma()).notifyReplay.findMany({
    where: { ...whereRows(filter), AND: within },
    ...args,
  });
  return toPage(rows, page.limit);
}

/** The replay with this uuid, of this merchant, or null; of every merchant where `merchantUUID` is null. */
export async function findNotifyReplay(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<NotifyReplayRow | null> {
  const [row] = await queryRows<NotifyReplayRow>(db, {
    name: 'find-notify-replay',
    text: 'SELECT * FROM "NotifyReplay" WHERE uuid = $1 AND ($2::text IS NULL OR "merchantUUID" = $2)',
    values: [uuid, merchantUUID],
  });
  return row ?? null;
}

const CHANGE_SQL = `
UPDATE "NotifyReplay" SET status = $3, "dueAt" = CASE WHEN $3 = 'running' THEN now() END,
  "endedAt" = CASE WHEN $3 = 'stopped' THEN now() END
WHERE uuid = $1 AND "merchantUUID" = $2 AND "endedAt" IS NULL RETURNING *`;

/** Pauses, resumes or stops a replay; null when it has ended. */
export async function changeNotifyReplay(
  db: Database,
  { uuid, merchantUUID }: NotifyReplayRow,
  status: 'running' | 'paused' | 'stopped',
): Promise<NotifyReplayRow | null> {
  const [row] = await queryRows<NotifyReplayRow>(db, {
    name: 'change-notify-replay',
    text: CHANGE_SQL,
    values: [uuid, merchantUUID, status],
  });
  return row ?? null;
}
