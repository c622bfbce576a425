import { once } from 'node:events';
import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { eventually } from '../support/eventually.ts';
import type { Gateway } from '../support/gateway.ts';
import { runSql } from '../support/sql.ts';
import type { SearchedText } from './planted.ts';

/** What the three processes have written so far. */
export function readOutputs({ api, worker, sandbox }: Gateway): SearchedText[] {
  return [api, worker, sandbox].map((app) => ({
    name: `output of ${app.name}`,
    text: app.output(),
  }));
}

/**
 * Every row of every table of these schemas as text, a place for each table. Left out is only what must be stored: the
 * secrets of a payment that is still open, and the secret that calls of a template or mode, as it is or was, are signed with.
 */
export async function readTables(
  databaseUrl: string,
  schemas: 'all' | 'but public' = 'all',
): Promise<SearchedText[]> {
  const tables = await runSql<{ schema: string; name: string }>(
    databaseUrl,
    `SELECT schemaname AS schema, tablename AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema', $1) ORDER BY 1, 2`,
    [schemas === 'all' ? '' : 'public'],
  );
  if (tables.length === 0) return [];
  const each = tables.map(
    ({ schema, name }) => `SELECT 'table ${schema}.${name}' AS name, coalesce(string_agg(
      (CASE WHEN ${keeps(name)} THEN row - '{paySecrets,notifySecret}'::text[] ELSE row END)::text, chr(10)), '') AS text
      FROM (SELECT to_jsonb(t) AS row FROM "${schema}"."${name}" t) rows`,
  );
  return await runSql<SearchedText>(databaseUrl, each.join(' UNION ALL '));
}

function keeps(table: string): string {
  if (table === 'PayOrder') return `row->>'status' IN ('unpay', 'paying')`;
  return String(['PayMode', 'PayModeTemplate', 'ConnectorVersion'].includes(table));
}

/** What the queue holds at this moment, on either engine. */
export async function readQueue(gateway: Gateway): Promise<SearchedText[]> {
  const tables = await readTables(gateway.databaseUrl, 'but public');
  return gateway.redis === null ? tables : [...tables, await dumpRedis(gateway.redis.port)];
}

/** The last statement of every connection, as the database shows it to its operators. */
export async function readStatements(databaseUrl: string): Promise<SearchedText> {
  const sql = `SELECT coalesce(string_agg(query, chr(10)), '') AS text FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  const read = async () => (await runSql<{ text: string }>(databaseUrl, sql))[0]?.text ?? '';
  // The sweep asks for payments all the time, though not on every connection's last word.
  const text = await eventually(read, (said) => said.includes('"PayOrder"'));
  return { name: 'statements', text };
}

const DUMP = `
local read = {
  string = function(k) return redis.call('GET', k) end,
  hash = function(k) return redis.call('HGETALL', k) end,
  list = function(k) return redis.call('LRANGE', k, 0, -1) end,
  set = function(k) return redis.call('SMEMBERS', k) end,
  zset = function(k) return redis.call('ZRANGE', k, 0, -1, 'WITHSCORES') end,
  stream = function(k) return redis.call('XRANGE', k, '-', '+') end,
}
local all = {}
for _, k in ipairs(redis.call('KEYS', '*')) do
  table.insert(all, {k, read[redis.call('TYPE', k).ok](k)})
end
return all`;

/** Every key with its value. */
async function dumpRedis(port: number): Promise<SearchedText> {
  const socket = connect(port, '127.0.0.1');
  const script = DUMP.replaceAll('\n', ' ');
  socket.write(`EVAL "${script}" 0\r\nQUIT\r\n`);
  const text = (await buffer(socket)).toString('latin1');
  if (!text.startsWith('*')) throw new Error(`redis says ${text.slice(0, 200)}`);
  return { name: 'all keys of Redis', text };
}

/** Listens to everything that is ever said to this Redis. */
export async function monitorRedis(port: number): Promise<{ read(): SearchedText; close(): void }> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.write('MONITOR\r\n');
  await once(socket, 'data');
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return {
    read: () => ({
      name: 'everything said to Redis',
      text: Buffer.concat(chunks).toString('latin1'),
    }),
    close: () => socket.destroy(),
  };
}
