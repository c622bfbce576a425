import { runSql } from '../test/support/sql.ts';

interface Size {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
  /** of a table's indexes */
  readonly indexBytes: number;
}

const TABLES = `('PayOrder', 'RefundOrder', 'TradeRecord')`;
const TABLES_SQL = `
SELECT relname AS name, reltuples::float8 AS rows, pg_table_size(oid)::float8 AS bytes,
       pg_indexes_size(oid)::float8 AS "indexBytes"
FROM pg_class WHERE relkind = 'r' AND relname IN ${TABLES} ORDER BY 1`;
const INDEXES_SQL = `
SELECT c.relname AS name, c.reltuples::float8 AS rows, pg_relation_size(c.oid)::float8 AS bytes, 0 AS "indexBytes"
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE t.relname IN ${TABLES} ORDER BY t.relname, bytes DESC`;
const MILLION = 1_000_000;

/**
 * Prints what each million payments takes on disk, with its refunds and records. Rows and indexes grow in step
 * with the payments, so that a smaller filling tells it as well.
 */
export async function printSizes(databaseUrl: string, orders: number): Promise<void> {
  const tables = await runSql<Size>(databaseUrl, TABLES_SQL);
  const indexes = await runSql<Size>(databaseUrl, INDEXES_SQL);
  const rowsOf = (count: number) => ((count / orders) * MILLION).toFixed(0);
  // A million payments, a million bytes to the megabyte.
  const mbOf = (bytes: number) => (bytes / orders).toFixed(0);

  console.log(`\nof each million payments, ${orders} of them filled in:\n`);
  console.log('| table | rows | table, MB | indexes, MB | together, MB |\n|---|---|---|---|---|');
  for (const { name, rows, bytes, indexBytes } of [...tables, sumOf(tables)]) {
    const cells = [name, rowsOf(rows), mbOf(bytes), mbOf(indexBytes), mbOf(bytes + indexBytes)];
    console.log(`| ${cells.join(' | ')} |`);
  }
  console.log('\n| index | rows | MB |\n|---|---|---|');
  for (const { name, rows, bytes } of indexes) {
    console.log(`| ${name} | ${rowsOf(rows)} | ${mbOf(bytes)} |`);
  }
}

function sumOf(sizes: readonly Size[]): Size {
  const sum = (pick: (size: Size) => number) => sizes.reduce((all, size) => all + pick(size), 0);
  return {
    name: 'all',
    rows: sum(({ rows }) => rows),
    bytes: sum(({ bytes }) => bytes),
    indexBytes: sum(({ indexBytes }) => indexBytes),
  };
}
