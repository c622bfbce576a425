import { isDeepStrictEqual } from 'node:util';
import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import type { NextStep } from '@payserver/shared/domain/next-step';
import { reviewReasonOf } from '@payserver/shared/domain/review';
import { attemptDelayMs } from '@payserver/shared/domain/schedule';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import type { Logger } from '@payserver/shared/runtime/logger';
import { evidenceOf } from '@payserver/shared/settlement/evidence';
import { isDatabaseUnavailable } from '@payserver/shared/store/database-unavailable';
import { rescheduleOrders } from '@payserver/shared/store/orders/reschedule';
import type { Actor } from '@payserver/shared/store/orders/table';
import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { AttemptDeps } from './attempt-deps.ts';
import type { ClaimedOrder, TradeFlow } from './trade-flow.ts';

/** One finished attempt. */
export interface Attempt<Order> {
  readonly order: Order;
  readonly connector: ConnectorConfig;
  readonly step: Exclude<NextStep, 'closeUnsent'>;
  readonly reply: ConnectorReply;
}

/**
 * Settles an order when the attempt gave evidence, otherwise gives it back with the time of its next attempt.
 *
 * A success counts whoever holds the lease by now: the money has moved. A failure found under a lease
 * that has passed on counts only where nobody can have posted again since, because a repeat at an
 * idempotent connector may have succeeded after it. While the database is unavailable it keeps the answer and
 * retries until the database returns.
 */
export async function recordOutcome<Order extends ClaimedOrder>(
  deps: AttemptDeps,
  flow: TradeFlow<Order>,
  attempt: Attempt<Order>,
): Promise<void> {
  const { order, connector, reply } = attempt;
  const needsLease = reply.outcome.kind === 'failed' && connector.isIdempotent;
  const found = evidenceOf(reply.outcome, {
    uuid: order.uuid,
    actor: ACTORS[attempt.step],
    epoch: needsLease ? order.epoch : null,
    httpStatus: reply.httpStatus,
    durationMs: reply.durationMs,
  });
  if (found === null) return await reschedule(deps, flow, attempt);
  const evidence = { ...found, detail: { ...found.detail, connector: connector.identity } };
  const moved = await deps.retryWhileUnavailable(async () => await flow.settle(deps, [evidence]));
  crashPoint('attempt.afterSettle');
  if (moved === 0) deps.log.info({ order: order.uuid, event: evidence.event }, 'settled before');
}

async function reschedule<Order extends ClaimedOrder>(
  deps: AttemptDeps,
  flow: TradeFlow<Order>,
  { order, connector, reply, step }: Attempt<Order>,
): Promise<void> {
  const { outcome } = reply;
  const delayMs = delayOf(deps, flow, order);
  crashPoint('reschedule.beforeRow');
  const open = {
    uuid: order.uuid,
    epoch: order.epoch,
    actor: ACTORS[step],
    lastOutcome: outcome.kind,
    delayMs,
    clearSent: outcome.kind === 'notSent' && order.firstSend,
    thirdNo: outcome.kind === 'running' ? outcome.thirdOrderNo : null,
    payData: outcome.kind === 'running' ? outcome.payData : null,
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
  const rescheduled = await deps.retryWhileUnavailable(
    async () => await rescheduleOrders(deps.db, flow.kind, [open]),
  );
  // The till shows it while it waits: its customer cannot pay before.
  if (open.payData !== null && !isDeepStrictEqual(open.payData, flow.shown(order))) {
    deps.outcomes.publish(rescheduled.map(({ uuid }) => ({ uuid, isOpen: true })));
  }
  crashPoint('reschedule.beforeWake');
  await deps.producer.wake(rescheduled.map((row) => ({ ...row, kind: flow.kind, delayMs })));
}

/** Until the next attempt, ms. */
function delayOf<Order extends ClaimedOrder>(
  deps: AttemptDeps,
  flow: TradeFlow<Order>,
  order: Order,
): number {
  const now = deps.now();
  const expiresAt = flow.expiresAt(order);
  return attemptDelayMs({
    attempts: order.attempts,
    ageMs: now - flow.startedAt(order).getTime(),
    lifeMs: flow.lifeMs(order),
    untilExpiryMs: expiresAt === null ? null : expiresAt.getTime() - now,
    random: deps.random(),
  });
}

/** Whom the record of an attempt names: one that only waits calls no connector. */
const ACTORS = {
  post: 'connector',
  query: 'query',
  close: 'connector',
  wait: 'sweep',
} as const satisfies Record<Attempt<unknown>['step'], Actor>;

const BACKOFF = { initialDelay: 100, maxDelay: 1_000 };

/**
 * For outcomes that only this process knows: an answer that is not written is lost with the process, and some
 * connectors can neither be queried nor called again. Retries until the database takes it or `stopping` aborts;
 * throws every other error at once. The step may find that it was done before.
 */
export function createRetryWhileUnavailable(deps: {
  log: Logger;
  stopping: AbortSignal;
}): AttemptDeps['retryWhileUnavailable'] {
  const policy = retry(handleWhen(isDatabaseUnavailable), {
    maxAttempts: Number.POSITIVE_INFINITY,
    backoff: new ExponentialBackoff(BACKOFF),
  });
  policy.onRetry(({ attempt, ...failed }) => {
    const err = 'error' in failed ? failed.error : undefined;
    if (attempt === 1) {
      deps.log.warn(
        { err },
        'the outcome of a call cannot be written yet; retrying until the database returns',
      );
    }
  });
  return async (step) => await policy.execute(step, deps.stopping);
}
