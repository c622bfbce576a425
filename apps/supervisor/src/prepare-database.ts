import type { Config } from '@payserver/shared/platform/config';
import type { Logger } from '@payserver/shared/platform/logger';
import { StartError, systemErrorCode } from '@payserver/shared/platform/start-error';
import { migrateQueue } from '@payserver/shared/queue/migrate';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import { SchemaEngineError } from '@payserver/shared/store/schema-engine';
import { seedTemplates } from '@payserver/shared/store/seed-templates';

/** Which database to prepare, and what for. */
export interface PrepareInput {
  readonly databaseUrl: string;
  /** '' when the queues are in the same database */
  readonly redisUrl: Config['REDIS_URL'];
  /** where the sandbox connectors listen; null without a sandbox */
  readonly sandboxUrl: string | null;
}

/**
 * Brings the database up to date: our tables, the queue's, the built-in templates. Does nothing that is
 * already done, and may run on several machines at once.
 *
 * @throws {StartError} one line: not reachable, wrong password, no permission, a migration that fails
 */
export async function prepareDatabase(
  { log }: { log: Logger },
  { databaseUrl, redisUrl, sandboxUrl }: PrepareInput,
): Promise<void> {
  try {
    await migrateDatabase({ databaseUrl }, log);
    if (redisUrl === '') await migrateQueue(databaseUrl);
    await seedTemplates(databaseUrl, sandboxUrl);
  } catch (error) {
    throw explain(error, databaseUrl);
  }
}

/** SQLSTATE and system codes that a person can do something about. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the name of the host cannot be resolved now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no answer',
  '28P01': 'wrong user or password',
  '28000': 'the server does not let this user in',
  '3D000': 'there is no such database',
  '42501': 'the user may not create tables there',
  '53100': 'its disk is full',
  '53300': 'it has no connection left',
  '55P03': 'another gateway has been migrating it for a minute',
  '57P03': 'it is starting up or shutting down',
};

function explain(error: unknown, databaseUrl: string): unknown {
  const { host, pathname } = new URL(databaseUrl);
  const where = `the database ${host}${pathname}`;
  if (error instanceof SchemaEngineError) {
    return new StartError(`cannot migrate ${where}: ${error.message}`, { cause: error });
  }
  const reason = REASONS[systemErrorCode(error) ?? ''] ?? timeoutOf(error);
  return reason === undefined
    ? error
    : new StartError(`cannot use ${where}: ${reason}`, { cause: error });
}

/** The driver's own time-outs have no code. */
function timeoutOf(error: unknown): string | undefined {
  return error instanceof Error && /timeout/i.test(error.message) ? 'no answer' : undefined;
}
