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

/** A payment every few minutes, the last of them just before; the one that is shown whole has been open for a while. */
const SHIFTS = `
CREATE TABLE shifts AS
SELECT o.uuid, CASE WHEN o.attempts > 10 THEN $1::timestamptz - interval '4 minutes 10 seconds' - o."orderStartAt"
  ELSE $1::timestamptz - interval '20 seconds' - last
    - (row_number() OVER (ORDER BY id DESC) - 1) * interval '3 minutes 37 seconds' END AS by
FROM "PayOrder" o, (SELECT max("modifiedAt") AS last FROM "PayOrder") newest`;

/** The one that is shown whole. */
const IS_ASKED = 'o.attempts > 10';

/** The many attempts of the shop's open payment were asked for, one after the other: as if each had come by itself. */
const UNASKED = [
  `ALTER TABLE "TradeRecord" DISABLE TRIGGER USER`,
  `ALTER TABLE "AuditRecord" DISABLE TRIGGER USER`,
  `DELETE FROM "TradeRecord" WHERE event = 'askNow'`,
  `DELETE FROM "AuditRecord" WHERE action LIKE '%/ask'`,
  // 1, 2 and 5 s apart, then every 5 s, and after a minute once a minute.
  `UPDATE "TradeRecord" r SET "createdAt" = o."orderStartAt" + make_interval(secs => CASE
     WHEN r.attempt < 4 THEN (ARRAY[0, 1, 3])[r.attempt] WHEN r.attempt < 13 THEN 8 + (r.attempt - 4) * 5
     ELSE 48 + 60 * (r.attempt - 12) END)
   FROM "PayOrder" o WHERE o.uuid = r."payOrderUUID" AND ${IS_ASKED} AND r.attempt > 0`,
  `UPDATE "PayOrder" o SET "modifiedAt" = "orderStartAt" + interval '228 seconds',
     "dueAt" = "orderStartAt" + interval '288 seconds' WHERE ${IS_ASKED}`,
  // Where the connector of the pictures listens is an address of the machine that takes them.
  ...['PayOrder', 'RefundOrder'].map(
    (table) => `UPDATE "${table}" o SET "connectorKey" = 't-' || m."connectorId"
       FROM "PayMode" m WHERE m.uuid = o."payModeUUID" AND m."connectorId" IS NOT NULL`,
  ),
];

/** Moves a shop's payments, which were made in seconds, over the hours before {@link NOON}. No worker may run. */
export async function freezeDay(databaseUrl: string): Promise<void> {
  const run = async (sql: string, values: readonly unknown[] = []) =>
    await runSql<{ name: string }>(databaseUrl, sql, values);
  for (const sql of UNASKED) await run(sql);
  await run(SHIFTS.replaceAll('$1', `'${NOON.toISOString()}'`));
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
