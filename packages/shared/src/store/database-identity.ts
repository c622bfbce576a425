import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

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
