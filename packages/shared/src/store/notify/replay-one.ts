import { newUuid } from '../../domain/ids.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';
import type { NotifyEndpointRow } from './endpoints.ts';
import type { NotifyDeliveryRow } from './lists.ts';

/** A message that was asked for by itself belongs to no replay of a time. */
const BY_ITSELF = 0;

/** SQL. A column of ms would round the time up, and what is due now would be due later. */
export const NOW = `date_trunc('milliseconds', now())`;

/** SQL of a CTE that makes the endpoint of `written` deliveries due; the same as after a fan-out. */
const WAKE_ENDPOINT = `
  UPDATE "NotifyEndpoint" e SET "dueAt" = least(e."dueAt", greatest(${NOW}, e."notBefore")),
    backlog = e.backlog + (SELECT count(*)::int FROM written)
  WHERE e.id = (SELECT DISTINCT "endpointId" FROM written)`;

const REPLAY_SQL = `
WITH target AS (
  SELECT id, version FROM "NotifyEndpoint" WHERE id = $1 AND "merchantUUID" = $2 AND status <> 'off' FOR UPDATE
), written AS (
  INSERT INTO "NotifyDelivery" ("endpointId", "recordId", "eventId", xact, "replayId", "asOf", version, status, "nextAt")
  SELECT t.id, $3::bigint, $4::bigint, (SELECT xact FROM "TradeRecord" WHERE id = $3::bigint), ${BY_ITSELF}, 'then',
         t.version, 'open', ${NOW}
  FROM target t
  RETURNING id, "endpointId"
), woken AS (${WAKE_ENDPOINT})
SELECT id FROM written`;

/**
 * Writes a message about the same event for the same endpoint once more, due at once.
 *
 * @returns its id; null when the endpoint is off
 */
export async function replayOneDelivery(
  db: Database,
  { endpointId, merchantUUID, recordId, ownEventId }: NotifyDeliveryRow,
): Promise<bigint | null> {
  const ids = [recordId, ownEventId].map((id) => (id === null ? null : String(id)));
  const [row] = await queryRows<{ id: bigint }>(db, {
    name: 'replay-one-delivery',
    text: REPLAY_SQL,
    values: [endpointId, merchantUUID, ...ids],
  });
  return row?.id ?? null;
}

const TEST_SQL = `
WITH target AS (
  SELECT id, "merchantUUID", version FROM "NotifyEndpoint"
  WHERE uuid = $1 AND "merchantUUID" = $2 AND status <> 'off' FOR UPDATE
), event AS (
  INSERT INTO "OperationalEvent" (uuid, "merchantUUID", type, data)
  SELECT $3, t."merchantUUID", 'endpoint.test', jsonb_build_object('notifyEndpointUUID', $1::text) FROM target t
  RETURNING id
), written AS (
  INSERT INTO "NotifyDelivery" ("endpointId", "eventId", version, status, "nextAt")
  SELECT t.id, event.id, t.version, 'open', ${NOW} FROM target t, event
  RETURNING id, "endpointId"
), woken AS (${WAKE_ENDPOINT})
SELECT id FROM written`;

/**
 * Writes a message of type endpoint.test, due at once, whatever types the endpoint wants.
 *
 * @returns its id; null when the endpoint is off
 */
export async function insertTestDelivery(
  db: Database,
  { uuid, merchantUUID }: NotifyEndpointRow,
): Promise<bigint | null> {
  const [row] = await queryRows<{ id: bigint }>(db, {
    name: 'insert-test-delivery',
    text: TEST_SQL,
    values: [uuid, merchantUUID, newUuid()],
  });
  return row?.id ?? null;
}
