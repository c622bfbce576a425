import { randomUUID } from 'node:crypto';
import type { Client } from 'pg';
import { explainDatabase, nameOf } from '../runtime/explain-database.ts';
import type { Logger } from '../runtime/logger.ts';
import { newClient } from '../runtime/postgres-client.ts';
import { StartError } from '../runtime/start-error.ts';

export interface ServerCheck {
  readonly url: string;
  /** start although the server may lose what it has confirmed */
  readonly acceptsLoss: boolean;
  readonly log: Pick<Logger, 'warn'>;
}

/**
 * Makes sure, on two connections of its own, that this server can be used: it lets us in, writes UTF-8, keeps what it
 * has confirmed, and every connection is ours alone for as long as it lives.
 *
 * @throws {StartError} one line that says what is needed
 */
export async function checkServer(check: ServerCheck): Promise<void> {
  const clients = [1, 2].map(() => newClient(check.url, { name: 'payserver-start' }));
  const [first, second] = clients as [Client, Client];
  try {
    await first.connect();
    await checkSettings(first, check);
    await second.connect();
    await checkPooler(first, second, check.url);
  } catch (error) {
    throw explainDatabase(error, check.url);
  } finally {
    await Promise.allSettled(clients.map(async (client) => await client.end()));
  }
}

interface Settings {
  readonly encoding: string;
  readonly unsafe: readonly string[];
}

const SETTINGS_SQL = `SELECT current_setting('server_encoding') AS encoding,
  ARRAY(SELECT name FROM unnest('{fsync,full_page_writes}'::text[]) name
        WHERE current_setting(name) = 'off') AS unsafe`;

async function checkSettings(client: Client, { url, acceptsLoss, log }: ServerCheck) {
  const { rows } = await client.query<Settings>(SETTINGS_SQL);
  const { encoding = '', unsafe = [] } = rows[0] ?? {};
  if (encoding !== 'UTF8') {
    throw new StartError(
      `cannot use ${nameOf(url)}: its encoding is ${encoding} and must be UTF8 ` +
        `(CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0)`,
    );
  }
  if (unsafe.length === 0) return;
  const problem = `${nameOf(url)} has ${unsafe.join(' and ')} off: after a crash payments that were confirmed can be gone, and be charged again`;
  if (!acceptsLoss) {
    throw new StartError(
      `${problem}; switch it on, or set ALLOW_DATA_LOSS=1 where no money is at stake`,
    );
  }
  log.warn(`ALLOW_DATA_LOSS: ${problem}`);
}

/** A statement of another client may come between any two of ours. */
const ROUNDS = 3;
const NO_TRANSACTIONS = /statement pooling mode/;

/**
 * A pooler that gives a connection to another client after each transaction gives the second client what the first
 * one has, or the first one another than it had.
 */
async function checkPooler(first: Client, second: Client, url: string): Promise<void> {
  const mark = randomUUID();
  await first.query(`SELECT set_config('payserver.mark', $1, false)`, [mark]);
  for (let round = 0; round < ROUNDS; round += 1) {
    const mine = await markOf(first);
    await second.query('BEGIN').catch((error: Error) => {
      throw NO_TRANSACTIONS.test(error.message) ? sharedConnections('statement', url) : error;
    });
    const others = await markOf(second);
    const still = await markOf(first);
    await second.query('COMMIT');
    if (mine !== mark || others === mark || still !== mark) {
      throw sharedConnections('transaction', url);
    }
  }
  await first.query(`SELECT set_config('payserver.mark', '', false)`);
}

async function markOf(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ mark: string | null }>(
    `SELECT current_setting('payserver.mark', true) AS mark`,
  );
  return rows[0]?.mark ?? null;
}

function sharedConnections(mode: string, url: string): StartError {
  return new StartError(
    `cannot use ${nameOf(url)}: a pooler in between shares connections by ${mode}; it needs pool_mode = session ` +
      '(LISTEN and settings of the connection must stay), or no pooler: the gateway pools by itself',
  );
}
