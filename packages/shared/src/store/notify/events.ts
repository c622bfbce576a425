import type { Database } from '../database.ts';
import { idsWithin } from '../page-bounds.ts';
import { queryRows } from '../sql.ts';
import { EVENT_FACTS, EVENT_JOINS, type EventFacts } from './due.ts';
import { typeOfRecordSql } from './record-type.ts';

/** A place in the order of commits: all records of earlier transactions, and of this one up to `recordId`. Digits. */
export interface EventPlace {
  readonly xact: string;
  readonly recordId: string;
}

/** Records that one answer reads, of whatever merchant, at most. */
const WINDOW = 1_000;
/** Transactions, at most. */
const SPAN = 20_000;

// As the fan-out reads them (fanout.ts): no record below the oldest transaction that still writes comes any more.
const READ_SQL = `
WITH edge AS MATERIALIZED (
  SELECT s.xmin, s.xmax, greatest($1::bigint, least(s.xmin, $1::bigint + ${SPAN})) AS upto
  FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin,
               pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax) s
), records AS MATERIALIZED (
  SELECT r.* FROM edge CROSS JOIN LATERAL (
    SELECT r.id, r.xact, r."merchantUUID", ${typeOfRecordSql('r')} AS type FROM "TradeRecord" r
    WHERE r.xact >= $1::bigint AND r.xact < edge.upto AND (r.xact > $1::bigint OR r.id > $2::bigint)
    ORDER BY r.xact, r.id LIMIT ${WINDOW}) r
), events AS MATERIALIZED (
  SELECT id AS "recordId", NULL::bigint AS "eventId", 'then' AS "asOf", xact FROM records
  WHERE type IS NOT NULL AND ($3::text IS NULL OR "merchantUUID" = $3) ORDER BY xact, id LIMIT $4::int
), last AS (
  SELECT xact, "recordId" AS id FROM events WHERE (SELECT count(*) FROM events) = $4::int
  UNION ALL
  SELECT xact, id FROM records WHERE (SELECT count(*) FROM events) < $4::int AND (SELECT count(*) FROM records) = ${WINDOW}
  ORDER BY xact DESC, id DESC LIMIT 1
)
SELECT d."recordId", d."asOf", ${EVENT_FACTS}, coalesce(last.xact, edge.upto)::text AS "nextXact",
       coalesce(last.id, 0)::text AS "nextId", last.xact IS NOT NULL OR edge.upto < edge.xmin AS more,
       $1::bigint > edge.xmax AS "isAhead"
FROM edge LEFT JOIN last ON true LEFT JOIN events d ON true ${EVENT_JOINS} ORDER BY d.xact, d."recordId"`;

interface ReadRow extends EventFacts {
  /** null: there is no event */
  readonly recordId: bigint | null;
  readonly nextXact: string;
  readonly nextId: string;
  readonly more: boolean;
  readonly isAhead: boolean;
}

/** Which events. */
export interface EventsQuestion {
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  readonly place: EventPlace;
  readonly limit: number;
}

/** Events of one answer, and where the next one begins. */
export interface EventsPage {
  readonly events: readonly EventFacts[];
  readonly next: EventPlace;
  /** there may be others by now */
  readonly more: boolean;
}

/**
 * The events after a place, in the order of commits (transaction, id). Reading on from `next` passes over none and
 * repeats none, whatever commits late. Reads a bounded part of the history: an answer may be empty and have more.
 *
 * @returns null for a place that this server has not come to: a dump was restored since
 */
export async function readEventsAfter(
  db: Database,
  { merchantUUID, place, limit }: EventsQuestion,
): Promise<EventsPage | null> {
  const rows = await queryRows<ReadRow>(db, {
    name: 'notify-events-after',
    text: READ_SQL,
    values: [place.xact, place.recordId, merchantUUID, limit],
  });
  const [first] = rows;
  if (first === undefined || first.isAhead) return null;
  return {
    events: rows.filter(({ recordId }) => recordId !== null),
    next: { xact: first.nextXact, recordId: first.nextId },
    more: first.more,
  };
}

/** The place before whatever commits from now on. */
export async function placeNow(db: Database): Promise<EventPlace> {
  const [row] = await queryRows<{ xact: string }>(db, {
    name: 'notify-place-now',
    text: 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xact',
    values: [],
  });
  return { xact: row?.xact ?? '0', recordId: '0' };
}

/** Records behind the first of a time whose transactions are compared: those of one moment overlap. */
const OVERLAP = 1_000;

/** A place before everything that was written at this time or later, and behind most of what was written before. */
export async function placeOf(db: Database, from: Date): Promise<EventPlace> {
  const { gte } = await idsWithin(db, 'TradeRecord', { createdFrom: from, createdBefore: null });
  const [row] = await queryRows<{ xact: string | null }>(db, {
    name: 'notify-place-of',
    text: `SELECT min(xact)::text AS xact FROM (
  SELECT xact FROM "TradeRecord" WHERE id >= $1::bigint ORDER BY id LIMIT ${OVERLAP}) t`,
    values: [String(gte ?? 0n)],
  });
  const xact = row?.xact ?? null;
  return xact === null ? await placeNow(db) : { xact, recordId: '0' };
}
