// npm run bench -- [--engines redis,postgres] [--cases single,plain,batch,open] [--seconds 8] [--rounds 3]
//                  [--clients 256] [--json FILE] [--profile FOLDER]
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { EngineName } from '../test/support/servers.ts';
import { startBenchPostgres } from './database.ts';
import { measureFloor } from './floor.ts';
import { startBenchGateway } from './gateway.ts';
import { type Load, measure } from './measure.ts';
import { startPlainGateway } from './plain-gateway.ts';
import { printTable, type Sample } from './report.ts';

const { values } = parseArgs({
  options: {
    engines: { type: 'string', default: 'redis,postgres' },
    cases: { type: 'string', default: 'single,plain,batch,open' },
    seconds: { type: 'string', default: '8' },
    rounds: { type: 'string', default: '3' },
    clients: { type: 'string', default: '256' },
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
}

const CASES: Readonly<Record<string, Case>> = {
  single: { load: { batch: 0, clients, ratePerSecond: 0 }, delayMs: 0 },
  plain: { load: { batch: 0, clients, ratePerSecond: 0 }, delayMs: 0, isPlain: true },
  batch: { load: { batch: 1_000, clients: 4, ratePerSecond: 0 }, delayMs: 0 },
  open: { load: { batch: 0, clients: 0, ratePerSecond: 200 }, delayMs: 50 },
};

const samples: Sample[] = [];
const postgres = await startBenchPostgres();
try {
  // Interleaved: whatever else this machine does then meets everybody alike.
  for (let round = 0; round < Number(values.rounds); round += 1) await playRound();
} finally {
  await postgres.stop();
}
printTable(samples);
if (values.json !== '') {
  const machine = { cpus: cpus().map(({ model }) => model), node: process.version };
  writeFileSync(values.json, `${JSON.stringify({ machine, values, samples }, null, 2)}\n`);
}

async function playRound(): Promise<void> {
  await addFloors();
  for (const engine of values.engines.split(',')) {
    for (const name of values.cases.split(',')) await addCase(engine as EngineName, name);
  }
}

async function addFloors(): Promise<void> {
  for (const floor of ['F', 'F100'] as const) {
    const settledPerSecond = await measureFloor(postgres, floor, seconds);
    note({ name: floor, settledPerSecond });
  }
}

async function addCase(engine: EngineName, name: string): Promise<void> {
  const found = CASES[name];
  if (found === undefined) throw new Error(`no case ${name}: ${Object.keys(CASES).join(', ')}`);
  const { load, delayMs, isPlain = false } = found;
  const start = isPlain ? startPlainGateway : startBenchGateway;
  const gateway = await start(postgres, { engine, delayMs, profileIn: values.profile });
  try {
    note({ name: `${engine} ${name}`, delayMs, ...(await measure(gateway, load, seconds)) });
  } finally {
    await gateway.stop();
  }
}

function note(sample: Sample): void {
  samples.push(sample);
  console.error(`${sample.name}: ${Math.round(sample.settledPerSecond)}/s`);
}
