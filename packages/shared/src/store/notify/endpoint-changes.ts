import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import { DEFAULT_SETTINGS, type EndpointSettings, type NotifyEndpointRow } from './endpoints.ts';

/** What is to be changed; what is absent stays. */
export interface EndpointChange extends EndpointSettings {
  readonly url?: string;
  readonly origin?: string;
  readonly status?: 'on' | 'paused' | undefined;
}

const CHANGED = ['url', 'origin', ...Object.keys(DEFAULT_SETTINGS)].map((name) => `"${name}"`);
const IS_RESUMED = `s.status = 'on' AND e.status <> 'on'`;

// One that is sent to again starts anew: what it failed before says nothing of it now. A turn in progress stays its
// worker's: another one would send a second time what is in flight.
const CHANGE_SQL = `
UPDATE "NotifyEndpoint" e SET
  ${CHANGED.map((name) => `${name} = s.${name}`).join(', ')}, status = s.status, "modifiedAt" = now(),
  "dueAt" = CASE WHEN ${IS_RESUMED} THEN now() ELSE e."dueAt" END,
  "notBefore" = CASE WHEN ${IS_RESUMED} THEN NULL ELSE e."notBefore" END,
  "failingSince" = CASE WHEN ${IS_RESUMED} THEN NULL ELSE e."failingSince" END,
  failures = CASE WHEN ${IS_RESUMED} THEN 0 ELSE e.failures END,
  exhausted = CASE WHEN ${IS_RESUMED} THEN 0 ELSE e.exhausted END,
  "offReason" = CASE WHEN ${IS_RESUMED} THEN NULL ELSE e."offReason" END,
  "offAt" = CASE WHEN ${IS_RESUMED} THEN NULL ELSE e."offAt" END
FROM (SELECT x.id AS of_id, n.* FROM "NotifyEndpoint" x, jsonb_populate_record(x, $3::jsonb) n
      WHERE x.uuid = $1 AND x."merchantUUID" = $2 FOR UPDATE OF x) s
WHERE e.id = s.of_id AND (s.status = e.status OR e.status = $4)
RETURNING e.*`;

/**
 * Changes an endpoint, of which the caller has read `before`. One that is switched on again is due at once.
 *
 * @returns null when it is gone, or when its status is another by now and was to be changed
 */
export async function changeNotifyEndpoint(
  db: Database,
  before: NotifyEndpointRow,
  change: EndpointChange,
): Promise<NotifyEndpointRow | null> {
  const [row] = await queryRows<NotifyEndpointRow>(db, {
    name: 'change-notify-endpoint',
    text: CHANGE_SQL,
    values: [before.uuid, before.merchantUUID, JSON.stringify(change), before.status],
  });
  return row ?? null;
}

/** Deletes an endpoint with its secrets, and its replays; answers it as it was, or null when there is none. */
export async function deleteNotifyEndpoint(
  db: Database,
  uuid: string,
  merchantUUID: string | null,
): Promise<NotifyEndpointRow | null> {
  const [row] = await queryRows<NotifyEndpointRow>(db, {
    name: 'delete-notify-endpoint',
    text: `
WITH gone AS (
  DELETE FROM "NotifyEndpoint" WHERE uuid = $1 AND ($2::text IS NULL OR "merchantUUID" = $2) RETURNING *
), ended AS (
  UPDATE "NotifyReplay" SET status = 'stopped', "dueAt" = NULL, "endedAt" = now()
  WHERE "endpointId" IN (SELECT id FROM gone) AND "endedAt" IS NULL
)
SELECT * FROM gone`,
    values: [uuid, merchantUUID],
  });
  return row ?? null;
}

/** A secret in the place of the one before. */
export interface SecretRotation {
  readonly uuid: string;
  /** null: of every merchant */
  readonly merchantUUID: string | null;
  /** sealed for this uuid */
  readonly secret: string;
  /** how long the one before signs as well; 0: not any more */
  readonly overlapHours: number;
}

/** Gives an endpoint another secret; null when there is none. */
export async function rotateNotifySecret(
  db: Database,
  { uuid, merchantUUID, secret, overlapHours }: SecretRotation,
): Promise<NotifyEndpointRow | null> {
  const [row] = await queryRows<NotifyEndpointRow>(db, {
    name: 'rotate-notify-secret',
    text: `
UPDATE "NotifyEndpoint" SET secret = $3, "modifiedAt" = now(),
  "prevSecret" = CASE WHEN $4::int > 0 THEN secret END,
  "prevUntil" = CASE WHEN $4::int > 0 THEN now() + $4::int * interval '1 hour' END
WHERE uuid = $1 AND ($2::text IS NULL OR "merchantUUID" = $2) RETURNING *`,
    values: [uuid, merchantUUID, secret, overlapHours],
  });
  return row ?? null;
}
