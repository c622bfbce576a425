import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { findRunningUrl } from '@payserver/embedded-postgres/running-url';
import { readConfig } from '@payserver/shared/runtime/config';
import { explainDatabase } from '@payserver/shared/runtime/explain-database';
import { explainFailure, StartError } from '@payserver/shared/runtime/start-error';
import { type Database, openDatabase } from '@payserver/shared/store/database';
import { type Beyond, compareWithLedger } from '@payserver/shared/store/invariants/compare-ledger';
import {
  type Breach,
  findBreaches,
  readTimeline,
} from '@payserver/shared/store/invariants/find-breaches';
import { type EffectsByNo, sumEffects } from '@payserver/shared/store/invariants/ledger-effects';

/**
 * `npm run check:invariants [-- --ledger FILE...]`: checks every order against the rules that must always
 * hold, in the database of DATABASE_URL or the running one of DATA_DIR, and prints each breach with its
 * order's timeline. What the ledger cannot judge is named (`NOT IN THE LEDGER`, `SETTLED BY HAND`) and not counted.
 * The last line is `N orders, N breaches`; a breach makes the exit code 1. Changes nothing and may run beside the
 * gateway.
 *
 * @throws {StartError} what a person must change: a wrong option, no such file, no database
 */
export async function checkInvariants(args: readonly string[]): Promise<void> {
  const ledgers = readOptions(args);
  const config = readConfig();
  const url = config.embedded ? await findRunningUrl(config.DATA_DIR) : config.DATABASE_URL;
  const db = openDatabase({ url, max: 2, name: 'payserver-check', onError: () => {} });
  try {
    await db.pool.query('SELECT 1').catch((error: unknown) => {
      throw explainDatabase(error, url);
    });
    const { orders, breaches } = await check(db, ledgers);
    process.stdout.write(`${orders} orders, ${breaches} breaches\n`);
    if (breaches > 0) process.exitCode = 1;
  } finally {
    await db.close();
  }
}

async function check(db: Database, ledgers: readonly string[]) {
  const count = { orders: 0, breaches: 0 };
  const report = async (found: AsyncIterable<Breach>) => {
    for await (const breach of found) {
      count.breaches += 1;
      await print(db, breach);
    }
  };
  await report(
    findBreaches(db, (orders) => {
      count.orders += orders;
    }),
  );
  if (ledgers.length > 0) {
    await report(compareWithLedger(db, async () => await readLedgers(ledgers), printBeyond));
  }
  return count;
}

function readOptions(args: readonly string[]): readonly string[] {
  try {
    const options = { ledger: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.ledger === positionals.length > 0 || args.length === 0) return positionals;
  } catch {
    // reported below
  }
  throw new StartError('usage: npm run check:invariants [-- --ledger FILE...]');
}

async function readLedgers(files: readonly string[]): Promise<EffectsByNo> {
  return await explainFailure('read the ledger', async () => await sumEffects(linesOf(files)));
}

async function* linesOf(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) yield* createInterface({ input: createReadStream(file) });
}

function printBeyond(beyond: Beyond): void {
  const line =
    beyond.kind === 'connector'
      ? `NOT IN THE LEDGER connector ${beyond.origin || '(none)'}: ${beyond.orders} orders not compared`
      : `SETTLED BY HAND order ${beyond.tractionNo}: ${beyond.detail}`;
  process.stdout.write(`${line}\n`);
}

async function print(db: Database, breach: Breach): Promise<void> {
  const about = [breach.tractionNo, breach.uuid].filter(Boolean).join(' ');
  const lines = [`BREACH ${breach.rule}: ${breach.detail}`, `  order ${about || '(none)'}`];
  for (const entry of await readTimeline(db, breach.payOrderUUID)) {
    const change =
      entry.fromStatus === entry.toStatus ? '' : ` ${entry.fromStatus ?? ''} -> ${entry.toStatus}`;
    lines.push(
      `  ${entry.createdAt.toISOString()} ${entry.kind} ${entry.tractionNo} ${entry.event}` +
        `${change} (${entry.actor}, ${entry.amount} fen, attempt ${entry.attempt})`,
    );
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
