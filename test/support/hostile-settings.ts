/** What a server, a database or a role may say, and nobody asked the gateway. */
const HOSTILE = {
  timezone: 'Asia/Shanghai',
  datestyle: 'German',
  intervalstyle: 'sql_standard',
  bytea_output: 'escape',
  extra_float_digits: '-15',
  standard_conforming_strings: 'off',
  search_path: 'nowhere',
  client_encoding: 'LATIN1',
  array_nulls: 'off',
  transform_null_equals: 'on',
  quote_all_identifiers: 'on',
  default_transaction_isolation: 'serializable',
  default_transaction_deferrable: 'on',
  lock_timeout: '1ms',
  statement_timeout: '1s',
  idle_in_transaction_session_timeout: '1ms',
  synchronous_commit: 'off',
  enable_indexscan: 'off',
} as const;

/** The statements that make a database so. */
export function hostileSettings(database: string): string[] {
  return Object.entries(HOSTILE).map(
    ([name, value]) => `ALTER DATABASE ${database} SET ${name} = '${value}'`,
  );
}
