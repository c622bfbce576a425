import { migrateQueue } from '@payserver/shared/queue/migrate';
import type { Config } from '@payserver/shared/runtime/config';
import type { Logger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { logUnknownInsides } from '@payserver/shared/runtime/unknown-inside';
import { explainDatabase, nameOf } from '@payserver/shared/store/explain-database';
import { MigrationError, migrateDatabase } from '@payserver/shared/store/migrate';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { checkServer } from '@payserver/shared/store/server-check';

/** Which database to prepare, and what for. */
export interface PrepareInput {
  readonly databaseUrl: string;
  /** '' when the queues are in the same database */
  readonly redisUrl: Config['REDIS_URL'];
  /** where the sandbox connectors listen; null without a sandbox */
  readonly sandboxUrl: string | null;
  /** ALLOW_DATA_LOSS */
  readonly acceptsLoss: boolean;
}

/**
 * Brings the database up to date: our tables, the queue's, the built-in templates. Does nothing that is
 * already done, and may run on several machines at once.
 *
 * @throws {StartError} one line: not reachable, wrong password, no permission, a migration that fails
 */
export async function prepareDatabase(
  { log }: { log: Logger },
  { databaseUrl, redisUrl, sandboxUrl, acceptsLoss }: PrepareInput,
): Promise<void> {
  logUnknownInsides(log);
  try {
    await checkServer({ url: databaseUrl, acceptsLoss, log });
    await migrateDatabase({ databaseUrl }, log);
    if (redisUrl === '') await migrateQueue(databaseUrl);
    await seedTemplates(databaseUrl, sandboxUrl);
  } catch (error) {
    throw explain(error, databaseUrl);
  }
}

function explain(error: unknown, databaseUrl: string): unknown {
  if (!(error instanceof MigrationError)) return explainDatabase(error, databaseUrl);
  const message = `cannot migrate ${nameOf(databaseUrl)}: ${error.message}`;
  return new StartError(message, { cause: error });
}
