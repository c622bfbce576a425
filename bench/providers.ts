// npm run bench:providers -- [--providers wechat,alipay] [--rate 30] [--seconds 300] [--faults 2] [--quiet-seconds 60]
// What a payment by barcode takes through gateway, connector and a provider's stub at 10/s without faults; then a load
// with faults, and the stub's books compared with the gateway's orders.
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_MERCHANT, DEMO_PAY_MODES } from '@payserver/shared/domain/demo-shop';
import { describeCommand, someOf, wholeNumber } from '../scripts/command-line.mjs';
import { type Client, createClient } from '../test/support/client.ts';
import {
  type ProviderName,
  type StubbedGateway,
  startStubbedGateway,
} from '../test/support/stubbed-gateway.ts';
import { merchantToken } from '../test/support/tokens.ts';
import { readAll } from '../test/support/walk-list.ts';
import { percentiles } from './measure.ts';

const NAMES: readonly ProviderName[] = ['wechat', 'alipay'];
const QUIET_RATE = 10;
/** The first payments meet programs that have not run yet. */
const WARM_SECONDS = 5;
const AMOUNT = 990;
/** After the last payment: a reverse at 45 s, its repeats, what is not there for a minute. */
const PATIENCE_MS = 420_000;
const POLL_MS = 2_000;

interface Options {
  readonly providers: readonly ProviderName[];
  readonly rate: number;
  readonly seconds: number;
  readonly faults: number;
  readonly quietSeconds: number;
}

const options = describeCommand(
  'bench:providers',
  'WeChat Pay and Alipay at their stubs: time of a payment, and a load with faults.',
)
  .option('--providers <names>', `some of ${NAMES.join(', ')}`, someOf(NAMES), NAMES)
  .option('--rate <n>', 'payments a second', wholeNumber(1, 200), 30)
  .option('--seconds <n>', 'of the load', wholeNumber(1), 300)
  .option('--faults <n>', 'percent of the calls', wholeNumber(0, 100), 2)
  .option('--quiet-seconds <n>', `at ${QUIET_RATE}/s without faults`, wholeNumber(1), 60)
  .parse()
  .opts<Options>();

let number = Date.now() % 1e9;
const gateway = await startStubbedGateway();
try {
  const client = createClient(gateway.url, await merchantToken(DEMO_MERCHANT));
  console.log(
    '| provider | quiet: p50 ms | p99 ms | load | payed | payFailed | open | breaches | rules of the provider broken |',
  );
  console.log('|---|---|---|---|---|---|---|---|---|');
  for (const provider of options.providers) {
    await send({ client, provider, rate: QUIET_RATE, seconds: WARM_SECONDS });
    const quiet = await send({ client, provider, rate: QUIET_RATE, seconds: options.quietSeconds });
    const { p50, p99 } = percentiles(quiet);
    await gateway.control(provider, 'fault', { probability: options.faults / 100 });
    await send({ client, provider, rate: options.rate, seconds: options.seconds });
    await gateway.control(provider, 'fault', { probability: 0 });
    const found = await compare({ gateway, client, provider });
    const load = `${options.rate}/s, ${options.seconds} s, ${options.faults} %`;
    console.log(
      `| ${provider} | ${p50.toFixed(0)} | ${p99.toFixed(0)} | ${load} | ${found.payed} | ${found.payFailed} | ${found.open} | ${found.violations.length} | ${found.remarks.length} |`,
    );
    for (const line of found.violations.slice(0, 20)) console.log(`  breach: ${line}`);
    for (const line of found.remarks.slice(0, 5)) console.log(`  remark: ${line}`);
  }
} finally {
  await gateway.stop();
}

function fail(error: unknown): null {
  process.exitCode = 1;
  console.log(`  POST pay: ${String(error)}`);
  return null;
}

interface Sending {
  readonly client: Client;
  readonly provider: ProviderName;
  readonly rate: number;
  readonly seconds: number;
}

/** At this rate whatever the answers take; ms until the answer says `payed`, of those that did. */
async function send({ client, provider, rate, seconds }: Sending): Promise<number[]> {
  const startedAt = performance.now();
  const calls: Promise<number | null>[] = [];
  for (let at = 0; at < rate * seconds; at += 1) {
    const wait = startedAt + (1_000 * at) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    calls.push(payOnce(client, provider).catch(fail));
  }
  return (await Promise.all(calls)).filter((ms) => ms !== null);
}

async function payOnce(client: Client, provider: ProviderName): Promise<number | null> {
  number += 1;
  const payBarCode = `${provider === 'wechat' ? '13' : '28'}${String(number).padStart(10, '0')}000000`;
  const startedAt = performance.now();
  const answer = await client.post(
    '/pay',
    {
      payModeUUID: DEMO_PAY_MODES[provider],
      payer: 'a customer',
      payee: `http://localhost/shops/${DEMO_MERCHANT}`,
      payAmount: AMOUNT,
      clientPayNo: `bench-${provider}-${number}`,
      payParams: { payBarCode },
    },
    { prefer: 'wait=10' },
  );
  if (answer.status !== 200) {
    return fail(`${answer.status} ${JSON.stringify(answer.body)}`);
  }
  const body = answer.body as { readonly data?: { readonly status: string } };
  return body.data?.status === 'payed' ? performance.now() - startedAt : null;
}

interface Comparing {
  readonly gateway: StubbedGateway;
  readonly client: Client;
  readonly provider: ProviderName;
}

interface Order {
  readonly tractionNo: string;
  readonly status: string;
  /** fen */
  readonly payAmount: number;
}

interface Books {
  readonly violations: readonly string[];
  readonly remarks: readonly string[];
}

/** Once everything is final: the gateway's orders and the stub's money, both ways. */
async function compare({ gateway: stubbed, client, provider }: Comparing) {
  const until = performance.now() + PATIENCE_MS;
  const list = `/payModes/${DEMO_PAY_MODES[provider]}/payOrders`;
  const isOpen = async () => {
    const answer = await client.get(`${list}?status=paying&limit=1`);
    return (answer.body as { readonly items: readonly unknown[] }).items.length > 0;
  };
  while ((await isOpen()) && performance.now() < until) await sleep(POLL_MS);
  const orders = (await readAll(client, list)) as unknown as readonly Order[];
  const claims = orders.map(({ tractionNo: outTradeNo, status, payAmount: amount }) => ({
    outTradeNo,
    status,
    amount,
  }));
  const books = await stubbed.control<Books>(provider, 'oracle', { orders: claims });
  const count = (status: string) => orders.filter((order) => order.status === status).length;
  return { ...books, payed: count('payed'), payFailed: count('payFailed'), open: count('paying') };
}
