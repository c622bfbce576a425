// npm run bench:fill -- [--database-url URL] [--orders 5000000] [--shops 200]
// Fills a database that has no orders (none named: one that goes again) and prints what its tables take on disk.
import { parseArgs } from 'node:util';
import { migrateDatabase } from '@payserver/shared/store/migrate';
import { startBenchPostgres } from './database.ts';
import { printSizes } from './filled-sizes.ts';
import { fillAndReport } from './filling.ts';

const { values } = parseArgs({
  options: {
    'database-url': { type: 'string' },
    orders: { type: 'string', default: '5000000' },
    shops: { type: 'string', default: '200' },
  },
});
const filling = { orders: Number(values.orders), shops: Number(values.shops) };
const given = values['database-url'];
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
