import { setTimeout as sleep } from 'node:timers/promises';
import type { ConnectorOutcome } from '@payserver/shared/domain/connector-outcome';
import { type GatewaySide, type Oddity, type Reply, readBody } from './gateway.ts';
import type { NoticeSide } from './notice-side.ts';
import { createOrderMaker, type Order, type OrderMaker } from './orders.ts';
import type { Target } from './target.ts';

/** What a module works with. */
export interface Scene extends Pick<OrderMaker, 'newPay' | 'newRefund'> {
  readonly target: Target;
  readonly gateway: GatewaySide;
  readonly notices: NoticeSide;
  /** POSTs it to the URL of its kind. */
  send(order: Order, oddity?: Oddity): Promise<Reply>;
  query(order: Order, oddity?: Oddity): Promise<Reply>;
  cancel(pay: Order, oddity?: Oddity): Promise<Reply>;
  /** Waits until it is final, as the gateway does: asks again, or listens. */
  settled(order: Order, reply?: Reply): Promise<ConnectorOutcome>;
  /** Sends it and waits until it is final. */
  carriedOut(order: Order): Promise<ConnectorOutcome>;
}

/** Why a connector does not pass. */
export class Failed extends Error {}

/** Why it is not known whether a connector passes. */
export class NotSeen extends Error {}

/** Ends the module with this reason unless the condition holds. */
export function must(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new Failed(reason);
}

/** What an outcome is called in a report. */
export function nameOf(outcome: ConnectorOutcome): string {
  return 'reason' in outcome && outcome.reason !== ''
    ? `${outcome.kind} (${outcome.reason})`
    : outcome.kind;
}

/** Between two queries, ms. */
export const POLL_MS = 200;

export function openScene(target: Target, gateway: GatewaySide, notices: NoticeSide): Scene {
  const orders = createOrderMaker(target, notices);
  const remember = (order: Order, reply: Reply): Reply => {
    const { outcome } = reply;
    if ('thirdOrderNo' in outcome && outcome.thirdOrderNo !== null)
      orders.remember(order.tractionNo, outcome.thirdOrderNo);
    return reply;
  };
  const ask = async (url: string | null, order: Order, oddity: Oddity = {}) => {
    const body = { ...orders.inquiryOf(order), ...oddity.more };
    return await gateway.post({ url: url ?? '', body, about: order, oddity });
  };
  const scene: Scene = {
    target,
    gateway,
    notices,
    newPay: orders.newPay,
    newRefund: orders.newRefund,
    send: async (order, oddity = {}) => {
      const url = order.field === 'payAmount' ? target.payUrl : (target.refundUrl ?? '');
      const body = { ...order.body, ...oddity.more };
      return remember(order, await gateway.post({ url, body, about: order, oddity }));
    },
    query: async (order, oddity) => remember(order, await ask(target.queryUrl, order, oddity)),
    cancel: async (pay, oddity) => await ask(target.cancelUrl, pay, oddity),
    settled: async (order, reply) => await untilFinal(scene, order, reply),
    carriedOut: async (order) => await untilFinal(scene, order, await scene.send(order)),
  };
  return scene;
}

/** Whether nothing more is to come. */
export function isFinal({ kind }: ConnectorOutcome): boolean {
  return kind === 'succeeded' || kind === 'failed';
}

async function untilFinal(scene: Scene, order: Order, reply?: Reply): Promise<ConnectorOutcome> {
  const { target } = scene;
  let last = reply?.outcome ?? ({ kind: 'unknown', reason: 'not asked yet' } as const);
  const deadline = performance.now() + target.settleMs;
  while (!isFinal(last)) {
    must(performance.now() < deadline, `after ${target.settleMs} ms it is still ${nameOf(last)}`);
    await sleep(POLL_MS);
    if (target.queryUrl !== null) last = (await scene.query(order)).outcome;
    else if (target.profile === 'sync') last = (await scene.send(order)).outcome;
    else last = saidBy(scene.notices, order) ?? last;
  }
  return last;
}

/** What the latest notice says of it; null: none came. */
function saidBy(notices: NoticeSide, order: Order): ConnectorOutcome | null {
  const notice = notices.of(order.tractionNo).at(-1);
  return notice === undefined ? null : readBody(Buffer.from(notice.body), order);
}
