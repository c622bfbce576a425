import { parseArgs } from 'node:util';
import { databaseUrlOf } from '@payserver/connector-kit/settings';
import { explainDatabase } from '@payserver/shared/runtime/explain-database';
import { findRunningGateway } from '@payserver/shared/runtime/running-gateway';
import { StartError } from '@payserver/shared/runtime/start-error';
import { type Connection, openConnection } from './books/connection.ts';
import { BooksUnavailableError } from './books/errors.ts';
import { verifyBooks } from './books/verify.ts';
import { compareDay, type GatewayPlace } from './compare.ts';
import { readAccountsSettings } from './settings.ts';

const NO_TABLE = '42P01';
const NO_BOOKS = 'the database has no books yet: the service makes them when it starts';
const USAGE = `usage: npm run check:accounts -- [--day YYYY-MM-DD [--gateway URL]]
--day compares that day with the gateway's orders; TOKEN is an operator's token`;

/** What to compare, and with which gateway. */
interface Wish {
  readonly day: string;
  readonly gateway: GatewayPlace;
}

/**
 * `npm run check:accounts`: checks the books of DATABASE_URL, or of the gateway that runs on DATA_DIR, against every rule
 * that they must keep, and prints what breaks one; with `--day` also each difference to the gateway's orders of that day.
 * The last lines are `N rules broken` and `N differences`; the exit code is 1 where there is one. Changes nothing and may
 * run while payments go on.
 *
 * @throws {StartError} wrong options or settings, a server that does not answer
 */
export async function check(options: readonly string[]): Promise<void> {
  const settings = readAccountsSettings(process.env);
  const wish = await readOptions(options, settings.DATA_DIR);
  const databaseUrl = await databaseUrlOf(settings);
  const connection = openConnection({ databaseUrl, timeZone: settings.TIME_ZONE });
  try {
    await printBreaches(connection);
    if (wish !== null) await printDifferences(connection, wish);
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === NO_TABLE) throw new StartError(NO_BOOKS);
    throw explainDatabase(
      error instanceof BooksUnavailableError ? error.cause : error,
      databaseUrl,
    );
  } finally {
    await connection.close();
  }
}

async function printBreaches(connection: Connection): Promise<void> {
  const breaches = await verifyBooks(connection);
  for (const { rule, meaning, count, examples } of breaches) {
    say(`BREACH ${rule}: ${meaning}\n  ${count} rows: ${examples.join(', ')}`);
  }
  say(`${breaches.length} rules broken`);
  if (breaches.length > 0) process.exitCode = 1;
}

async function printDifferences(connection: Connection, { day, gateway }: Wish): Promise<void> {
  const { compared, open, differences } = await compareDay(connection, gateway, day).catch(
    (error: unknown) => {
      if (error instanceof BooksUnavailableError || !(error instanceof Error)) throw error;
      throw new StartError(`cannot compare with ${gateway.apiUrl}: ${error.message}`, {
        cause: error,
      });
    },
  );
  for (const line of differences) say(`DIFFERENCE ${line}`);
  say(`${compared} compared, ${open} not settled yet, ${differences.length} differences`);
  if (differences.length > 0) process.exitCode = 1;
}

async function readOptions(options: readonly string[], dataDir: string): Promise<Wish | null> {
  const { day, gateway } = parsed(options);
  if (day === undefined) {
    if (gateway !== undefined) throw new StartError(USAGE);
    return null;
  }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new StartError(`--day ${day} is no date\n${USAGE}`);
  const token = process.env['TOKEN'] ?? '';
  if (token === '') throw new StartError(`TOKEN is not set\n${USAGE}`);
  const apiUrl = gateway ?? (await findRunningGateway(dataDir))?.apiUrl;
  if (apiUrl === undefined) {
    throw new StartError(`no gateway runs on ${dataDir}: name one with --gateway\n${USAGE}`);
  }
  if (!URL.canParse(apiUrl)) throw new StartError(`--gateway ${apiUrl} is no URL\n${USAGE}`);
  return { day, gateway: { apiUrl: apiUrl.replace(/\/$/, ''), token } };
}

function parsed(options: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({ args: [...options], options: { day: text, gateway: text } }).values;
  } catch {
    throw new StartError(USAGE);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
