import { setTimeout as sleep } from 'node:timers/promises';
import { openPlainClient, runSql } from '../test/support/sql.ts';
import { startHelper } from './helper-process.ts';
import { percentiles } from './measure.ts';
import { GROUP, writeEvents } from './notify-events.ts';
import type { GeneratorOrder, GeneratorReport } from './notify-generator.ts';
import {
  addEndpoints,
  type NotifyPlace,
  type NotifyServers,
  quickEndpoints,
  startNotifyPlace,
  timeUntil,
} from './notify-place.ts';
import { type NotifyFigure, shown } from './notify-report.ts';
import { costPer, cpuOf } from './process-cost.ts';

const MERCHANTS = 100;
const FAN_OUT_GOAL = 10_000;
const DELIVERIES_GOAL = 2_000;
const LATENCY_GOALS = { p50: 150, p99: 600 };
const WARM_UP_S = 5;

/** While it is locked the worker passes it over, and what is written meanwhile waits. */
const LOCK = 'SELECT FROM "NotifyCursor" FOR UPDATE';
/** Of all endpoints: as many as were made, while none is sent. */
const DELIVERIES = 'SELECT sum(backlog)::int AS n FROM "NotifyEndpoint"';
const SWITCH_ON = `UPDATE "NotifyEndpoint" SET status = 'on', "dueAt" = now()`;

/** How many events of a backlog a worker fans out, each to one endpoint, in a second. */
export async function measureFanOut(
  servers: NotifyServers,
  events: number,
): Promise<NotifyFigure[]> {
  const place = await startNotifyPlace(servers);
  try {
    await addEndpoints(place.databaseUrl, quickEndpoints(place, MERCHANTS, 'paused'));
    const release = await writeBacklog(place, events);
    const before = cpuOf(place.pids);
    await release();
    const ms = await timeUntil(async () => (await deliveriesOf(place)) >= events);
    const cpu = costPer(before, cpuOf(place.pids), events);
    return [
      {
        ...{ what: 'fan-out', figure: (1_000 * events) / ms, unit: 'events/s' },
        ...{ goal: FAN_OUT_GOAL, isLeast: true },
        how: `${events} events of ${GROUP} a transaction; CPU of each: ${costsOf(cpu)}`,
      },
    ];
  } finally {
    await place.stop();
  }
}

const costsOf = (cpu: Readonly<Record<string, number>>) =>
  Object.entries(cpu)
    .map(([part, ms]) => `${part} ${ms.toFixed(3)} ms`)
    .join(', ');

/** Writes events while nobody may fan them out; what it answers lets them go. */
async function writeBacklog(place: NotifyPlace, events: number): Promise<() => Promise<void>> {
  const [holder, writer] = await Promise.all([
    openPlainClient(place.databaseUrl),
    openPlainClient(place.databaseUrl),
  ]);
  await holder.query('BEGIN');
  await holder.query(LOCK);
  for (let first = 1; first <= events; first += GROUP) {
    const count = Math.min(GROUP, events - first + 1);
    await writeEvents(writer, { first, count, merchants: MERCHANTS });
  }
  await writer.query('VACUUM (ANALYZE) "PayOrder", "TradeRecord", "NotifyEndpoint"');
  await writer.end();
  return async () => {
    await holder.query('COMMIT');
    await holder.end();
  };
}

async function deliveriesOf({ databaseUrl }: NotifyPlace): Promise<number> {
  const [row] = await runSql<{ n: number }>(databaseUrl, DELIVERIES);
  return row?.n ?? 0;
}

/** How many messages a second one worker sends to receivers that take them at once. */
export async function measureDeliveries(
  servers: NotifyServers,
  events: number,
): Promise<NotifyFigure[]> {
  const place = await startNotifyPlace(servers);
  try {
    await addEndpoints(place.databaseUrl, quickEndpoints(place, MERCHANTS, 'paused'));
    await (await writeBacklog(place, events))();
    await timeUntil(async () => (await deliveriesOf(place)) >= events);
    await runSql(place.databaseUrl, 'VACUUM (ANALYZE) "NotifyDelivery"');
    const [before, startedAt] = [cpuOf(place.pids), performance.now()];
    await runSql(place.databaseUrl, SWITCH_ON);
    let count = 0;
    await timeUntil(async () => {
      count += (await place.received()).count;
      return count >= events;
    });
    const ms = performance.now() - startedAt;
    return [
      {
        ...{ what: 'deliveries of one worker', figure: (1_000 * count) / ms, unit: '/s' },
        ...{ goal: DELIVERIES_GOAL, isLeast: true },
        how: `${events} to ${MERCHANTS} endpoints; CPU of each: ${costsOf(costPer(before, cpuOf(place.pids), count))}`,
      },
    ];
  } finally {
    await place.stop();
  }
}

/** What a case of events that come at a rate is played with. */
export interface RateOrder {
  readonly ratePerSecond: number;
  readonly seconds: number;
}

/** From an event's commit to its receiver, while so many come in a second. */
export async function measureLatency(
  servers: NotifyServers,
  { ratePerSecond, seconds }: RateOrder,
): Promise<NotifyFigure[]> {
  const place = await startNotifyPlace(servers);
  try {
    await addEndpoints(place.databaseUrl, quickEndpoints(place, MERCHANTS, 'on'));
    const order = { ratePerSecond, seconds, merchants: MERCHANTS };
    const { latencies, report, cpu } = await playRate(place, order);
    const { p50, p99 } = percentiles(latencies);
    const how = `${ratePerSecond}/s for ${seconds} s, generator ${shown(Math.max(report.lateMs, 0))} ms late at the end; CPU of each: ${costsOf(cpu)}`;
    const about = { unit: 'ms', isLeast: false, how };
    const what = 'committed to received';
    return [
      { what: `${what}, p50`, figure: p50, goal: LATENCY_GOALS.p50, ...about },
      { what: `${what}, p99`, figure: p99, goal: LATENCY_GOALS.p99, ...about },
    ];
  } finally {
    await place.stop();
  }
}

interface PlayedRate {
  readonly latencies: readonly number[];
  /** those of the warm-up */
  readonly firstLatencies: readonly number[];
  readonly report: GeneratorReport;
  /** of each message, ms */
  readonly cpu: Readonly<Record<string, number>>;
}

/** Lets events come at a rate, for a warm-up that does not count and for the seconds that do. */
export async function playRate(
  place: NotifyPlace,
  { ratePerSecond, seconds, merchants }: RateOrder & { readonly merchants: number },
): Promise<PlayedRate> {
  const generator = await startHelper<GeneratorReport>('notify-generator.ts');
  try {
    const { databaseUrl } = place;
    const order = { databaseUrl, ratePerSecond, merchants, seconds: WARM_UP_S + seconds };
    const reported = generator.next();
    generator.tell(order satisfies GeneratorOrder);
    await sleep((WARM_UP_S * 1_000) / 2);
    // As a database that has been in use for a while: plans for an empty table are others.
    await runSql(databaseUrl, 'ANALYZE');
    await sleep((WARM_UP_S * 1_000) / 2);
    const { latencies: firstLatencies } = await place.received();
    const before = cpuOf(place.pids);
    const report = await reported;
    const latencies = await drain(place);
    return {
      latencies,
      firstLatencies,
      report,
      cpu: costPer(before, cpuOf(place.pids), latencies.length),
    };
  } finally {
    await generator.stop();
  }
}

const QUIET_MS = 2_000;

/** What comes until nothing has come for two seconds: those that are late count as well. */
async function drain(place: NotifyPlace): Promise<number[]> {
  const latencies: number[] = [];
  for (;;) {
    await sleep(QUIET_MS);
    const report = await place.received();
    if (report.count === 0) return latencies;
    latencies.push(...report.latencies);
  }
}
