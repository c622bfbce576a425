// Payments per second of the money books, with fsync and synchronous commit: 1,000 callers of one member's stored
// value, then of 2,000 members', beside F, what the database alone does (docs/performance.md), before and after them.
// npm run bench:accounts [-- payments for each, default 20000]
import { adminOf } from '@payserver/accounts/books/admin';
import { type Books, openBooks } from '@payserver/accounts/books/books';
import { importMembers } from '@payserver/accounts/books/import-members';
import { migrateBooks } from '@payserver/accounts/books/migrate';
import { verifyBooks } from '@payserver/accounts/books/verify';
import { startBenchPostgres } from './database.ts';
import { measureFloor } from './floor.ts';

const PAYS = Number(process.argv[2] ?? 20_000);
const CALLERS = 1_000;
const MEMBERS = 2_000;
const SHOP = 'bench';

const FLOOR_S = 8;

const postgres = await startBenchPostgres();
try {
  const databaseUrl = await postgres.newDatabase();
  await migrateBooks({ databaseUrl });
  const books = openBooks({ databaseUrl, timeZone: 'Asia/Shanghai' });
  const before = await measureFloor(postgres, 'F', FLOOR_S);
  const { hot, many } = await measure(books);
  await books.close();
  const floor = (before + (await measureFloor(postgres, 'F', FLOOR_S))) / 2;
  const ratio = (perSecond: number) =>
    `${perSecond} payments/s, ${(perSecond / floor).toFixed(2)} F`;
  console.log(`F, the mean of before and after: ${Math.round(floor)} payments/s`);
  console.log(`one account, ${CALLERS} callers at once: ${ratio(hot)}`);
  console.log(`${MEMBERS} accounts, ${CALLERS} callers at once: ${ratio(many)}`);
} finally {
  await postgres.stop();
}

/** Payments per second of one account and of many. */
async function measure(books: Books): Promise<{ hot: number; many: number }> {
  await openMembers(books);
  const warmUp = Math.min(PAYS, 2_000);
  await payAll(books, 'warm', { pays: warmUp, memberOf: (at) => `m${at % MEMBERS}` });
  const hot = await payAll(books, 'hot', { pays: PAYS, memberOf: () => 'hot' });
  const many = await payAll(books, 'many', { pays: PAYS, memberOf: (at) => `m${at % MEMBERS}` });
  // One fen more than half of the payments can take.
  const short = await payAll(books, 'short', { pays: CALLERS, memberOf: () => 'short' });
  const breaches = await verifyBooks(books.connection);
  console.log(
    `${CALLERS} at once for a balance of ${CALLERS / 2}: ${short.done} done, the rest declined`,
  );
  console.log(`rules of the books that are broken: ${breaches.length}`);
  if (breaches.length > 0 || short.done !== CALLERS / 2) process.exitCode = 1;
  return { hot: hot.perSecond, many: many.perSecond };
}

async function openMembers(books: Books): Promise<void> {
  const members = Array.from({ length: MEMBERS }, (_, at) => `m${at},100000`);
  const rows = ['memberUUID,principal', ...members, 'hot,100000000', `short,${CALLERS / 200}`];
  const bytes = new TextEncoder().encode(rows.join('\n'));
  await importMembers(books.connection, { merchantUUID: SHOP, bytes, isDryRun: false });
  const { balance } = (await adminOf(books.connection).show(holder('short'))).accounts[0] ?? {};
  if (balance !== CALLERS / 2) throw new Error('the members have no balance');
}

function holder(partyUUID: string) {
  return { merchantUUID: SHOP, book: 'memberBalance' as const, partyUUID };
}

interface Load {
  readonly pays: number;
  readonly memberOf: (at: number) => string;
}

/** Pays one fen each, with as many callers as there are, each of which waits for its answer. */
async function payAll(books: Books, name: string, { pays, memberOf }: Load) {
  let next = 0;
  let done = 0;
  const startedAt = performance.now();
  const caller = async () => {
    while (next < pays) {
      const at = next++;
      const payParams = { memberUUID: memberOf(at) };
      const call = { tractionNo: `${name}${at}`, merchantUUID: SHOP, payAmount: 1, payParams };
      const { ret } = await books.pay('memberBalance', call);
      if (ret === 'success') done += 1;
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - startedAt) / 1_000;
  return { done, perSecond: Math.round(pays / seconds) };
}
