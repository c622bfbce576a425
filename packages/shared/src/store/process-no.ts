import type { Database } from './database.ts';
import { explainDatabase } from './explain-database.ts';
import { queryRows } from './sql.ts';

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
