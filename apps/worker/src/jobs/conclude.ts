import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import type { NextStep } from '@payserver/shared/domain/next-step';
import { reviewReasonOf } from '@payserver/shared/domain/review';
import { capAtExpiry, nextLookMs } from '@payserver/shared/domain/schedule';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { evidenceOf } from '@payserver/shared/settlement/evidence';
import { deferOrders } from '@payserver/shared/store/orders/defer';
import type { Actor } from '@payserver/shared/store/orders/table';
import type { LookDeps } from './look-deps.ts';
import type { ClaimedOrder, TradeFlow } from './trade-flow.ts';

/** One finished look. */
export interface Look<Order> {
  readonly order: Order;
  readonly connector: ConnectorConfig;
  readonly step: Exclude<NextStep, 'closeUnsent'>;
  readonly reply: ConnectorReply;
}

/**
 * Settles an order when the look gave evidence, otherwise gives it back with the time of its next look.
 *
 * A success counts whoever holds the lease by now: the money has moved. A failure found under a lease
 * that has passed on counts only where nobody can have posted again since, because a repeat at an
 * idempotent connector may have succeeded after it. While the database is away it waits, with the answer
 * in its hands.
 */
export async function conclude<Order extends ClaimedOrder>(
  deps: LookDeps,
  flow: TradeFlow<Order>,
  look: Look<Order>,
): Promise<void> {
  const { order, connector, reply } = look;
  const needsLease = reply.outcome.kind === 'failed' && connector.isIdempotent;
  const found = evidenceOf(reply.outcome, {
    uuid: order.uuid,
    actor: ACTORS[look.step],
    epoch: needsLease ? order.epoch : null,
    httpStatus: reply.httpStatus,
    durationMs: reply.durationMs,
  });
  if (found === null) return await putOff(deps, flow, look);
  const evidence = { ...found, detail: { ...found.detail, connector: connector.identity } };
  const moved = await deps.insist(async () => await flow.settle(deps, [evidence]));
  crashPoint('look.afterSettle');
  if (moved === 0) deps.log.info({ order: order.uuid, event: evidence.event }, 'settled before');
}

async function putOff<Order extends ClaimedOrder>(
  deps: LookDeps,
  flow: TradeFlow<Order>,
  { order, connector, reply, step }: Look<Order>,
): Promise<void> {
  const { outcome } = reply;
  const delayMs = delayOf(deps, flow, order);
  crashPoint('defer.beforeRow');
  const deferral = {
    uuid: order.uuid,
    epoch: order.epoch,
    actor: ACTORS[step],
    lastOutcome: outcome.kind,
    delayMs,
    clearSent: outcome.kind === 'notSent' && order.firstSend,
    thirdNo: outcome.kind === 'running' ? outcome.thirdOrderNo : null,
    reviewReason: reviewReasonOf({
      kind: flow.kind,
      outcome: outcome.kind,
      overdue: order.overdue,
      isLeft: order.hasMoved && step !== 'wait',
      hasSendUrl: Boolean(flow.sendUrl(connector)),
      connector,
    }),
    httpStatus: reply.httpStatus,
    durationMs: reply.durationMs,
    detail: {
      ...('reason' in outcome && { reason: outcome.reason }),
      step,
      ...(step !== 'wait' && { connector: connector.identity }),
    },
  };
  const deferred = await deps.insist(async () => await deferOrders(deps.db, flow.kind, [deferral]));
  crashPoint('defer.beforeWake');
  await deps.producer.wake(deferred.map((row) => ({ ...row, kind: flow.kind, delayMs })));
}

/** Until the next look, ms. */
function delayOf<Order extends ClaimedOrder>(
  deps: LookDeps,
  flow: TradeFlow<Order>,
  order: Order,
): number {
  const now = deps.now();
  const ageMs = now - flow.startedAt(order).getTime();
  const expiresAt = flow.expiresAt(order);
  const untilExpiryMs = expiresAt === null ? null : expiresAt.getTime() - now;
  return capAtExpiry(nextLookMs(order.attempts, ageMs, deps.random()), untilExpiryMs);
}

/** Who a look's record names: nobody is asked by one that only waits. */
const ACTORS = {
  post: 'connector',
  query: 'query',
  close: 'connector',
  wait: 'sweep',
} as const satisfies Record<Look<unknown>['step'], Actor>;
