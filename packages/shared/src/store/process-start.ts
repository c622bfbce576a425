import type { Pool } from 'pg';
import { explainDatabase, nameOf } from '../runtime/explain-database.ts';
import { StartError } from '../runtime/start-error.ts';
import type { Database } from './database.ts';
import { migrationState, newerSchema } from './migration-state.ts';
import { queryRows } from './sql.ts';

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

// The first migration's row has a random id, made when it ran, so every database of ours has one. A copy made with
// CREATE DATABASE ... TEMPLATE or from a dump has the same row, and another number on its server.
const IDENTITY_SQL = `
SELECT left(md5(concat_ws(':', m.id, d.oid, current_schema())), 12) AS identity
FROM (SELECT id FROM "_prisma_migrations" ORDER BY started_at, migration_name LIMIT 1) m,
     (SELECT oid FROM pg_database WHERE datname = current_database()) d`;

/**
 * What tells this database from every other that gateways use, in 12 hexadecimal digits: the same for all processes
 * on it and after a failover, another for a copy of it. After a move by a dump it is another one too, which may
 * cost wake-ups that are queued, and no order.
 */
export async function readDatabaseIdentity(db: Database): Promise<string> {
  const statement = { name: 'database-identity', text: IDENTITY_SQL, values: [] };
  const [row] = await queryRows<{ identity: string }>(db, statement);
  return row?.identity ?? '';
}

/**
 * A number from 0 to 9999 for this process's traction numbers, different from that of every process
 * started before it, until 10,000 later starts have gone round.
 *
 * @throws {StartError} one line, when the database cannot be used
 */
export async function takeProcessNo(db: Database, databaseUrl: string): Promise<number> {
  const statement = {
    name: 'take-process-no',
    text: `SELECT nextval('"processNo"') AS no`,
    values: [],
  };
  const rows = await queryRows<{ no: string }>(db, statement).catch((error: unknown) => {
    throw explainDatabase(error, databaseUrl);
  });
  return Number(rows[0]?.no ?? 0);
}
