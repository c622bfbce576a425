import type { Database } from './database.ts';
import { queryRows } from './sql.ts';

/**
 * A number from 0 to 9999 for this process's traction numbers, different from that of every process
 * started before it, until 10,000 later starts have gone round.
 */
export async function takeProcessNo(db: Database): Promise<number> {
  const rows = await queryRows<{ no: string }>(db, {
    name: 'take-process-no',
    text: `SELECT nextval('"processNo"') AS no`,
    values: [],
  });
  return Number(rows[0]?.no ?? 0);
}
