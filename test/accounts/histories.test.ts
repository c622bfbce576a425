import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectSound, openTestBooks, startBooksServer, type TestBooks } from '../support/books.ts';
import { command, opening, settings } from './history-commands.ts';
import { Shop } from './history-shop.ts';

/** `npm run test:accounts` makes it 2,000. */
const RUNS = Number(process.env['BOOKS_RUNS'] ?? 30);
/** verify reads all of a schema. */
const RUNS_A_SCHEMA = 25;
let server: { url: string; stop: () => Promise<void> };
let t: TestBooks | undefined;
let runs = 0;

beforeAll(async () => {
  server = await startBooksServer();
});
afterAll(async () => {
  await t?.stop();
  await server.stop();
});

async function openFresh(): Promise<TestBooks> {
  if (runs % RUNS_A_SCHEMA === 0 || t === undefined) {
    await t?.stop();
    t = await openTestBooks(server.url, `books_${runs}`);
  }
  runs += 1;
  return t;
}

test(
  `whatever happens in a shop, the books say what it adds up to: ${RUNS} histories`,
  async () => {
    const history = fc.array(command, { minLength: 10, maxLength: 40, size: 'max' });
    const holds = fc.asyncProperty(settings, opening, history, async (chosen, first, commands) => {
      const shop = new Shop(await openFresh(), `shop${runs}`, chosen);
      await shop.open();
      for (const run of [...first, ...commands]) await run(shop);
      await shop.compare();
      await expectSound(shop.t);
    });
    await fc.assert(holds, { numRuns: RUNS, endOnFailure: true });
    expect(runs).toBeGreaterThanOrEqual(RUNS);
  },
  RUNS * 5_000 + 60_000,
);
