// npm run bench -- [--engines redis,postgres] [--cases single,plain,batch,open] [--seconds 8] [--rounds 3]
//                  [--clients 256] [--orders 5000000] [--json FILE] [--profile FOLDER]
// The case `peer` is played when it is named; --orders plays single and batch on a filled database too.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { EngineName } from '../test/support/servers.ts';
import { startBenchPostgres } from './database.ts';
import { fillAndReport } from './filling.ts';
import { measureFloor } from './floor.ts';
import { startBenchGateway } from './gateway.ts';
import { type ListSample, measureLists } from './lists.ts';
import { type Load, measure } from './measure.ts';
import { ABOUT_PEER, installPeer, measurePeer } from './peer.ts';
import { startPlainGateway } from './plain-gateway.ts';
import { printTable, type Sample } from './report.ts';
import { FILLED, printGrowth } from './report-growth.ts';

const { values } = parseArgs({
  options: {
    engines: { type: 'string', default: 'redis,postgres' },
    cases: { type: 'string', default: 'single,plain,batch,open' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '256' },
    orders: { type: 'string', default: '0' },
    json: { type: 'string', default: '' },
    profile: { type: 'string', default: '' },
  },
});
const seconds = Number(values.seconds);
const clients = Number(values.clients);

interface Case {
  readonly load: Load;
  readonly delayMs: number;
  /** the obvious chain instead of ours */
  readonly isPlain?: boolean;
  /** with --orders also played on the filled database */
  readonly isForGrowth?: boolean;
}

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
  open: { load: { batch: 0, clients: 0, ratePerSecond: 200 }, delayMs: 50 },
};

const PEER = 'peer';
const cases = values.cases.split(',');
const peerFolder = cases.includes(PEER) ? await installPeer() : null;
if (cases.includes(PEER) && peerFolder === null) process.exitCode = 1;
const samples: Sample[] = [];
const lists: ListSample[] = [];
const postgres = await startBenchPostgres();
try {
  const filledUrl = Number(values.orders) > 0 ? await makeFilled() : null;
  // Interleaved: whatever else this machine does then meets everybody alike.
  for (let round = 0; round < Number(values.rounds); round += 1) {
    await playRound(filledUrl, round % 2 === 1);
  }
} finally {
  await postgres.stop();
}
printTable(samples);
if (peerFolder !== null) console.log(`\n${ABOUT_PEER}`);
printGrowth(samples, lists);
if (values.json !== '') {
  const machine = { cpus: cpus().map(({ model }) => model), node: process.version };
  writeFileSync(values.json, `${JSON.stringify({ machine, values, samples, lists }, null, 2)}\n`);
}

async function makeFilled(): Promise<string> {
  const databaseUrl = await postgres.newDatabase();
  await fillAndReport(databaseUrl, { orders: Number(values.orders) });
  return databaseUrl;
}

/** @param filledFirst so that neither database always comes second */
async function playRound(filledUrl: string | null, filledFirst: boolean): Promise<void> {
  await addFloor('F100');
  if (peerFolder !== null) await addPeer(peerFolder);
  const engines = values.engines.split(',') as EngineName[];
  for (const engine of engines) {
    for (const name of cases) {
      if (name !== PEER) await addCase(engine, name, { filledUrl, filledFirst });
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
  { filledUrl, filledFirst }: { filledUrl: string | null; filledFirst: boolean },
): Promise<void> {
  const found = CASES[name];
  if (found === undefined) {
    throw new Error(`no case ${name}: ${[...Object.keys(CASES), PEER].join(', ')}`);
  }
  // Beside each case: a shared machine is seldom as fast at the end of a round as at its beginning.
  await addFloor('F');
  const empty = async () => await addSample(engine, `${engine} ${name}`, found);
  if (filledUrl === null || !found.isForGrowth) return await empty();
  const filled = { ...found, databaseUrl: filledUrl };
  if (!filledFirst) await empty();
  await addSample(engine, `${engine} ${name}${FILLED}`, filled);
  if (filledFirst) await empty();
}

async function addSample(
  engine: EngineName,
  name: string,
  { load, isPlain = false, ...place }: Case & { databaseUrl?: string },
): Promise<void> {
  const start = isPlain ? startPlainGateway : startBenchGateway;
  const gateway = await start(postgres, { engine, profileIn: values.profile, ...place });
  try {
    note({ name, delayMs: place.delayMs, ...(await measure(gateway, load, seconds)) });
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
