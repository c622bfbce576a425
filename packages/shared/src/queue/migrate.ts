import { runMigrations } from 'bullmq';
import type { Client } from 'pg';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import { newClient } from '../runtime/postgres-client.ts';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';

/**
 * Brings BullMQ's own tables up to the version of the installed package: all or nothing, under its own
 * advisory lock, and nothing at all when they are current. Then its events are silenced. Only for the PostgreSQL
 * queue engine.
 *
 * @throws {Error} when the database cannot be reached, is too old, or belongs to a newer BullMQ
 */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const { queueSchema } = readDatabaseUrl(databaseUrl);
  const client = newClient(databaseUrl, { name: 'payserver-migrate' });
  await client.connect();
  try {
    await runMigrations(client, queueSchema);
    await disableQueueEvents(client, queueSchema);
  } finally {
    await client.end();
  }
}

/** The whole body of the function that replaces BullMQ's. */
const NO_EVENT = 'SELECT 0::bigint';

const SIGNATURE = 'p_queue text, p_event text, p_data jsonb -> bigint';

const CURRENT_SQL = `
SELECT p.prosrc AS body,
  pg_get_function_identity_arguments(p.oid) || ' -> ' || pg_get_function_result(p.oid) AS signature
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = $1 AND p.proname = 'publish_event'`;

/** Whether the table of events is there, and whether it has our trigger. */
const BULK_SQL = `
SELECT to_regclass($1) IS NOT NULL AS "isKnown", EXISTS (
  SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass($1) AND tgname = 'payserver_silence') AS "isDisabled"`;

/**
 * Lets BullMQ's functions in this schema write no events. Each job would write four or five of them for a listener
 * of the queue; there is none. They cost more than the job itself: a row each, and a NOTIFY, for which
 * PostgreSQL wakes every connection that listens for anything, and behind which commits queue up.
 *
 * BullMQ has no setting for it. Wake-up calls for workers are not events and stay. Changes nothing where it is done
 * already; safe to run in two processes at once. Where BullMQ has another function or table for events than the one
 * that is known here it warns and leaves the events as they are.
 */
async function disableQueueEvents(client: Client, schema: string): Promise<void> {
  await disableForSingleJobs(client, schema);
  await disableForBulks(client, schema);
}

async function disableForSingleJobs(client: Client, schema: string): Promise<void> {
  const body = await currentBody(client, schema);
  if (body === NO_EVENT) return;
  if (body === null) return warnOfEvents(`BullMQ's function ${schema}.publish_event`);
  await changeAlone(client, async () => {
    await client.query(
      `CREATE OR REPLACE FUNCTION ${schema}.publish_event(p_queue text, p_event text, p_data jsonb)
       RETURNS bigint LANGUAGE sql IMMUTABLE AS '${NO_EVENT}'`,
    );
  });
}

/** A bulk writes its events past that function: two rows for each job. */
async function disableForBulks(client: Client, schema: string): Promise<void> {
  const find = async () =>
    (await client.query<{ isKnown: boolean; isDisabled: boolean }>(BULK_SQL, [`${schema}.event`]))
      .rows[0];
  const found = await find();
  if (found?.isDisabled) return;
  if (!found?.isKnown) return warnOfEvents(`BullMQ's table ${schema}.event`);
  await changeAlone(client, async () => {
    if ((await find())?.isDisabled) return;
    await client.query(
      `CREATE OR REPLACE FUNCTION ${schema}.payserver_silence() RETURNS trigger LANGUAGE plpgsql
       AS 'BEGIN RETURN NULL; END'`,
    );
    await client.query(
      `CREATE TRIGGER payserver_silence BEFORE INSERT ON ${schema}.event
       FOR EACH ROW EXECUTE FUNCTION ${schema}.payserver_silence()`,
    );
  });
}

function warnOfEvents(inside: string): void {
  warnOfUnknownInside(inside, 'events are written, a row and a NOTIFY each, and jobs cost more');
}

/** In a transaction that no other process changes events beside. */
async function changeAlone(client: Client, change: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('payserver:disable-queue-events'))`);
    await change();
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
