// The tills, in a process of their own: closed loop (each client sends its next call when the last is
// answered) or open loop (calls leave at their time, whatever became of those before).
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { type LoadOrder, type LoadReport, SEARCH_KEYS } from './load-messages.ts';

let numbers = 0;
let isRunning = true;
let latencies: number[] | null = null;
let errors = 0;
let firstError = '';

function element({ till: { merchantUUID, payModeUUID } }: Target) {
  numbers += 1;
  return {
    payModeUUID,
    payer: 'A',
    payee: `http://shops.example/shops/${merchantUUID}`,
    payAmount: 500,
    clientPayNo: `${process.pid}-${Date.now().toString(36)}-${numbers}`,
    payParams: { payBarCode: '281234567890123456' },
    clientExtraParams: { ...keysOf(), orderAmount: 210 },
  };
}

/** Numbers of its own, by which a payment can be found. */
const keysOf = () =>
  Object.fromEntries(SEARCH_KEYS.map((key) => [key, `${key}-${process.pid}-${numbers}`]));

interface Target {
  readonly pool: Pool;
  readonly order: LoadOrder;
  readonly till: LoadOrder['tills'][number];
}

async function call(target: Target, sentAt = performance.now()): Promise<void> {
  const { pool, order, till } = target;
  const body =
    order.batch === 0
      ? element(target)
      : { batchPayData: Array.from({ length: order.batch }, () => element(target)) };
  const { statusCode, body: answer } = await pool.request({
    method: 'POST',
    path: `${order.path}/${order.batch === 0 ? 'pay' : 'batchPay'}`,
    headers: { authorization: `Bearer ${till.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (statusCode !== 200) {
    errors += 1;
    firstError ||= `${statusCode} ${text.slice(0, 300)}`;
  }
  latencies?.push(performance.now() - sentAt);
}

function tillOf(order: LoadOrder, at: number) {
  const till = order.tills[at % order.tills.length];
  if (till === undefined) throw new Error('no tills');
  return till;
}

const note = (error: unknown) => {
  errors += 1;
  firstError ||= String(error);
};

async function closedLoop(pool: Pool, order: LoadOrder): Promise<void> {
  const client = async (at: number) => {
    const target = { pool, order, till: tillOf(order, at) };
    while (isRunning) await call(target).catch(note);
  };
  await Promise.all(Array.from({ length: order.clients }, (_, at) => client(at)));
}

async function openLoop(pool: Pool, order: LoadOrder): Promise<void> {
  const startedAt = performance.now();
  const pending = new Set<Promise<void>>();
  for (let count = 0; isRunning; count += 1) {
    const dueAt = startedAt + (count * 1_000) / order.ratePerSecond;
    const leftMs = dueAt - performance.now();
    if (leftMs > 0) await sleep(leftMs);
    // Counted from the moment at which it should have left: a late generator must not flatter us.
    const sent = call({ pool, order, till: tillOf(order, count) }, dueAt).catch(note);
    pending.add(sent);
    void sent.then(() => pending.delete(sent));
  }
  await Promise.all(pending);
}

async function run(order: LoadOrder): Promise<void> {
  const pool = new Pool(order.url, {
    connections: order.ratePerSecond > 0 ? 200 : order.clients,
    headersTimeout: 60_000,
    bodyTimeout: 60_000,
  });
  await (order.ratePerSecond > 0 ? openLoop(pool, order) : closedLoop(pool, order));
  const report: LoadReport = { type: 'done', latencies: latencies ?? [], errors, firstError };
  process.send?.(report, () => process.exit(0));
}

process.on('message', (message: LoadOrder | { type: 'measure' } | { type: 'stop' }) => {
  if (message.type === 'measure') latencies = [];
  else if (message.type === 'stop') isRunning = false;
  else void run(message);
});
// Nobody must outlive a bench that failed.
process.on('disconnect', () => process.exit());
process.send?.({ type: 'ready' });
