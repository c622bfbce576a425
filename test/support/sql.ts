import { Client } from 'pg';

/** Runs one statement on this database and answers its rows. */
export async function runSql<Row extends object>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<Row>(sql, [...values]);
    return rows;
  } finally {
    await client.end();
  }
}

/** A connection with the server's own settings, which may break without ending the test. */
export async function openPlainClient(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Keeps everybody else from this table until it is called: their statements wait, as in a busy database. */
export async function lockTable(databaseUrl: string, table: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return async () => await client.end();
}

/** How many statements wait for a lock in this database. */
export async function waitingForLocks(databaseUrl: string): Promise<number> {
  const waiting = await runSql(
    databaseUrl,
    `SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting.length;
}

/**
 * A fingerprint of every row of every table but the queue's own, the place of the tail of notifications, and the audit log, which also tells of
 * requests that changed nothing, by table: equal before and after means that nothing was written, not even
 * what was there already (`xmin` is who wrote a row). Only for databases that nobody else writes to meanwhile.
 */
export async function fingerprintRows(databaseUrl: string): Promise<Record<string, string>> {
  const tables = await runSql<{ name: string }>(
    databaseUrl,
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'Audit%' AND tablename <> 'NotifyCursor' ORDER BY 1`,
  );
  const each = tables.map(
    ({ name }) => `SELECT '${name}' AS name,
      concat(count(*), ' rows, ', md5(string_agg(row, '|' ORDER BY row))) AS rows
      FROM (SELECT concat(t.xmin, t::text) AS row FROM ${name} t) rows`,
  );
  const found = await runSql<{ name: string; rows: string }>(databaseUrl, each.join(' UNION ALL '));
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}

/** As {@link fingerprintRows}, of one merchant's rows: others may go on writing
 * theirs, and audit records may be sealed meanwhile. */
export async function fingerprintMerchant(
  databaseUrl: string,
  merchantUUID: string,
): Promise<Record<string, string>> {
  const tables = await runSql<{ name: string }>(
    databaseUrl,
    `SELECT quote_ident(table_name) AS name FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'merchantUUID' ORDER BY 1`,
  );
  const each = tables.map(
    ({ name }) => `SELECT '${name}' AS name,
      concat(count(*), ' rows, ', md5(string_agg(row, '|' ORDER BY row))) AS rows
      FROM (SELECT (to_jsonb(t) - '{seq,sealKey,seal}'::text[])::text AS row
            FROM ${name} t WHERE "merchantUUID" = $1) rows`,
  );
  const sql = each.join(' UNION ALL ');
  const found = await runSql<{ name: string; rows: string }>(databaseUrl, sql, [merchantUUID]);
  return Object.fromEntries(found.map(({ name, rows }) => [name, rows]));
}
