import type { PoolClient } from 'pg';
import type { Database } from '../database.ts';
import type { NotifyReplay } from '../generated/client.ts';
import { inTransaction, ROW_TYPES } from '../sql.ts';
import { NOW } from './replay-one.ts';
import { replayedRecordsSql } from './replayed-records.ts';

/** Messages of one page. */
const PAGE = 500;
/** Ids of trade records that one page reads, at most: where little matches, a page ends all the same. */
const SPAN = 50_000;
/** Between the pages of one replay, ms. */
const PAUSE_MS = 1_000;
/** Messages that wait at an endpoint, from which on a replay waits as well: what is new comes first. */
const MOST_WAITING = 5_000;

/** SQL: replays of which a page is due. */
export const DUE_REPLAYS = `SELECT FROM "NotifyReplay" WHERE "dueAt" <= now()`;

const TAKE_SQL = `
SELECT * FROM "NotifyReplay" WHERE "dueAt" <= now() ORDER BY "dueAt" LIMIT 1 FOR UPDATE SKIP LOCKED`;

/**
 * Writes the next page of one replay that is due: its messages, how far it is and that its endpoint is due, in one
 * transaction, so that whoever dies in between has written all of a page or none of it.
 *
 * @returns whether one was due
 */
export async function writeReplayPage(db: Database): Promise<boolean> {
  return await inTransaction(db, async (client) => {
    const { rows } = await client.query<NotifyReplay>({ types: ROW_TYPES, text: TAKE_SQL });
    const [replay] = rows;
    if (replay === undefined) return false;
    const { written, upTo } = await writePage(client, replay);
    await moveOn(client, replay, { written, upTo });
    return true;
  });
}

interface WrittenPage {
  readonly written: number;
  /** records up to this one are done */
  readonly upTo: bigint;
}

function pageSql(only: NotifyReplay['only']): string {
  const known = only === 'missing' || only === 'all' ? only : 'failed';
  return `
WITH target AS MATERIALIZED (
  SELECT id, version FROM "NotifyEndpoint"
  WHERE id = $1::int AND status = 'on' AND backlog < ${MOST_WAITING} FOR UPDATE
), page AS MATERIALIZED (
  ${replayedRecordsSql(known)} ORDER BY r.id LIMIT (SELECT count(*) * ${PAGE} FROM target)
), written AS (
  INSERT INTO "NotifyDelivery" ("endpointId", "recordId", xact, "replayId", "asOf", version, status, "nextAt")
  SELECT t.id, p.id, p.xact, $7::bigint, $8, t.version, 'open', ${NOW} FROM page p, target t ORDER BY p.id
  RETURNING 1
), woken AS (
  UPDATE "NotifyEndpoint" e SET backlog = e.backlog + (SELECT count(*)::int FROM written),
    "dueAt" = least(e."dueAt", greatest(${NOW}, e."notBefore"))
  FROM target t WHERE e.id = t.id AND EXISTS (SELECT FROM written)
)
SELECT (SELECT count(*)::int FROM written) AS written, (SELECT count(*)::int FROM page) AS found,
       (SELECT max(id) FROM page) AS last, EXISTS (SELECT FROM target) AS "isOpen"`;
}

interface PageResult {
  readonly written: number;
  readonly found: number;
  readonly last: bigint | null;
  readonly isOpen: boolean;
}

async function writePage(client: PoolClient, replay: NotifyReplay): Promise<WrittenPage> {
  const { lastId, endId } = replay;
  const upTo = endId < lastId + BigInt(SPAN) ? endId : lastId + BigInt(SPAN);
  const { rows } = await client.query<PageResult>({
    types: ROW_TYPES,
    text: pageSql(replay.only),
    values: [
      ...[replay.endpointId, String(lastId), String(upTo), replay.fromAt, replay.toBefore],
      ...[replay.types, replay.id, replay.state === 'asOfNow' ? 'now' : 'then'],
    ],
  });
  const [page] = rows;
  if (page === undefined || !page.isOpen) return { written: 0, upTo: lastId };
  const isFull = page.found === PAGE && page.last !== null;
  return { written: page.written, upTo: isFull ? (page.last ?? lastId) : upTo };
}

const MOVE_SQL = `
UPDATE "NotifyReplay" SET sent = sent + $2::int, "lastId" = $3::bigint,
  status = CASE WHEN $3::bigint >= "endId" THEN 'done' ELSE 'running' END,
  "endedAt" = CASE WHEN $3::bigint >= "endId" THEN now() END,
  "dueAt" = CASE WHEN $3::bigint < "endId" THEN now() + $4::int * interval '1 millisecond' END
WHERE id = $1`;

/** The next page comes at once where this one held nothing. */
async function moveOn(
  client: PoolClient,
  { id, lastId }: NotifyReplay,
  { written, upTo }: WrittenPage,
): Promise<void> {
  const isEmpty = written === 0 && upTo > lastId;
  await client.query({
    text: MOVE_SQL,
    values: [id, written, String(upTo), isEmpty ? 0 : PAUSE_MS],
  });
}
