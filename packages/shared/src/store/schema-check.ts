import type { Pool } from 'pg';
import { StartError } from '../runtime/start-error.ts';
import { nameOf } from './explain-database.ts';
import { migrationState, newerSchema } from './migrate.ts';

/**
 * Makes sure that the tables are there and that this program knows all that was done to them. Missing migrations are
 * no reason to stop: /health/ready tells of them until they have run.
 *
 * @throws {StartError} one line
 */
export async function checkSchema(pool: Pick<Pool, 'query'>, databaseUrl: string): Promise<void> {
  const { applied, unknown } = await migrationState(pool);
  if (applied.size === 0) {
    throw new StartError(
      `${nameOf(databaseUrl)} has no tables of the gateway: run \`npm run migrate\` first`,
    );
  }
  if (unknown.length > 0) throw newerSchema(databaseUrl, unknown);
}
