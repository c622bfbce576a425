import { setTimeout as sleep } from 'node:timers/promises';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import type { Demo } from './demo.ts';
import type { DemoMode } from './open-modes.ts';
import { startProgress } from './progress.ts';
import { type Order, payBody } from './trade.ts';

const SIZE = 100;
const POLL_MS = 100;
const GIVE_UP_MS = 60_000;
/** ms; so that there is something to see */
const SLOWEST = 3_000;

interface BatchAnswer {
  readonly batchPayResult: ReadonlyArray<{ readonly statusCode: number }>;
}

/**
 * Sends a hundred payments in one request (API document, Pay 4), does not wait for their ends, and shows
 * how they come. Their connector takes up to three seconds for each.
 */
export async function payBatch(demo: Demo, mode: DemoMode): Promise<void> {
  const startedAt = performance.now();
  const batchPayData = Array.from({ length: SIZE }, (_, at) => {
    const sandbox = `slow:${Math.round((SLOWEST * (at + 1)) / SIZE)}`;
    return payBody(demo, { what: 'pay', mode, amount: 100 + at, sandbox });
  });
  const { batchPayResult } = await demo.gateway.post<BatchAnswer>(
    '/batchPay',
    { batchPayData },
    'respond-async',
  );
  const taken = batchPayResult.filter(({ statusCode }) => statusCode === 200).length;
  const answered = Math.round(performance.now() - startedAt);
  demo.say(`\nA batch of ${SIZE} payments: ${taken} taken, answered in ${answered} ms`);
  const numbers = new Set(batchPayData.map(({ clientPayNo }) => clientPayNo));
  const statuses = await watch(demo, mode, { numbers, taken });
  const took = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const counts = [...statuses].map(([status, count]) => `${count} ${status}`).join(', ');
  demo.say(`${counts} after ${took} s`);
}

type Listed = Order & { readonly clientPayNo: string };

/** Reads the mode's newest payments until none of the batch is open, and answers how they ended. */
async function watch(
  demo: Demo,
  mode: DemoMode,
  batch: { numbers: ReadonlySet<string>; taken: number },
): Promise<Map<string, number>> {
  const progress = startProgress(batch.taken);
  const deadline = performance.now() + GIVE_UP_MS;
  for (;;) {
    const { items } = await demo.gateway.get<{ items: Listed[] }>(
      `/payModes/${mode.uuid}/payOrders?limit=200`,
    );
    const own = items.filter(({ clientPayNo }) => batch.numbers.has(clientPayNo));
    const open = own.filter(({ status }) => status === PAY_OPEN).length;
    progress.show(own.length - open);
    if (open === 0 || performance.now() > deadline) {
      progress.end();
      return countBy(own);
    }
    await sleep(POLL_MS);
  }
}

function countBy(orders: readonly Listed[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { status } of orders) counts.set(status, (counts.get(status) ?? 0) + 1);
  return counts;
}
