import { setTimeout as sleep } from 'node:timers/promises';
import { PAY_OPEN, REFUND_OPEN } from '@payserver/shared/domain/statuses';
import { RefusedError } from '../gateway-client.ts';
import type { Demo, DemoStep } from './demo.ts';
import type { DemoMode } from './open-modes.ts';

/** A payment or a refund as the gateway answers it. */
export interface Order {
  readonly uuid: string;
  readonly tractionNo: string;
  readonly status: string;
}

/** What to do, in words and to the sandbox connector. */
export interface Trade {
  readonly what: string;
  readonly mode: DemoMode;
  /** fen */
  readonly amount: number;
  /** how the sandbox connector shall behave */
  readonly sandbox?: string;
  /** what its way to pay asks for */
  readonly payParams?: object;
  /** of a refund: what the shop says of it */
  readonly clientExtraParams?: object;
  /** the first answer comes at once, whatever is known by then */
  readonly isAsync?: boolean;
  /** what the customer does once the first answer is there */
  readonly customer?: (order: Order) => Promise<void>;
}

/** A step with the order it made; null when the gateway refused it. */
export interface Done {
  readonly step: DemoStep;
  readonly order: Order | null;
}

const OPEN: ReadonlySet<string> = new Set([PAY_OPEN, REFUND_OPEN]);
const POLL_MS = 100;
const GIVE_UP_MS = 20_000;

/** Pays once and waits for the end as a cashier program does (API document, Pay 1 and 2). */
export async function payOnce(demo: Demo, trade: Trade): Promise<Done> {
  return await follow(demo, trade, {
    list: '/payOrders',
    path: '/pay',
    body: payBody(demo, trade),
  });
}

/** The body of POST pay, with a new clientPayNo. */
export function payBody(demo: Demo, { mode, amount, sandbox, payParams }: Trade) {
  return {
    payModeUUID: mode.uuid,
    payer: 'a customer',
    payee: `http://shops.example/shops/${demo.merchantUUID}`,
    payAmount: amount,
    clientPayNo: demo.nextNo(),
    payParams: { ...payParams, ...(sandbox !== undefined && { sandbox }) },
  };
}

/** Refunds once and waits for the end (API document, Refund 1). */
export async function refundOnce(demo: Demo, trade: Trade, pay: Order): Promise<Done> {
  const body = {
    payTractionNo: pay.tractionNo,
    clientRefundNo: demo.nextNo(),
    refundAmount: trade.amount,
    clientExtraParams: trade.clientExtraParams ?? {},
  };
  return await follow(demo, trade, { list: '/refundOrders', path: '/refund', body });
}

interface Call {
  readonly list: string;
  readonly path: string;
  readonly body: object;
}

async function follow(demo: Demo, trade: Trade, { list, path, body }: Call): Promise<Done> {
  const { what, amount } = trade;
  const startedAt = performance.now();
  const { name, connectorKind } = trade.mode;
  const common = { what, amount, mode: name, kind: connectorKind };
  const prefer = trade.isAsync === true ? 'respond-async' : undefined;
  try {
    const { data } = await demo.gateway.post<{ data: Order }>(path, body, prefer);
    const answeredMs = performance.now() - startedAt;
    await trade.customer?.(data);
    const final = await untilFinal(demo, `${list}/${data.uuid}`, data);
    const finallyMs = performance.now() - startedAt;
    const settledBy = await lastActor(demo, `${list}/${data.uuid}/tradeRecords`);
    const ends = { answered: data.status, answeredMs, finally: final.status, finallyMs, settledBy };
    return { step: { ...common, ...ends }, order: final };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const ms = performance.now() - startedAt;
    const ends = {
      answered: `refused: ${error.code}`,
      answeredMs: ms,
      finally: '-',
      finallyMs: ms,
    };
    demo.say(`- ${what}, ${trade.mode.name}: refused, ${error.message}`);
    return { step: { ...common, ...ends, settledBy: 'api' }, order: null };
  }
}

async function untilFinal(demo: Demo, path: string, order: Order): Promise<Order> {
  const deadline = performance.now() + GIVE_UP_MS;
  let latest = order;
  while (OPEN.has(latest.status) && performance.now() < deadline) {
    await sleep(POLL_MS);
    latest = await demo.gateway.get<Order>(path);
  }
  return latest;
}

async function lastActor(demo: Demo, path: string): Promise<string> {
  const { items } = await demo.gateway.get<{ items: Array<{ actor: string }> }>(
    `${path}?orderBy=createdAt%20desc&limit=1`,
  );
  return items[0]?.actor ?? '-';
}
