// npm run bench:backlog -- [--orders 5000] [--engines redis,postgres] [--kinds away,hangs] [--seconds 20] [--rate 20]
// What the payments of one connector cost while another that is away, or hangs, has so many open orders.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import { freePort } from '../test/support/free-port.mjs';
import type { EngineName } from '../test/support/servers.ts';
import { adminToken } from '../test/support/tokens.ts';
import { startBenchPostgres } from './database.ts';
import { type BenchGateway, startBenchGateway } from './gateway.ts';
import { measure, type Percentiles } from './measure.ts';

type Kind = 'away' | 'hangs';

interface Options {
  readonly orders: number;
  readonly engines: EngineName[];
  readonly kinds: Kind[];
  readonly seconds: number;
  readonly rate: number;
}

const ENGINES: readonly EngineName[] = ['redis', 'postgres'];
const KINDS: readonly Kind[] = ['away', 'hangs'];
const BATCH = 500;
const GOAL = 1.3;

const values = describeCommand(
  'bench:backlog',
  'Payments of one connector beside the backlog of another that is away or hangs.',
)
  .option('--orders <n>', 'open orders of the other connector', wholeNumber(1), 5_000)
  .option('--engines <names>', `some of ${ENGINES.join(', ')}`, someOf(ENGINES), ENGINES)
  .option('--kinds <names>', `some of ${KINDS.join(', ')}`, someOf(KINDS), KINDS)
  .option('--seconds <n>', 'each is measured so long', wholeNumber(1), 20)
  .option('--rate <n>', 'payments per second', wholeNumber(1), 20)
  .parse()
  .opts<Options>();

const postgres = await startBenchPostgres();
try {
  for (const engine of values.engines) {
    for (const kind of values.kinds) await compare(engine, kind);
  }
} finally {
  await postgres.stop();
}

async function compare(engine: EngineName, kind: Kind): Promise<void> {
  const gateway = await startBenchGateway(postgres, { engine, delayMs: 20, profileIn: '' });
  const other = await startOther(kind);
  try {
    const load = { batch: 0, clients: 0, ratePerSecond: values.rate };
    const { answer: without } = await measure(gateway, load, values.seconds);
    await openOrders(gateway, other.payUrl);
    const { answer: beside } = await measure(gateway, load, values.seconds);
    report(`${engine}, ${values.orders} orders of a connector that ${says(kind)}`, without, beside);
  } finally {
    other.close();
    await gateway.stop();
  }
}

function says(kind: Kind): string {
  return kind === 'away' ? 'is away' : 'hangs';
}

function report(name: string, without: Percentiles, beside: Percentiles): void {
  const times = beside.p50 / without.p50;
  const figures = ({ p50, p99 }: Percentiles) => `p50 ${p50.toFixed(0)} p99 ${p99.toFixed(0)} ms`;
  console.log(
    `${name}: ${figures(without)} without, ${figures(beside)} beside it; p50 ${times.toFixed(2)} x`,
  );
  if (times > GOAL) process.exitCode = 1;
}

/** Nothing listens there, or a server that never answers. */
async function startOther(kind: Kind): Promise<{ payUrl: string; close(): void }> {
  if (kind === 'away') {
    return { payUrl: `http://127.0.0.1:${await freePort()}/pay`, close: () => {} };
  }
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    payUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Opens the other connector and has its payments accepted, nobody waiting for them. */
async function openOrders({ url, path, tills }: BenchGateway, payUrl: string): Promise<void> {
  const [till] = tills;
  if (till === undefined) throw new Error('no till');
  const post = async (route: string, token: string, body: object) => {
    const response = await fetch(`${url}${path}/${route}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        prefer: 'respond-async',
      },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${route}: ${response.status} ${text}`);
    return JSON.parse(text) as { uuid: string };
  };
  const template = { payTemplateId: 'T-other', name: 'other', isOnline: 1, payUrl };
  await post('registerPayModeTemplate', await adminToken(), template);
  const mode = await post('payModes', till.token, { payTemplateId: 'T-other', isOpened: 1 });
  for (let at = 0; at < values.orders; at += BATCH) {
    const batchPayData = Array.from({ length: Math.min(BATCH, values.orders - at) }, (_, next) => ({
      payModeUUID: mode.uuid,
      payer: 'A',
      payee: `http://shops.example/shops/${till.merchantUUID}`,
      payAmount: 500,
      clientPayNo: `other-${at + next}`,
      payParams: {},
      clientExtraParams: {},
    }));
    await post('batchPay', till.token, { batchPayData });
  }
}
