import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { LAG_SQL } from './cursor.ts';

/** Rows of one kind that are counted, at most: an index of the open ones, and the endpoints themselves. */
export const MOST_COUNTED = 50_000;

const FIGURES_SQL = `
SELECT coalesce((${LAG_SQL}), 0) AS "lagMs", d.open, e.endpoints, e.failing, e.off
FROM (SELECT count(*)::int AS open FROM (
        SELECT FROM "NotifyDelivery" WHERE "nextAt" IS NOT NULL LIMIT $1::int) o) d,
     (SELECT count(*)::int AS endpoints, (count(*) FILTER (WHERE status = 'off'))::int AS off,
             (count(*) FILTER (WHERE status = 'on' AND "failingSince" IS NOT NULL))::int AS failing
      FROM (SELECT status, "failingSince" FROM "NotifyEndpoint" LIMIT $1::int) n) e`;

/** How notifications stand, over all merchants; {@link MOST_COUNTED} of a count: there may be more. */
export interface NotifyFigures {
  /** see readTailLagMs */
  readonly lagMs: number;
  /** open deliveries */
  readonly open: number;
  /** endpoints that were counted for the next two */
  readonly endpoints: number;
  readonly failing: number;
  readonly off: number;
}

/** Reads them in one statement, whose cost has a bound whatever the backlog is. */
export async function readNotifyFigures(db: Database): Promise<NotifyFigures> {
  const [figures] = await queryRows<NotifyFigures>(db, {
    name: 'notify-figures',
    text: FIGURES_SQL,
    values: [MOST_COUNTED],
  });
  if (figures === undefined) throw new Error('a statement of counts answered no row');
  return figures;
}
