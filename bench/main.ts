// npm run bench -- [--engines redis,postgres] [--cases single,plain,batch,open,open40] [--seconds 8] [--rounds 3]
//                  [--clients 256] [--orders 5000000] [--search-keys 1] [--against REV] [--json FILE] [--profile FOLDER]
// The case `peer` is played when it is named; --orders plays single and batch on a filled database too; --against
// builds another commit and measures it in the same rounds; --search-keys plays single, batch and lone payments with
// tags as well.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import type { EngineName } from '../test/support/servers.ts';
import { startBenchPostgres } from './database.ts';
import { fillAndReport } from './filling.ts';
import { measureFloor } from './floor.ts';
import { measureHops } from './floor-hops.ts';
import { type GatewayOptions, startBenchGateway } from './gateway.ts';
import { traceHops } from './hops.ts';
import { type ListSample, measureLists } from './lists.ts';
import { type Load, measure } from './measure.ts';
import { ABOUT_PEER, installPeer, measurePeer } from './peer.ts';
import { startPlainGateway } from './plain-gateway.ts';
import { printTable, type Sample } from './report.ts';
import { FILLED, printGrowth } from './report-growth.ts';
import { HOPS, KEYS, OTHER, printComparison, printKeys, printLone } from './report-lone.ts';
import { buildRevision, migrateAs, type Revision } from './revision.ts';

interface Options {
  readonly engines: EngineName[];
  readonly cases: string[];
  readonly seconds: number;
  readonly rounds: number;
  readonly clients: number;
  readonly orders: number;
  readonly against?: string;
  readonly searchKeys: number;
  readonly hops?: boolean;
  readonly json?: string;
  readonly profile: string;
}

const PEER = 'peer';
const ENGINES: readonly EngineName[] = ['redis', 'postgres'];
const OWN_CASES = ['single', 'plain', 'batch', 'open', 'open40'];
const ALL_CASES = [...OWN_CASES, PEER];

const values = describeCommand(
  'bench',
  'Payments per second, beside what the database alone can do.',
)
  .option('--engines <names>', `some of ${ENGINES.join(', ')}`, someOf(ENGINES), ENGINES)
  .option('--cases <names>', `some of ${ALL_CASES.join(', ')}`, someOf(ALL_CASES), OWN_CASES)
  .option('--seconds <n>', 'each case is measured so long', wholeNumber(1), 8)
  .option('--rounds <n>', 'each case is measured so often', wholeNumber(1), 3)
  .option('--clients <n>', 'tills that pay at once in the case single', wholeNumber(1), 256)
  .option('--orders <n>', 'also on a database filled with so many payments', wholeNumber(0), 0)
  .option('--against <rev>', 'measures this commit too, or the build in this folder')
  .option('--search-keys <n>', 'also with so many search keys, 3 at most', wholeNumber(0), 0)
  .option('--hops', 'only shows where the time of a lone payment goes, statement by statement')
  .option('--json <file>', 'writes every sample')
  .option('--profile <folder>', 'writes V8 profiles of API and worker', '')
  .parse()
  .opts<Options>();
const { seconds, clients, cases, engines } = values;

interface Case {
  readonly load: Load;
  readonly delayMs: number;
  /** the obvious chain instead of ours */
  readonly isPlain?: boolean;
  /** payments that come one by one; H is measured at their rate */
  readonly isLone?: boolean;
  /** with --orders also played on the filled database */
  readonly isForGrowth?: boolean;
}

type Place = Pick<GatewayOptions, 'databaseUrl' | 'buildIn' | 'searchKeys'>;

/** With more it does worse: its transactions wait for connections until Prisma gives them up. */
const PLAIN_CLIENTS = 32;

const CASES: Readonly<Record<string, Case>> = {
  single: { load: { batch: 0, clients, ratePerSecond: 0 }, delayMs: 0, isForGrowth: true },
  plain: {
    load: { batch: 0, clients: PLAIN_CLIENTS, ratePerSecond: 0 },
    delayMs: 0,
    isPlain: true,
  },
  batch: { load: { batch: 1_000, clients: 4, ratePerSecond: 0 }, delayMs: 0, isForGrowth: true },
  open: lone(200),
  open40: lone(40),
};

function lone(ratePerSecond: number): Case {
  return { load: { batch: 0, clients: 0, ratePerSecond }, delayMs: 50, isLone: true };
}

const peerFolder = cases.includes(PEER) ? await installPeer() : null;
if (cases.includes(PEER) && peerFolder === null) process.exitCode = 1;
const against = values.against === undefined ? null : await buildRevision(values.against);
if (values.hops === true) {
  await showHops();
  process.exit();
}
const samples: Sample[] = [];
const lists: ListSample[] = [];
const postgres = await startBenchPostgres();
try {
  const filledUrl = values.orders > 0 ? await makeFilled() : null;
  // Interleaved: whatever else this machine does then meets everybody alike.
  for (let round = 0; round < values.rounds; round += 1) {
    await playRound(filledUrl, round % 2 === 1);
  }
} finally {
  await postgres.stop();
  await against?.remove();
}
printTable(samples);
printLone(samples);
if (against !== null) printComparison(samples, against.name);
printKeys(samples);
if (peerFolder !== null) console.log(`\n${ABOUT_PEER}`);
printGrowth(samples, lists);
if (values.json !== undefined) {
  const machine = { cpus: cpus().map(({ model }) => model), node: process.version };
  writeFileSync(values.json, `${JSON.stringify({ machine, values, samples, lists }, null, 2)}\n`);
}

async function showHops(): Promise<void> {
  try {
    for (const engine of engines) await traceHops(engine, against);
  } finally {
    await against?.remove();
  }
}

async function makeFilled(): Promise<string> {
  const databaseUrl = await postgres.newDatabase();
  await fillAndReport(databaseUrl, { orders: values.orders });
  return databaseUrl;
}

interface Order {
  readonly filledUrl: string | null;
  /** the filled database before the empty one, the other commit before ours: so that none always comes second */
  readonly isReversed: boolean;
}

async function playRound(filledUrl: string | null, isReversed: boolean): Promise<void> {
  await addFloor('F100');
  if (peerFolder !== null) await addPeer(peerFolder);
  for (const engine of engines) {
    for (const name of cases) {
      if (name !== PEER) await addCase(engine, name, { filledUrl, isReversed });
    }
  }
  if (filledUrl !== null) await addLists(engines[0] ?? 'postgres', filledUrl);
}

async function addFloor(floor: 'F' | 'F100'): Promise<void> {
  const settledPerSecond = await measureFloor(postgres, floor, seconds);
  note({ name: floor, settledPerSecond });
}

/** What it cannot do must not cost the figures of everybody else. */
async function addPeer(folder: string): Promise<void> {
  try {
    note(await measurePeer(postgres, folder, seconds));
  } catch (error) {
    console.error(`peer: FAILED, what it printed is above: ${String(error)}`);
    process.exitCode = 1;
  }
}

async function addCase(
  engine: EngineName,
  name: string,
  { filledUrl, isReversed }: Order,
): Promise<void> {
  const found = CASES[name];
  if (found === undefined) throw new Error(`no case ${name}`);
  // Beside each case: a shared machine is seldom as fast at the end of a round as at its beginning.
  await addFloor('F');
  if (found.isLone) await addHops(engine, name, found.load);
  const plays = playsOf(engine, `${engine} ${name}`, { found, filledUrl });
  for (const play of isReversed ? plays.toReversed() : plays) await play();
}

/** What is compared with each other, each to be played once in a round. */
function playsOf(
  engine: EngineName,
  ours: string,
  { found, filledUrl }: Pick<Order, 'filledUrl'> & { readonly found: Case },
): Array<() => Promise<void>> {
  const plays = [async () => await addSample(engine, ours, found)];
  if (against !== null && !found.isPlain) {
    plays.push(async () => await addOther(engine, ours, { found, other: against }));
  }
  if (values.searchKeys > 0 && !found.isPlain) {
    const tagged = { ...found, searchKeys: values.searchKeys };
    plays.push(async () => await addSample(engine, `${ours}${KEYS}`, tagged));
  }
  if (filledUrl !== null && found.isForGrowth) {
    const filled = { ...found, databaseUrl: filledUrl };
    plays.push(async () => await addSample(engine, `${ours}${FILLED}`, filled));
  }
  return plays;
}

async function addHops(engine: EngineName, name: string, load: Load): Promise<void> {
  const { ratePerSecond } = load;
  const answer = await measureHops(postgres, engine, { ratePerSecond, seconds });
  note({ name: `${engine} ${name}${HOPS}`, settledPerSecond: ratePerSecond, answer });
}

/** The same case, played by the other commit on a database that it has migrated itself. */
async function addOther(
  engine: EngineName,
  name: string,
  { found, other }: { readonly found: Case; readonly other: Revision },
): Promise<void> {
  const databaseUrl = await postgres.newDatabaseBy(async (url) => await migrateAs(other, url));
  try {
    const place = { ...found, databaseUrl, buildIn: other.folder };
    await addSample(engine, `${name}${OTHER}`, place);
  } finally {
    await postgres.dropDatabase(databaseUrl);
  }
}

async function addSample(
  engine: EngineName,
  name: string,
  { load, isPlain = false, delayMs, databaseUrl, buildIn, searchKeys }: Case & Place,
): Promise<void> {
  const start = isPlain ? startPlainGateway : startBenchGateway;
  const place = {
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(buildIn !== undefined && { buildIn }),
    ...(searchKeys !== undefined && { searchKeys }),
  };
  const gateway = await start(postgres, { engine, delayMs, profileIn: values.profile, ...place });
  try {
    note({ name, delayMs, ...(await measure(gateway, load, seconds)) });
  } finally {
    await gateway.stop();
  }
}

async function addLists(engine: EngineName, databaseUrl: string): Promise<void> {
  const place = { engine, delayMs: 0, profileIn: '', databaseUrl };
  const gateway = await startBenchGateway(postgres, place);
  try {
    lists.push(...(await measureLists(gateway)));
  } finally {
    await gateway.stop();
  }
}

function note(sample: Sample): void {
  samples.push(sample);
  console.error(`${sample.name}: ${Math.round(sample.settledPerSecond)}/s`);
}
