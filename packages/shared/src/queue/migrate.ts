import { runMigrations } from 'bullmq';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import { newClient } from '../runtime/postgres-client.ts';
import { disableQueueEvents } from './disable-queue-events.ts';

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
