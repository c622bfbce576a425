import type { Database } from '../database.ts';
import type { NotifyEndpoint } from '../generated/client.ts';
import { queryRows } from '../sql.ts';

/** An endpoint that the caller owns until its lease ends. */
export type ClaimedEndpoint = NotifyEndpoint & { readonly leaseUntil: Date };

/** Beside the time-out of an attempt: how long a turn may start attempts, and what it then may need to write. */
export const TURN_MS = 2_000;
const SPARE_MS = 4_000;

/** SQL: endpoints of which something is due and that nobody owns. */
export const IS_CLAIMABLE = `status = 'on' AND "dueAt" <= now() AND ("leaseUntil" IS NULL OR "leaseUntil" <= now())`;

const CLAIM_SQL = `
WITH due AS (
  SELECT id FROM "NotifyEndpoint" WHERE ${IS_CLAIMABLE} AND lane = $1
  ORDER BY "dueAt" LIMIT $2::int FOR UPDATE SKIP LOCKED
)
UPDATE "NotifyEndpoint" e SET epoch = e.epoch + 1,
  "leaseUntil" = now() + make_interval(secs => (e."timeoutMs" + ${TURN_MS + SPARE_MS}) / 1000.0),
  "dueAt" = now() + make_interval(secs => (e."timeoutMs" + ${TURN_MS + SPARE_MS}) / 1000.0)
FROM due WHERE e.id = due.id
RETURNING e.*`;

/**
 * Takes due endpoints of this lane that nobody owns, those that have waited longest first. Each belongs to the caller
 * until it gives it back or its lease ends, which is later than any attempt that it makes may last.
 */
export async function claimEndpoints(
  db: Database,
  { lane, limit }: { readonly lane: 'fast' | 'slow'; readonly limit: number },
): Promise<ClaimedEndpoint[]> {
  return await queryRows<ClaimedEndpoint>(db, {
    name: 'notify-claim',
    text: CLAIM_SQL,
    values: [lane, limit],
  });
}
