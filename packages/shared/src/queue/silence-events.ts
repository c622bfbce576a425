import type { Client } from 'pg';
import { warnOfUnknownInside } from '../platform/unknown-inside.ts';

/** The whole body of the function that replaces BullMQ's. */
const SILENCE = 'SELECT 0::bigint';

const SIGNATURE = 'p_queue text, p_event text, p_data jsonb -> bigint';

const CURRENT_SQL = `
SELECT p.prosrc AS body,
  pg_get_function_identity_arguments(p.oid) || ' -> ' || pg_get_function_result(p.oid) AS signature
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = $1 AND p.proname = 'publish_event'`;

/**
 * Lets BullMQ's functions in this schema write no events. Each job would write four or five of them for somebody who
 * might watch the queue; nobody does. They cost more than the job itself: a row each, and a NOTIFY, for which
 * PostgreSQL wakes every connection that listens for anything, and behind which commits queue up.
 *
 * BullMQ has no setting for it. Wake-up calls for workers are not events and stay. Changes nothing where it is done
 * already; safe to run in two processes at once. Where BullMQ has another function for events than the one that is
 * known here it warns and leaves the events as they are.
 */
export async function silenceEvents(client: Client, schema: string): Promise<void> {
  const body = await currentBody(client, schema);
  if (body === SILENCE) return;
  if (body === null) {
    return warnOfUnknownInside(
      `BullMQ's function ${schema}.publish_event`,
      'events are written, a row and a NOTIFY each, and jobs cost more',
    );
  }
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('payserver:silence-events'))`);
    await client.query(
      `CREATE OR REPLACE FUNCTION ${schema}.publish_event(p_queue text, p_event text, p_data jsonb)
       RETURNS bigint LANGUAGE sql IMMUTABLE AS '${SILENCE}'`,
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** Null when there is no such function, or one that takes or answers something else. */
async function currentBody(client: Client, schema: string): Promise<string | null> {
  const { rows } = await client.query<{ body: string; signature: string }>(CURRENT_SQL, [schema]);
  const [found] = rows;
  return rows.length === 1 && found?.signature === SIGNATURE ? found.body : null;
}
