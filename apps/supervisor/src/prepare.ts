import { openQueueEngine } from '@payserver/shared/queue/engine';
import { migrateQueue } from '@payserver/shared/queue/migrate';
import { patientCheck } from '@payserver/shared/queue/start-check';
import { type Config, ConfigError, readConfig } from '@payserver/shared/runtime/config';
import { explainDatabase, nameOf } from '@payserver/shared/runtime/explain-database';
import { createLogger, type Logger } from '@payserver/shared/runtime/logger';
import { StartError } from '@payserver/shared/runtime/start-error';
import { logUnknownInsides } from '@payserver/shared/runtime/unknown-inside';
import type { BroughtAlong, ProviderMoney } from '@payserver/shared/store/brought-connectors';
import { MigrationError, migrateDatabase } from '@payserver/shared/store/migrate';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { checkServer } from '@payserver/shared/store/server-check';

/** Which database to prepare, and what for. */
export interface PrepareInput {
  readonly databaseUrl: string;
  /** '' when the queues are in the same database */
  readonly redisUrl: Config['REDIS_URL'];
  /** the connectors of this start */
  readonly brought: BroughtAlong;
  /** ALLOW_DATA_LOSS */
  readonly acceptsLoss: boolean;
}

/**
 * Brings the database up to date: our tables, the queue's, the built-in templates. Does nothing that is
 * already done, and may run on several machines at once.
 *
 * @returns where the money of WeChat Pay and Alipay goes now
 * @throws {StartError} one line: not reachable, wrong password, no permission, a migration that fails
 */
export async function prepareDatabase(
  { log }: { log: Logger },
  { databaseUrl, redisUrl, brought, acceptsLoss }: PrepareInput,
): Promise<ProviderMoney> {
  logUnknownInsides(log);
  try {
    await checkServer({ url: databaseUrl, acceptsLoss, log });
    await migrateDatabase({ databaseUrl }, log);
    if (redisUrl === '') await migrateQueue(databaseUrl);
    return await seedTemplates(databaseUrl, brought);
  } catch (error) {
    throw explain(error, databaseUrl);
  }
}

function explain(error: unknown, databaseUrl: string): unknown {
  if (!(error instanceof MigrationError)) return explainDatabase(error, databaseUrl);
  const message = `cannot migrate ${nameOf(databaseUrl)}: ${error.message}`;
  return new StartError(message, { cause: error });
}

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
    brought: {},
    acceptsLoss: config.ALLOW_DATA_LOSS,
  };
  await prepareDatabase({ log }, input);
  log.info('the database is up to date');
}

const PATIENCE_MS = 5_000;

/**
 * Makes sure that the Redis of REDIS_URL answers and never throws a job away. It gets a few seconds, to
 * connect and because it may be starting beside us. Does nothing when the queues are in PostgreSQL.
 *
 * @throws {StartError} one line that says what is wrong with it
 */
export async function checkQueue({ log }: { log: Logger }, config: Config): Promise<void> {
  if (config.REDIS_URL === '') return;
  const engine = openQueueEngine(config, log, 'check');
  try {
    const problem = await patientCheck(engine, PATIENCE_MS);
    if (problem === null) return;
    const { host } = new URL(config.REDIS_URL);
    throw new StartError(`cannot use the Redis ${host}: ${problem.message}`);
  } finally {
    await engine.close();
  }
}
