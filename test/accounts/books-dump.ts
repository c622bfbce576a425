import { runSql } from '../support/sql.ts';

const byOperation = (column: string) =>
  `(SELECT merchant_uuid FROM accounts.operation WHERE no = t.${column})`;
const BY_ACCOUNT = '(SELECT merchant_uuid FROM accounts.account WHERE id = t.account_id)';

/** Whose a row `t` of each table is, as SQL. */
const OWNER: Readonly<Record<string, string>> = {
  merchant: 't.merchant_uuid',
  party: 't.merchant_uuid',
  holding: 't.merchant_uuid',
  account: 't.merchant_uuid',
  operation: 't.merchant_uuid',
  signer: '(SELECT merchant_uuid FROM accounts.party WHERE id = t.party_id)',
  signer_use: `(SELECT p.merchant_uuid FROM accounts.signer s JOIN accounts.party p ON p.id = s.party_id
    WHERE s.id = t.signer_id)`,
  signed: byOperation('operation_no'),
  statement: '(SELECT merchant_uuid FROM accounts.holding WHERE id = t.holding_id)',
  entry: BY_ACCOUNT,
  lot: BY_ACCOUNT,
  lot_use: byOperation('operation_no'),
  lot_return: byOperation('refund_no'),
  lot_end: byOperation('operation_no'),
  pay_item: BY_ACCOUNT,
  refund_item: BY_ACCOUNT,
  allocation: `(SELECT h.merchant_uuid FROM accounts.statement s JOIN accounts.holding h ON h.id = s.holding_id
    WHERE s.id = t.statement_id)`,
};
const NOBODYS = ['audit', 'migration', 'ready'];

/**
 * Every row of a merchant in every table of the books but the audit log, which also tells of requests that changed
 * nothing.
 *
 * @throws {Error} a table of which this file does not say whose its rows are
 */
export async function dumpMerchant(databaseUrl: string, merchantUUID: string): Promise<string[]> {
  const tables = await runSql<{ name: string }>(
    databaseUrl,
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'accounts' ORDER BY 1`,
  );
  const owned = tables.map(({ name }) => name).filter((name) => !NOBODYS.includes(name));
  const each = owned.map((name) => {
    const owner = OWNER[name];
    if (owner === undefined) throw new Error(`say in books-dump.ts whose the rows of ${name} are`);
    return `SELECT '${name} ' || t::text AS row FROM accounts.${name} t WHERE ${owner} = $1`;
  });
  const sql = `${each.join(' UNION ALL ')} ORDER BY 1`;
  const rows = await runSql<{ row: string }>(databaseUrl, sql, [merchantUUID]);
  return rows.map(({ row }) => row);
}
