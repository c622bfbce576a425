import { Pool } from 'pg';
import { readDatabaseUrl } from '../runtime/database-url.ts';
import { connectionOptions } from '../runtime/postgres-client.ts';
import { warnOfUnknownInside } from '../runtime/unknown-inside.ts';
import type { PrismaClient } from './generated/client.ts';
import { READ_ONLY } from './write-watch.ts';

/**
 * One connection pool, two ways to use it: Prisma for everything that is not hot, and prepared
 * statements over arrays for the three that are (insert orders, claim, settle).
 */
export interface Database {
  /** Loads it with the first call: that costs time and memory, and a gateway at rest needs none of it. */
  readonly prisma: () => Promise<PrismaClient>;
  readonly pool: Pool;
  /** where the tables are; unqualified names mean those */
  readonly schema: string;
  /** Ends both; safe to call twice. */
  close(): Promise<void>;
}

/**
 * Every query of the gateway finds its rows by an index. A plan that was made while the tables were empty would scan
 * and sort them instead, and the session reuses it until the server has analysed them: with ten thousand orders in a minute
 * that is too late. And no query runs long enough to be compiled.
 */
const LOOK_UP_ONLY = {
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_incremental_sort: 'off',
  jit: 'off',
};

const TIMEOUT_MS = 20_000;
/** The server gives up first: then it is known that the statement did nothing. */
const SERVER_SHARE = 0.75;

/**
 * Opens the pool; connections are made on first use, so this never fails. A connection that breaks
 * between two statements is dropped and replaced, it does not end the process.
 *
 * @param options.name shown in pg_stat_activity
 * @param options.onError called for each connection that breaks
 * @param options.onlyLooksUp every statement finds its rows by an index; then none may ever be planned as a scan
 * @param options.onServerError called with the SQLSTATE of each error of the server
 * @param options.timeoutMs how long a statement may take before it counts as lost
 */
export function openDatabase(options: {
  url: string;
  max: number;
  name: string;
  onError: (error: Error) => void;
  timeoutMs?: number;
  onlyLooksUp?: boolean;
  onServerError?: (code: string) => void;
}): Database {
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const settings = {
    statement_timeout: String(timeoutMs * SERVER_SHARE),
    ...(options.onlyLooksUp === true && LOOK_UP_ONLY),
  };
  const { schema } = readDatabaseUrl(options.url);
  const pool = new Pool({
    ...connectionOptions(options.url, { name: options.name, settings }),
    max: options.max,
    // The server's own limit does not help when the server is frozen or the network is cut.
    query_timeout: timeoutMs,
  });
  // Also while it is taken and no statement runs on it: then nobody else hears of it, and an error that
  // nobody hears ends the process.
  pool.on('connect', (client) => client.on('error', options.onError));
  pool.on('error', () => {});
  watchServerErrors(pool, options.onServerError ?? (() => {}));
  let opened: Promise<PrismaClient> | undefined;
  const prisma = () => (opened ??= openPrisma(pool, schema));
  let closing: Promise<void> | undefined;
  const close = async () => {
    await (await opened?.catch(() => undefined))?.$disconnect();
    await pool.end();
  };
  return { prisma, pool, schema, close: () => (closing ??= close()) };
}

async function openPrisma(pool: Pool, schema: string): Promise<PrismaClient> {
  const [{ PrismaPg }, client] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('./generated/client.ts'),
  ]);
  return new client.PrismaClient({ adapter: new PrismaPg(pool, { schema }) });
}

/** The part of pg's client that hears each error of the server, whoever sent the statement. */
interface Hearing {
  readonly connection?: {
    on?(event: 'errorMessage', listener: (error: { code?: string }) => void): unknown;
  };
}

/**
 * Tells the SQLSTATE of each error of the server. A connection that is read-only is not used again: the default
 * of a session stays as it was at its beginning, while a new one may write. Where pg's client does not let anybody
 * hear its errors it warns and does neither.
 */
function watchServerErrors(pool: Pool, onCode: (code: string) => void): void {
  const readOnly = new WeakSet<object>();
  pool.on('connect', (client) => {
    const { connection }: Hearing = client;
    if (connection?.on === undefined) {
      return warnOfUnknownInside(
        "The connection in pg's client",
        'readiness does not notice failed writes, and a connection that is read-only stays so',
      );
    }
    connection.on('errorMessage', ({ code = '' }) => {
      if (code === READ_ONLY) readOnly.add(client);
      onCode(code);
    });
  });
  pool.on('release', (_error, client) => {
    if (readOnly.has(client)) void client.end();
  });
}
