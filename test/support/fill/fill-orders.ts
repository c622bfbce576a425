import { readFileSync } from 'node:fs';
import { BUILT_IN_TEMPLATES } from '@payserver/shared/store/built-in-templates';
import { seedTemplates } from '@payserver/shared/store/seed-templates';
import { Client } from 'pg';

/** What to fill a database with. */
export interface Filling {
  /** payments to make; refunds and records follow from them */
  readonly orders: number;
  /** merchants `shop0000`, `shop0001` and so on; the first have most of the trade */
  readonly shops?: number;
  /** how many of the last payments are still open (offline ones never are), their next attempt some hours ahead */
  readonly open?: number;
  /** called with the number of payments so far */
  readonly onProgress?: (orders: number) => void;
}

const SECOND_MS = 1_000;
const DAY_S = 86_400;
const DAYS = 730;
/** What is paid after the filling must be newer than all of it. */
const AGE_MS = 5 * 60 * SECOND_MS;
const CHUNK = 10_000;
/** One for each core of a small machine: the statements compute more than they write. */
const CONNECTIONS = 2;

/** How often each built-in template is used, in their order: cash, card, on account, WeChat, Alipay, ... */
const WEIGHTS = [0.15, 0.03, 0.02, 0.45, 0.3, 0.03, 0.02];

/**
 * Fills a migrated database without orders with payments of the last two years as a gateway would have
 * left them: every row keeps every rule, the newest are some minutes old, ids grow with time. All
 * indexes and triggers stay in place meanwhile, so that indexes are as if they had grown by payments.
 * Afterwards the tables are vacuumed and analysed, as autovacuum would have done long ago.
 *
 * @throws {Error} when the database holds orders: ids of a second filling would not grow with time
 */
export async function fillOrders(databaseUrl: string, filling: Filling): Promise<void> {
  const { orders, shops = 200, open = Math.min(200, Math.floor(orders / 1_000)) } = filling;
  await seedTemplates(databaseUrl);
  const clients = await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => await connect(databaseUrl)),
  );
  try {
    const [first] = clients;
    if (first === undefined || (await hasOrders(first)))
      throw new Error('there are orders already');
    const start = new Date(Date.now() - AGE_MS - DAYS * DAY_S * SECOND_MS);
    await first.query(readSql('shops.sql'), [shops, start]);
    const rest = [orders, shops, start, DAYS * DAY_S, ...templates(), open];
    await fillInChunks(clients, filling, rest);
    await first.query(AFTERWARDS);
    await first.query('VACUUM (ANALYZE) "PayOrder", "RefundOrder", "TradeRecord", "PayMode"');
  } finally {
    await Promise.all(clients.map(async (client) => await client.end()));
  }
}

/** The traction numbers that the refunds of the first so many payments get, were all of them in one moment. */
export async function tractionNosOfOneMoment(
  databaseUrl: string,
  payments: number,
): Promise<string[]> {
  const client = await connect(databaseUrl);
  try {
    const { rows } = await client.query<{ no: string }>(
      `SELECT pg_temp.traction('2', '2026-01-01', n) AS no FROM generate_series(1, $1::int) n`,
      [payments],
    );
    return rows.map(({ no }) => no);
  } finally {
    await client.end();
  }
}

const AFTERWARDS = ['PayOrder', 'RefundOrder', 'TradeRecord']
  .map(
    (table) => `SELECT setval(pg_get_serial_sequence('"${table}"', 'id'),
      (SELECT coalesce(max(id), 1) FROM "${table}"))`,
  )
  .join(';');

async function connect(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  // Whoever loses the machine meanwhile fills again.
  await client.query('SET synchronous_commit = off');
  await client.query(readSql('functions.sql'));
  return client;
}

async function hasOrders(client: Client): Promise<boolean> {
  const { rows } = await client.query('SELECT 1 FROM "PayOrder" LIMIT 1');
  return rows.length > 0;
}

async function fillInChunks(
  clients: readonly Client[],
  { orders, onProgress }: Filling,
  rest: readonly unknown[],
): Promise<void> {
  const sql = readSql('chunk.sql');
  let next = 0;
  let done = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (next < orders) {
        const from = next;
        next = Math.min(next + CHUNK, orders);
        const [upTo, size] = [next, next - from];
        await client.query({ name: 'chunk', text: sql, values: [from, upTo, ...rest] });
        done += size;
        onProgress?.(done);
      }
    }),
  );
}

/** The templates, and at which share each but the last ends. */
function templates(): [string[], number[]] {
  let sum = 0;
  const ends = WEIGHTS.map((weight) => (sum += weight)).slice(0, -1);
  return [BUILT_IN_TEMPLATES.map(({ payTemplateId }) => payTemplateId), ends];
}

function readSql(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}
