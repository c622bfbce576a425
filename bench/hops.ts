import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineName } from '../test/support/servers.ts';
import { type BenchPostgres, startBenchPostgres } from './database.ts';
import { type BenchGateway, startBenchGateway } from './gateway.ts';
import type { Hop } from './hop.ts';
import { watchRedis } from './hops-redis.ts';
import { LOG_SETTINGS, readStatements } from './hops-statements.ts';
import { median } from './report.ts';
import { migrateAs, type Revision } from './revision.ts';

const DELAY_MS = 50;
const WARM_UP = 150;
const PAYMENTS = 100;
/** Until what one payment has left to be done is done: a finished job, a poll. */
const PAUSE_MS = 60;

interface Payment {
  readonly sentAt: number;
  readonly answeredAt: number;
}

/**
 * Lets payments come one by one, each when all is quiet again, and prints which statement and which command of the queue
 * runs when, in ms after the POST. The servers' own logs tell, and the connector: nothing is added to the gateway.
 */
export async function traceHops(engine: EngineName, against: Revision | null): Promise<void> {
  const postgres = await startBenchPostgres(LOG_SETTINGS);
  try {
    await traceBuild(postgres, engine, null);
    if (against !== null) await traceBuild(postgres, engine, against);
  } finally {
    await postgres.stop();
  }
}

async function traceBuild(
  postgres: BenchPostgres,
  engine: EngineName,
  other: Revision | null,
): Promise<void> {
  const build = other !== null && {
    buildIn: other.folder,
    databaseUrl: await postgres.newDatabaseBy(async (url) => await migrateAs(other, url)),
  };
  const gateway = await startBenchGateway(postgres, {
    engine,
    delayMs: DELAY_MS,
    profileIn: '',
    ...build,
  });
  try {
    for (let count = 0; count < WARM_UP; count += 1) await pay(gateway);
    const redis = gateway.redisPort === null ? null : await watchRedis(gateway.redisPort);
    const before = (await postgres.readLog()).length;
    const payments: Payment[] = [];
    for (let count = 0; count < PAYMENTS; count += 1) {
      payments.push(await pay(gateway));
      await sleep(PAUSE_MS);
    }
    const log = (await postgres.readLog()).slice(before);
    const hops = [
      ...readStatements(log),
      ...((await redis?.stop()) ?? []),
      ...(await gateway.calls()),
    ];
    printHops(`${engine}${other === null ? '' : `, ${other.name}`}`, payments, hops);
  } finally {
    await gateway.stop();
  }
}

const now = () => performance.timeOrigin + performance.now();
let numbers = 0;

async function pay({ url, path, tills }: BenchGateway): Promise<Payment> {
  const [till] = tills;
  if (till === undefined) throw new Error('no till');
  numbers += 1;
  const body = JSON.stringify({
    payModeUUID: till.payModeUUID,
    payer: 'A',
    payee: `http://shops.example/shops/${till.merchantUUID}`,
    payAmount: 500,
    clientPayNo: `hop-${process.pid}-${Date.now().toString(36)}-${numbers}`,
    payParams: { payBarCode: '281234567890123456' },
    clientExtraParams: {},
  });
  const headers = { authorization: `Bearer ${till.token}`, 'content-type': 'application/json' };
  const sentAt = now();
  const answer = await fetch(`${url}${path}/pay`, { method: 'POST', headers, body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return { sentAt, answeredAt: now() };
}

/** Where it stands in its payment: `at` is ms after the POST. */
type Placed = Hop & { readonly key: string };

/** Those between a payment and the next, numbered where the same happens again. */
function hopsOf({ sentAt, answeredAt }: Payment, hops: readonly Hop[]): Placed[] {
  const seen = new Map<string, number>();
  return hops
    .filter(({ at }) => at >= sentAt - 1 && at < answeredAt + PAUSE_MS)
    .toSorted((a, b) => a.at - b.at)
    .map((hop) => {
      const kind = `${hop.by} | ${hop.name}`;
      const count = (seen.get(kind) ?? 0) + 1;
      seen.set(kind, count);
      return { ...hop, at: hop.at - sentAt, key: count === 1 ? kind : `${kind} (${count})` };
    });
}

/** Only what most payments have: the rest is the gateway's own housekeeping. */
function printHops(title: string, payments: readonly Payment[], hops: readonly Hop[]): void {
  const whole = median(payments.map(({ sentAt, answeredAt }) => answeredAt - sentAt));
  console.log(
    `\n${title}: ${payments.length} lone payments, answered after ${whole.toFixed(1)} ms\n`,
  );
  console.log('| ms after the POST | by | what | took, ms |\n|---|---|---|---|');
  const placed = payments.flatMap((payment) => hopsOf(payment, hops));
  const rows = [...new Set(placed.map(({ key }) => key))]
    .map((key) => [key, placed.filter((hop) => hop.key === key)] as const)
    .map(([key, all]) => ({
      key,
      count: all.length,
      at: median(all.map(({ at }) => at)),
      took: median(all.flatMap(({ tookMs }) => tookMs ?? [])),
    }))
    .filter(({ count }) => count > payments.length / 2)
    .toSorted((a, b) => a.at - b.at);
  for (const { key, at, took } of rows) {
    console.log(`| ${at.toFixed(1)} | ${key} | ${Number.isNaN(took) ? '' : took.toFixed(2)} |`);
  }
  console.log(`| ${whole.toFixed(1)} | till | has its answer | |`);
}
