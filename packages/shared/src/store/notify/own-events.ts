import { newUuid } from '../../domain/ids.ts';
import type { OperationalEventType } from '../../domain/notify/event-types.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';

/** An event that no order has, for a merchant's endpoints. */
export interface NewOwnEvent {
  readonly merchantUUID: string;
  readonly type: OperationalEventType;
  readonly data: object;
  /** the one endpoint that hears of it; null: all that want its type */
  readonly onlyEndpointId: number | null;
  /** one that does not hear of it: it is what fails */
  readonly exceptEndpointId: number | null;
}

const ADD_SQL = `
WITH event AS (
  INSERT INTO "OperationalEvent" (uuid, "merchantUUID", type, data) VALUES ($1, $2, $3, $4::jsonb) RETURNING id
), wanting AS MATERIALIZED (
  SELECT e.id, e.version FROM "NotifyEndpoint" e
  WHERE e."merchantUUID" = $2 AND e.status <> 'off' AND e.id IS DISTINCT FROM $6::int
    AND CASE WHEN $5::int IS NULL THEN e.kind = 'fixed' AND (cardinality(e.types) = 0 OR $3 = ANY(e.types))
        ELSE e.id = $5::int END
), written AS (
  INSERT INTO "NotifyDelivery" ("endpointId", "eventId", version, "nextAt")
  SELECT w.id, event.id, w.version, date_trunc('milliseconds', now()) FROM wanting w CROSS JOIN event
  RETURNING id
), due AS (
  UPDATE "NotifyEndpoint" e SET backlog = e.backlog + 1, "dueAt" = least(e."dueAt", greatest(date_trunc('milliseconds', now()), e."notBefore"))
  FROM (SELECT id FROM wanting ORDER BY id) w WHERE e.id = w.id
)
SELECT id FROM written`;

/**
 * Writes an event that no order has together with its deliveries, for the merchant's endpoints that want its type or for
 * one of them, and answers the ids of the deliveries.
 */
export async function addOwnEvent(db: Database, event: NewOwnEvent): Promise<bigint[]> {
  const { merchantUUID, type, data, onlyEndpointId, exceptEndpointId } = event;
  const rows = await queryRows<{ id: bigint }>(db, {
    name: 'notify-own-event',
    text: ADD_SQL,
    values: [newUuid(), merchantUUID, type, JSON.stringify(data), onlyEndpointId, exceptEndpointId],
  });
  return rows.map(({ id }) => id);
}
