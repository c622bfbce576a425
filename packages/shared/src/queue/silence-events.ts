import type { Client } from 'pg';

/** The whole body of the function that replaces BullMQ's. */
const SILENCE = 'SELECT 0::bigint';

const CURRENT_SQL = `
SELECT p.prosrc AS body, pg_get_function_identity_arguments(p.oid) AS args
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = $1 AND p.proname = 'publish_event'`;

/**
 * Lets BullMQ's functions in this schema write no events. Each job would write four or five of them for somebody who
 * might watch the queue; nobody does. They cost more than the job itself: a row each, and a NOTIFY, for which
 * PostgreSQL wakes every connection that listens for anything, and behind which commits queue up.
 *
 * BullMQ has no setting for it. Wake-up calls for workers are not events and stay. Changes nothing where it is done
 * already; safe to run in two processes at once.
 *
 * @throws {Error} when BullMQ has another function for events than the one that is known here
 */
export async function silenceEvents(client: Client, schema: string): Promise<void> {
  if ((await currentBody(client, schema)) === SILENCE) return;
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('payserver:silence-events'))`);
    if ((await currentBody(client, schema)) !== SILENCE) {
      await client.query(
        `CREATE OR REPLACE FUNCTION ${schema}.publish_event(p_queue text, p_event text, p_data jsonb)
         RETURNS bigint LANGUAGE sql IMMUTABLE AS '${SILENCE}'`,
      );
    }
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

async function currentBody(client: Client, schema: string): Promise<string | undefined> {
  const { rows } = await client.query<{ body: string; args: string }>(CURRENT_SQL, [schema]);
  const [found] = rows;
  if (rows.length !== 1 || found?.args !== 'p_queue text, p_event text, p_data jsonb') {
    throw new Error(
      `BullMQ's ${schema}.publish_event is not the one that is known: ${JSON.stringify(rows)}`,
    );
  }
  return found.body;
}
