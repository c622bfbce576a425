import { runSql } from '../../test/support/sql.ts';

/** The moment of the pictures, whenever they are taken. */
export const NOON = new Date('2026-11-28T12:40:00+08:00');

/** Each column that holds a moment, by the table's column that names the payment; null: by its own time. */
const TABLES = [
  ['PayOrder', 'uuid'],
  ['RefundOrder', 'payOrderUUID'],
  ['TradeRecord', 'payOrderUUID'],
  ['TradeException', 'payOrderUUID'],
  ['AuditRecord', null],
] as const;

const COLUMNS = `
SELECT column_name AS name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND data_type = 'timestamp with time zone'`;

/** A payment every few minutes, the last of them just before. */
const SHIFTS = `
CREATE TABLE shifts AS
SELECT uuid, $1::timestamptz - interval '20 seconds' - last
  - (row_number() OVER (ORDER BY id DESC) - 1) * interval '3 minutes 37 seconds' AS by
FROM "PayOrder", (SELECT max("modifiedAt") AS last FROM "PayOrder") newest`;

/** Moves a shop's payments, which were made in seconds, over the hours before {@link NOON}. No worker may run. */
export async function freezeDay(databaseUrl: string): Promise<void> {
  const run = async (sql: string, values: readonly unknown[] = []) =>
    await runSql<{ name: string }>(databaseUrl, sql, values);
  await run(SHIFTS.replace('$1', `'${NOON.toISOString()}'`));
  for (const [table, payment] of TABLES) {
    const columns = await run(COLUMNS, [table]);
    const by = payment === null ? '(SELECT max(by) FROM shifts)' : 's.by';
    const moves = columns.map(({ name }) => `"${name}" = t."${name}" + ${by}`).join(', ');
    const from = payment === null ? '' : `FROM shifts s WHERE s.uuid = t."${payment}"`;
    // Append-only tables refuse changes by triggers.
    await run(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
    await run(`UPDATE "${table}" t SET ${moves} ${from}`);
    await run(`ALTER TABLE "${table}" ENABLE TRIGGER USER`);
  }
  await run('DROP TABLE shifts');
}
