import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';

/** Where a snapshot stands, and whose server it is. */
const HERE = `
  SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xmin,
         pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS xmax,
         (SELECT system_identifier::text FROM pg_control_system()) AS system`;

const MAKE_SQL = `
INSERT INTO "NotifyCursor" (id, xact, "recordId", "systemId")
SELECT 1, here.xmin, 0, here.system FROM (${HERE}) here ON CONFLICT (id) DO NOTHING`;

// Transactions that this server has not come to yet are those of another one.
const MOVE_SQL = `
WITH here AS MATERIALIZED (${HERE}), foreign_records AS MATERIALIZED (
  SELECT max(r.id) AS id FROM here JOIN "NotifyCursor" c ON c."systemId" <> here.system
  JOIN "TradeRecord" r ON r.xact >= here.xmax
), judged AS (
  SELECT here.*, f.id IS NOT NULL OR c.xact > here.xmax AS restarts, f.id AS floor
  FROM here, foreign_records f, "NotifyCursor" c WHERE c.id = 1
)
UPDATE "NotifyCursor" c SET "systemId" = j.system, at = now(),
  xact = CASE WHEN j.restarts THEN j.xmin ELSE c.xact END,
  "recordId" = CASE WHEN j.restarts THEN 0 ELSE c."recordId" END,
  "floorId" = greatest(c."floorId", j.floor), "seenId" = 0
FROM judged j WHERE c.id = 1 AND c."systemId" <> j.system
RETURNING j.restarts`;

/** What became of the cursor: it stands where it stood, or begins with what comes from now on. */
export type CursorCheck = 'same' | 'movedAlong' | 'restarted';

/**
 * Makes sure that the cursor is one of this server. After a dump was restored into another cluster transactions count
 * anew: then the tail begins with what comes from now on, because its numbers mean nothing there. Where the
 * numbers go on (an upgrade by pg_upgrade, a cluster that is further already) it stands where it stood.
 */
export async function checkCursor(db: Database): Promise<CursorCheck> {
  await queryRows(db, { name: 'notify-make-cursor', text: MAKE_SQL, values: [] });
  const [moved] = await queryRows<{ restarts: boolean }>(db, {
    name: 'notify-move-cursor',
    text: MOVE_SQL,
    values: [],
  });
  if (moved === undefined) return 'same';
  return moved.restarts ? 'restarted' : 'movedAlong';
}

/** SQL: ms of {@link readTailLagMs}; no row where nothing may be behind the tail. */
export const LAG_SQL = `
SELECT extract(epoch FROM now() - c.at)::float8 * 1000 AS ms FROM "NotifyCursor" c
WHERE c.id = 1 AND c."seenId" < (SELECT last_value FROM "TradeRecord_id_seq")`;

/**
 * Since when the tail has not moved although there may be records behind it, ms; 0 where there are none. It cannot pass
 * a transaction that still writes, whoever runs it.
 */
export async function readTailLagMs(db: Database): Promise<number> {
  const [lag] = await queryRows<{ ms: number }>(db, {
    name: 'notify-lag',
    text: LAG_SQL,
    values: [],
  });
  return lag?.ms ?? 0;
}
