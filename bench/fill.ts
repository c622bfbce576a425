// npm run bench:fill -- [--database-url URL] [--orders 5000000] [--shops 200]
// Fills a database that has no orders (none named: one that goes again) and prints what its tables take on disk.

import { migrateDatabase } from '@payserver/shared/store/migrate';
import { describeCommand, wholeNumber } from '../scripts/command-line.mjs';
import { startBenchPostgres } from './database.ts';
import { printSizes } from './filled-sizes.ts';
import { fillAndReport } from './filling.ts';

const { databaseUrl: given, ...filling } = describeCommand(
  'bench:fill',
  'Fills a database with payments of two years, and prints what they take on disk.',
)
  .option('--database-url <url>', 'yours, without orders; one that goes again if not given')
  .option('--orders <n>', 'payments', wholeNumber(1), 5_000_000)
  .option('--shops <n>', 'merchants', wholeNumber(1), 200)
  .parse()
  .opts<{ databaseUrl?: string; orders: number; shops: number }>();
if (given === undefined) await fillOwn();
else {
  await migrateDatabase({ databaseUrl: given }, { info: () => {} });
  await fill(given);
}

/** One that goes again: for the sizes alone. */
async function fillOwn(): Promise<void> {
  const postgres = await startBenchPostgres();
  try {
    await fill(await postgres.newDatabase());
  } finally {
    await postgres.stop();
  }
}

async function fill(databaseUrl: string): Promise<void> {
  await fillAndReport(databaseUrl, filling);
  await printSizes(databaseUrl, filling.orders);
}
