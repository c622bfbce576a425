import { PAY_OPEN, REFUND_OPEN } from '../../domain/statuses.ts';
import type { Database } from '../database.ts';
import { queryRows } from '../sql.ts';

const FINAL_SQL = `
SELECT uuid FROM "PayOrder" WHERE uuid = ANY($1::text[]) AND status <> '${PAY_OPEN}'
UNION ALL
SELECT uuid FROM "RefundOrder" WHERE uuid = ANY($1::text[]) AND status <> '${REFUND_OPEN}'`;

/** Which of these payments and refunds are final by now; the cheap question of everybody who waits. */
export async function findFinal(db: Database, uuids: readonly string[]): Promise<string[]> {
  const rows = await queryRows<{ uuid: string }>(db, {
    name: 'find-final',
    text: FINAL_SQL,
    values: [uuids],
  });
  return rows.map((row) => row.uuid);
}
