import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayClient } from '../gateway-client.ts';
import { ASYNC_MODE, type DemoMode } from './open-modes.ts';

/** One thing that the demo did and what came of it. */
export interface DemoStep {
  readonly what: string;
  readonly mode: string;
  /** fen */
  readonly amount: number;
  readonly businessRet: string;
  /** the status of the first answer */
  readonly answered: string;
  readonly answeredMs: number;
  readonly finally: string;
  readonly finallyMs: number;
}

interface Order {
  readonly clientPayNo: string;
  readonly status: string;
}

const POLL_MS = 100;
const GIVE_UP_MS = 20_000;

/** Pays once in each mode, once so that it fails, and once so that it runs and comes back. */
export async function payEach(
  demo: { gateway: GatewayClient; merchantUUID: string },
  modes: readonly DemoMode[],
): Promise<DemoStep[]> {
  const payments = modes.map((mode) => ({ mode, what: 'pays', sandbox: sandboxOf(mode) }));
  const online = modes.find((mode) => mode.isOnline === 1);
  if (online !== undefined) {
    payments.push({ mode: online, what: 'is declined', sandbox: 'fail' });
    payments.push({ mode: online, what: 'loses its answer', sandbox: 'chargeThen502' });
  }
  const steps: DemoStep[] = [];
  for (const [index, payment] of payments.entries()) {
    steps.push(await payOnce(demo, { ...payment, no: index + 1 }));
  }
  return steps;
}

function sandboxOf(mode: DemoMode): string | undefined {
  return mode.name === ASYNC_MODE ? 'runThenNotice:800' : undefined;
}

async function payOnce(
  demo: { gateway: GatewayClient; merchantUUID: string },
  payment: { mode: DemoMode; what: string; sandbox: string | undefined; no: number },
): Promise<DemoStep> {
  const { mode, no } = payment;
  const payAmount = 100 * no;
  const startedAt = performance.now();
  const answer = await demo.gateway.post<{ businessRet: string; data: Order }>('/pay', {
    payModeUUID: mode.uuid,
    payer: 'a customer',
    payee: `http://shops.example/shops/${demo.merchantUUID}`,
    payAmount,
    clientPayNo: `${demo.merchantUUID}-${no}`,
    payParams: payment.sandbox === undefined ? {} : { sandbox: payment.sandbox },
    clientExtraParams: { orderNo: `P${no}`, orderAmount: payAmount },
  });
  const answeredMs = performance.now() - startedAt;
  const final = await untilFinal(demo.gateway, answer.data);
  return {
    what: payment.what,
    mode: mode.name,
    amount: payAmount,
    businessRet: answer.businessRet,
    answered: answer.data.status,
    answeredMs,
    finally: final.status,
    finallyMs: performance.now() - startedAt,
  };
}

/** Polls as a cashier program does (API document, Pay 2). */
async function untilFinal(gateway: GatewayClient, order: Order): Promise<Order> {
  const deadline = performance.now() + GIVE_UP_MS;
  let latest = order;
  while (latest.status === 'paying' && performance.now() < deadline) {
    await sleep(POLL_MS);
    const { items } = await gateway.get<{ items: Order[] }>(
      `/payOrders?clientPayNo=${encodeURIComponent(order.clientPayNo)}`,
    );
    latest = items[0] ?? latest;
  }
  return latest;
}
