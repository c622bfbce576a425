// npm run soak -- [--minutes 30] [--engines redis,postgres] [--rate auto] [--every 5] [--json FILE]
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import type { EngineName } from '../test/support/servers.ts';
import { type Levels, readLevels } from '../test/support/soak/levels.ts';
import { startBenchPostgres } from './database.ts';
import { type BenchGateway, startBenchGateway } from './gateway.ts';
import { startHelper } from './helper-process.ts';
import type { LoadOrder, LoadReport } from './load-messages.ts';
import { measure, type Percentiles, percentiles } from './measure.ts';
import { type SoakSample, type SoakTarget, takeSample } from './soak-sample.ts';
import { isFlat, judge, printVerdicts, RULES, type Verdict } from './soak-verdict.ts';

interface Options {
  readonly minutes: number;
  readonly engines: EngineName[];
  readonly rate?: number;
  readonly every: number;
  readonly json?: string;
}

const ENGINES: readonly EngineName[] = ['redis', 'postgres'];
/** The tills have tokens for an hour. */
const MOST_MINUTES = 50;

const values = describeCommand(
  'soak',
  'Half load for long: memory, handles, queue and dead rows stay flat.',
)
  .option('--minutes <n>', 'on each engine', wholeNumber(1, MOST_MINUTES), 30)
  .option('--engines <names>', `some of ${ENGINES.join(', ')}`, someOf(ENGINES), ENGINES)
  .option('--rate <n>', 'payments per second; half of what it can do if not given', wholeNumber(1))
  .option('--every <seconds>', 'time between two samples', wholeNumber(1), 5)
  .option('--json <file>', 'writes every sample')
  .parse()
  .opts<Options>();

/** What one engine came to. */
interface Soak {
  readonly engine: EngineName;
  /** payments per second that were sent */
  readonly rate: number;
  readonly errors: number;
  /** of the last minute, ms */
  readonly answer: Percentiles;
  readonly verdicts: readonly Verdict[];
  readonly samples: readonly SoakSample[];
}

/** What half of it is sent: so much do this many tills get done that wait for each answer. */
const FULL = { batch: 0, clients: 64, ratePerSecond: 0 };
const FULL_S = 10;
/** A connector that takes its time, so that calls, leases and waiting callers are held. */
const DELAY_MS = 20;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const REST_MS = 2 * MINUTE_MS;
/** Idle connections are closed after ten seconds. */
const REST_EVERY_MS = 12 * SECOND_MS;

const postgres = await startBenchPostgres();
const soaks: Soak[] = [];
try {
  for (const engine of values.engines) {
    const one = await soak(engine);
    soaks.push(one);
    // Each as soon as it is there: the other one takes another half an hour.
    report(one);
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify(soaks, null, 2)}\n`);
  }
} finally {
  await postgres.stop();
}
console.log(`\n${RULES}`);
if (soaks.some(({ verdicts }) => !verdicts.every(isFlat))) process.exitCode = 1;

function report({ engine, rate, errors, answer, verdicts, samples }: Soak): void {
  const sent = `${engine}: ${rate} payments/s for ${values.minutes} minutes, ${samples.length} samples`;
  const answers = `answers p50 ${answer.p50.toFixed(0)} p99 ${answer.p99.toFixed(0)} ms in the last minute`;
  printVerdicts(`${sent}; ${errors} calls failed; ${answers}`, verdicts);
}

async function soak(engine: EngineName): Promise<Soak> {
  const heapIn = await mkdtemp(join(tmpdir(), 'payserver-soak-'));
  const options = { engine, delayMs: DELAY_MS, profileIn: '', heapIn };
  const gateway = await startBenchGateway(postgres, options);
  try {
    const target = targetOf(gateway, heapIn);
    const rate = values.rate ?? (await halfOfFull(gateway));
    const before = await atRest(target);
    console.error(`${engine}: ${rate} payments/s for ${values.minutes} minutes`);
    const { samples, latencies, errors } = await load(gateway, target, rate);
    const verdicts = judge(samples, { before, after: await atRest(target) });
    return { engine, rate, errors, answer: percentiles(latencies), verdicts, samples };
  } finally {
    await gateway.stop();
    await rm(heapIn, { recursive: true, force: true });
  }
}

function targetOf({ databaseUrl, redisPort, pids }: BenchGateway, heapIn: string): SoakTarget {
  const { api = 0, worker = 0 } = pids;
  return { databaseUrl, redisPort, heapIn, pids: { api, worker } };
}

async function halfOfFull(gateway: BenchGateway): Promise<number> {
  const { settledPerSecond } = await measure(gateway, FULL, FULL_S);
  return Math.floor(settledPerSecond / 2);
}

/** When nothing is open and nobody gives back a connection any more; after REST_MS, whatever is left. */
async function atRest(target: SoakTarget): Promise<Levels> {
  const until = performance.now() + REST_MS;
  let connections = Number.NaN;
  for (;;) {
    await sleep(REST_EVERY_MS);
    const now = await readLevels(target);
    const isQuiet = now.openOrders === 0 && now.connections === connections;
    if (isQuiet || performance.now() > until) return now;
    connections = now.connections;
  }
}

async function load(gateway: BenchGateway, target: SoakTarget, ratePerSecond: number) {
  const till = await startHelper<LoadReport>('load.ts');
  const { url, path, tills } = gateway;
  try {
    const order: LoadOrder = { type: 'run', url, path, tills, batch: 0, clients: 0, ratePerSecond };
    till.tell(order);
    const samples = await watch(target, () => till.tell({ type: 'measure' }));
    const reported = till.next();
    till.tell({ type: 'stop' });
    const { latencies, errors, firstError } = await reported;
    if (errors > 0) console.error(`${errors} calls failed: ${firstError}`);
    return { samples, latencies, errors };
  } finally {
    await till.stop();
  }
}

/** Takes samples for the whole time; answers are measured in its last minute. */
async function watch(target: SoakTarget, beginLastMinute: () => void): Promise<SoakSample[]> {
  const samples: SoakSample[] = [];
  const startedAt = performance.now();
  const endsAt = startedAt + values.minutes * MINUTE_MS;
  let isLastMinute = false;
  for (let at = startedAt; at < endsAt; at += values.every * SECOND_MS) {
    await sleep(Math.max(0, at - performance.now()));
    if (!isLastMinute && at >= endsAt - MINUTE_MS) {
      isLastMinute = true;
      beginLastMinute();
    }
    samples.push(await takeSample(target, (performance.now() - startedAt) / SECOND_MS));
  }
  return samples;
}
