import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';

/** Messages of one statement, at most. */
const PAGE = 1_000;

// The row of the endpoint is locked first: one that is switched on meanwhile loses nothing afterwards.
const SKIP_SQL = `
WITH target AS MATERIALIZED (
  SELECT e.id FROM "NotifyEndpoint" e
  WHERE e.status = 'off'
    AND EXISTS (SELECT FROM "NotifyDelivery" d WHERE d."endpointId" = e.id AND d."nextAt" IS NOT NULL)
  ORDER BY e.id LIMIT 1 FOR UPDATE OF e SKIP LOCKED
), waiting AS MATERIALIZED (
  SELECT d.id, d."createdAt" FROM target t CROSS JOIN LATERAL (
    SELECT o.id, o."createdAt" FROM "NotifyDelivery" o WHERE o."endpointId" = t.id AND o."nextAt" IS NOT NULL
    ORDER BY o."nextAt" LIMIT ${PAGE}) d
), skipped AS (
  UPDATE "NotifyDelivery" d SET status = 'skipped', reason = 'off', "nextAt" = NULL FROM waiting w
  WHERE d.id = w.id AND d."createdAt" = w."createdAt" AND d.status = 'open'
  RETURNING d.id
), counted AS (
  UPDATE "NotifyEndpoint" e SET backlog = greatest(e.backlog - (SELECT count(*)::int FROM skipped), 0)
  FROM target t WHERE e.id = t.id
)
SELECT count(*)::int AS skipped FROM skipped`;

/**
 * Ends the open deliveries of endpoints that are off as `skipped`, a thousand of one endpoint in each statement: nobody
 * would send them, and a replay does. What has ended already stays as it is.
 *
 * @returns how many it has ended
 */
export async function skipWhereOff(db: Database): Promise<number> {
  for (let all = 0; ; ) {
    const [page] = await queryRows<{ skipped: number }>(db, {
      name: 'notify-skip-off',
      text: SKIP_SQL,
      values: [],
    });
    if (page === undefined || page.skipped === 0) return all;
    all += page.skipped;
  }
}
