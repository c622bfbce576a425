/** Settings of PostgreSQL for one connection, by name. */
export type ServerSettings = Readonly<Record<string, string>>;

/**
 * What reading and writing rest on. A server, a database or a role may say anything else: then times would be off by
 * a zone, or not be read at all, statements would find other tables, and what was confirmed could be lost.
 */
const READING: ServerSettings = {
  TimeZone: 'UTC',
  DateStyle: 'ISO, MDY',
  IntervalStyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  client_encoding: 'UTF8',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  transform_null_equals: 'off',
  quote_all_identifiers: 'off',
  client_min_messages: 'notice',
  default_transaction_isolation: 'read committed',
  default_transaction_deferrable: 'off',
};

/** Limits that each part has of its own, so that those of a borrowed server do not end what it does. */
const WAITING: ServerSettings = {
  // Statements have their own limit; a transaction that nobody goes on with gives its locks back.
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '60s',
  // Only newer servers know these two.
  idle_session_timeout: '0',
  transaction_timeout: '0',
};

/** Stronger than `on`: whoever runs replicas that must have each commit keeps them. */
const STRONGER_COMMITS = ['remote_write', 'remote_apply'];

/**
 * The statement that makes the settings of a new connection, in one round trip.
 *
 * @param input.schema where unqualified names are looked up
 * @param input.settings what this part needs beside what all need
 * @param input.keep names that the operator has set: only what reading rests on is set in spite of it
 */
export function settingsStatement(input: {
  schema: string;
  settings: ServerSettings;
  keep: ReadonlySet<string>;
}): string {
  const { keep, settings, schema } = input;
  const own = Object.entries({ ...WAITING, ...settings }).filter(([name]) => !keep.has(name));
  const all: ServerSettings = {
    ...Object.fromEntries(own),
    ...READING,
    search_path: quoteIdentifier(schema),
  };
  const rows = Object.entries(all).map(([name, value]) => `(${quote(name)}, ${quote(value)})`);
  if (!('synchronous_commit' in settings)) rows.push(`('synchronous_commit', ${COMMIT})`);
  // What an older server does not know is left out.
  return `SELECT set_config(name, value, false) FROM (VALUES ${rows.join(', ')}) s(name, value)
    WHERE current_setting(name, true) IS NOT NULL`;
}

const COMMIT = `CASE WHEN current_setting('synchronous_commit') IN (${STRONGER_COMMITS.map(quote).join(', ')})
  THEN current_setting('synchronous_commit') ELSE 'on' END`;

/** No value of ours has a backslash: what one means depends on a setting. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
