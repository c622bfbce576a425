import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import { PAY_OPEN } from '@payserver/shared/domain/statuses';
import { type AttemptJob, CLOSING_QUEUE } from '@payserver/shared/queue/catalogue';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { evidenceOf } from '@payserver/shared/settlement/evidence';
import { settlePays } from '@payserver/shared/settlement/settle';
import { findConnectorsOf } from '@payserver/shared/store/connectors';
import { findPayOrders, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import { callPayQueryUrl } from '../connectors/pay-connector.ts';
import type { AttemptDeps } from './attempt-deps.ts';
import { countedBy, processOrders } from './attempt-orders.ts';
import { type CancelledPay, cancelPay } from './cancel-pay.ts';

/** Until an order that a worker holds is processed again, if its connector did not say how it ended. */
const AGAIN_MS = 2_000;

/**
 * Ends payments that were called off. One that no worker holds is attempted like any other, which asks and then
 * cancels. One whose call is on its way is asked about and cancelled beside it: a call that hangs is no reason to wait.
 * Running it twice, late, or for orders that are final does nothing.
 */
export async function processClosing(deps: AttemptDeps, { orders }: AttemptJob): Promise<void> {
  for (const { uuid, epoch: round } of orders) {
    const order = await findOpen(deps, uuid);
    if (order === null) continue;
    const ref = { uuid, epoch: order.epoch };
    await processOrders(deps, order.connectorKey, { kind: 'pay', orders: [ref] });
    const held = await findOpen(deps, uuid);
    // Of another epoch: it was claimed since, by an attempt that knew of the closing.
    if (held === null || held.epoch !== order.epoch) continue;
    if (held.leaseUntil !== null && (await closeHeld(deps, held, round))) continue;
    const again = { uuid, tractionNo: held.tractionNo, epoch: round + 1, delayMs: AGAIN_MS };
    await deps.producer.wake([{ kind: 'pay', connectorKey: CLOSING_QUEUE, ...again }]);
  }
}

/** A payment that was called off and is still open. */
type OpenPay = PayOrderRow & CancelledPay & { readonly leaseUntil: Date | null };

async function findOpen({ db }: AttemptDeps, uuid: string): Promise<OpenPay | null> {
  const [order] = await findPayOrders(db, [uuid]);
  return order?.status === PAY_OPEN && order.closeAskedAt !== null ? order : null;
}

/**
 * Answers whether it came to an end. That its query says `failed` is none: the call on its way may be a repeat that
 * succeeds after it. A cancelled number is closed whatever still arrives.
 */
async function closeHeld(deps: AttemptDeps, order: OpenPay, round: number): Promise<boolean> {
  const connector = (await findConnectorsOf(deps.db, 'pay', [order.uuid])).get(order.uuid);
  if (connector === undefined) return false;
  const calls = countedBy(deps, order.connectorKey);
  const call: CancelledPay = { ...order, epoch: `${order.epoch}-${round}` };
  const settle = async (reply: ConnectorReply, actor: 'query' | 'connector') =>
    await settleBeside(deps, { order, connector, reply, actor });
  crashPoint('closing.beforeCalls');
  if (connector.queryUrl) {
    const asked = await callPayQueryUrl(calls, connector, call);
    const isPaid = asked.outcome.kind === 'succeeded' && order.cancelCall === null;
    if (isPaid) return await settle(asked, 'query');
  }
  if (!connector.cancelUrl) return false;
  const cancelled = await cancelPay(calls, connector, call);
  crashPoint('closing.afterCalls');
  return await settle(cancelled, 'connector');
}

interface Beside {
  readonly order: OpenPay;
  readonly connector: ConnectorConfig;
  readonly reply: ConnectorReply;
  readonly actor: 'query' | 'connector';
}

/** Settles by evidence that is true whoever holds the order. */
async function settleBeside(
  deps: AttemptDeps,
  { order, connector, reply, actor }: Beside,
): Promise<boolean> {
  const { httpStatus, durationMs } = reply;
  const source = { uuid: order.uuid, actor, epoch: null, httpStatus, durationMs };
  const found = evidenceOf(reply.outcome, source);
  if (found === null) return false;
  const evidence = { ...found, detail: { ...found.detail, connector: connector.identity } };
  await deps.retryWhileUnavailable(async () => await settlePays(deps, [evidence]));
  return true;
}
