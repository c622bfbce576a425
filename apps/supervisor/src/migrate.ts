import { ConfigError, readConfig } from '@payserver/shared/runtime/config';
import { createLogger } from '@payserver/shared/runtime/logger';
import { prepareDatabase } from './prepare-database.ts';

/**
 * Brings the database of DATABASE_URL up to date and returns: the step before `start:api` and
 * `start:worker` on many machines. `npm start` does the same by itself.
 *
 * @throws {ConfigError} without DATABASE_URL
 * @throws {StartError} see {@link prepareDatabase}
 */
export async function runMigrations(): Promise<void> {
  const config = readConfig();
  if (config.embedded) {
    throw new ConfigError(
      'DATABASE_URL must be set; npm start migrates its own database by itself',
    );
  }
  const log = createLogger('migrate', config.LOG_LEVEL);
  const input = {
    databaseUrl: config.DATABASE_URL,
    redisUrl: config.REDIS_URL,
    sandboxUrl: null,
    acceptsLoss: config.ALLOW_DATA_LOSS,
  };
  await prepareDatabase({ log }, input);
  log.info('the database is up to date');
}
