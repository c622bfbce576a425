import { runMigrations } from 'bullmq';
import { Client } from 'pg';
import { QUEUE_SCHEMA } from './engine.ts';
import { silenceEvents } from './silence-events.ts';

/**
 * Brings BullMQ's own tables up to the version of the installed package: all or nothing, under its own
 * advisory lock, and nothing at all when they are current. Then its events are silenced. Only for the PostgreSQL
 * queue engine.
 *
 * @throws {Error} when the database cannot be reached, is too old, or belongs to a newer BullMQ
 */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    application_name: 'payserver-migrate',
  });
  await client.connect();
  try {
    await runMigrations(client, QUEUE_SCHEMA);
    await silenceEvents(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}
