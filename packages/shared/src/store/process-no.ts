import { maskSecrets } from '../platform/logger.ts';
import { StartError } from '../platform/start-error.ts';
import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

/**
 * A number from 0 to 9999 for this process's traction numbers, different from that of every process
 * started before it, until 10,000 later starts have gone round. It is the first thing that a part of the
 * gateway asks of its database.
 *
 * @throws {StartError} one line, when the database cannot be used
 */
export async function takeProcessNo(db: Database): Promise<number> {
  const statement = {
    name: 'take-process-no',
    text: `SELECT nextval('"processNo"') AS no`,
    values: [],
  };
  const rows = await queryRows<{ no: string }>(db, statement).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`cannot use the database of DATABASE_URL: ${maskSecrets(reason)}`, {
      cause: error,
    });
  });
  return Number(rows[0]?.no ?? 0);
}
