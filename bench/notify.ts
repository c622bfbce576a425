// npm run bench:notify -- [--cases settling,fanOut,deliveries,latency,isolation,lists,replay] [--seconds 8] [--engine postgres]
//                         [--rounds 3] [--rate 1000] [--isolation-rate 200] [--events 50000] [--rows 1000000] [--profile FOLDER]
// Notifications beside their goals: what they cost a settlement, how many and how soon, who waits for whom, and what
// lists take beside many messages.
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import type { EngineName } from '../test/support/servers.ts';
import { startBenchPostgres } from './database.ts';
import { measureIsolation } from './notify-isolation.ts';
import { measureLists } from './notify-lists.ts';
import type { NotifyServers } from './notify-place.ts';
import { measureDeliveries, measureFanOut, measureLatency } from './notify-rates.ts';
import { measureReplay } from './notify-replay.ts';
import { type NotifyFigure, printFigures } from './notify-report.ts';
import { measureSettling } from './notify-settling.ts';

interface Options {
  readonly cases: readonly string[];
  readonly seconds: number;
  readonly engine: readonly EngineName[];
  readonly rounds: number;
  readonly rate: number;
  readonly isolationRate: number;
  readonly settlingRate: number;
  readonly events: number;
  readonly rows: number;
  readonly profile: string;
}

const ENGINES: readonly EngineName[] = ['postgres', 'redis'];
const DEFAULTS = { seconds: 8, rounds: 3, rate: 1_000, isolation: 200, events: 50_000 };
const CASES: Readonly<Record<string, (servers: NotifyServers) => Promise<NotifyFigure[]>>> = {
  settling: async (servers) =>
    await measureSettling(servers, { ...options, ratePerSecond: options.settlingRate }),
  fanOut: async (servers) => await measureFanOut(servers, options.events),
  deliveries: async (servers) => await measureDeliveries(servers, options.events),
  latency: async (servers) =>
    await measureLatency(servers, { ...options, ratePerSecond: options.rate }),
  isolation: async (servers) =>
    await measureIsolation(servers, { ...options, ratePerSecond: options.isolationRate }),
  lists: async (servers) => await measureLists(servers, options.rows),
  replay: measureReplay,
};
const NAMES = Object.keys(CASES);

const options = describeCommand('bench:notify', 'Notifications of merchants beside their goals.')
  .option('--cases <names>', `some of ${NAMES.join(', ')}`, someOf(NAMES), NAMES)
  .option('--seconds <n>', 'what has a rate is measured so long', wholeNumber(1), DEFAULTS.seconds)
  .option('--engine <name>', 'postgres or redis', someOf(ENGINES), ['postgres'])
  .option('--rounds <n>', 'what is compared is played so often', wholeNumber(1), DEFAULTS.rounds)
  .option('--rate <n>', 'events a second of the case latency', wholeNumber(1), DEFAULTS.rate)
  .option('--isolation-rate <n>', 'of the case isolation', wholeNumber(1), DEFAULTS.isolation)
  .option('--settling-rate <n>', 'payments a second; 0: as many as it can', wholeNumber(0), 0)
  .option('--events <n>', 'that wait for the fan-out', wholeNumber(1), DEFAULTS.events)
  .option('--rows <n>', 'messages beside which lists are measured', wholeNumber(1), 1_000_000)
  .option('--profile <folder>', 'writes V8 profiles of the worker', '')
  .parse()
  .opts<Options>();

const figures: NotifyFigure[] = [];
const postgres = await startBenchPostgres();
try {
  for (const engine of options.engine) {
    const servers = { postgres, engine, profileIn: options.profile };
    for (const name of options.cases) {
      console.error(`${engine} ${name}`);
      figures.push(...((await CASES[name]?.(servers)) ?? []));
    }
  }
} finally {
  await postgres.stop();
}
printFigures(figures);
