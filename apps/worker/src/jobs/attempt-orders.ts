import type { ConnectorConfig } from '@payserver/shared/domain/connector-config';
import type { ConnectorReply } from '@payserver/shared/domain/connector-outcome';
import { type NextStep, nextStep } from '@payserver/shared/domain/next-step';
import type { AttemptJob } from '@payserver/shared/queue/catalogue';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { claimOrders } from '@payserver/shared/store/orders/claim';
import type { AttemptDeps, QueueAttemptDeps } from './attempt-deps.ts';
import { recordOutcome } from './record-outcome.ts';
import { type ClaimedOrder, payFlow, refundFlow, type TradeFlow } from './trade-flow.ts';

/**
 * Processes the orders of a job of this connector's queue: claims those that are still due and attempts each.
 * Running it twice, late, or for orders that are final does nothing. While the connector's circuit is open its
 * orders are rescheduled, and only those are claimed that need no call.
 */
export async function processOrders(
  deps: AttemptDeps,
  connectorKey: string,
  job: AttemptJob,
): Promise<void> {
  const { waitMs, leave } = deps.circuits.admit(connectorKey);
  try {
    const left = waitMs > 0 ? await rescheduleAll(deps, job, waitMs) : job;
    if (left.orders.length === 0) return;
    const apart = (identity: string) => countedBy(deps, `${connectorKey}, left: ${identity}`);
    await claimAndAttempt({ ...countedBy(deps, connectorKey), apart }, left);
  } finally {
    leave();
  }
}

/** The same, with every call counted by this circuit. */
export function countedBy(deps: AttemptDeps, circuit: string): AttemptDeps {
  const { postJson, circuits } = deps;
  return {
    ...deps,
    postJson: async (request) => await circuits.call(circuit, () => postJson(request)),
  };
}

/** Answers the orders that were not rescheduled: they need no call, or another worker has claimed them. */
async function rescheduleAll(
  deps: AttemptDeps,
  job: AttemptJob,
  waitMs: number,
): Promise<AttemptJob> {
  const waits = await Promise.all(
    job.orders.map(async (ref) => await deps.rescheduleWaiting(job.kind, { ...ref, waitMs })),
  );
  return { ...job, orders: job.orders.filter((_, at) => waits[at] === false) };
}

async function claimAndAttempt(deps: QueueAttemptDeps, job: AttemptJob): Promise<void> {
  crashPoint('attempt.beforeClaim');
  const claim = { refs: job.orders, leaseMs: deps.leaseMs, ownerNo: deps.self.no() };
  switch (job.kind) {
    case 'pay':
      return await attemptOrders(deps, payFlow, await claimOrders(deps.db, 'pay', claim));
    case 'refund':
      return await attemptOrders(deps, refundFlow, await claimOrders(deps.db, 'refund', claim));
  }
}

/** A connector that was there when the order was accepted and is not any more. */
const NO_CONNECTOR: ConnectorConfig = {
  identity: null,
  payUrl: null,
  refundUrl: null,
  queryUrl: null,
  cancelUrl: null,
  isAsyncNotify: false,
  isIdempotent: false,
  timeoutMs: 1,
  notifySecret: null,
  lateSuccessPolicy: 'review',
};

/**
 * Takes for each claimed order the one step that cannot move its money twice, and settles or reschedules it.
 * Calls only the connector that has the order, wherever its template has moved to by now. No transaction is open
 * while a connector is called.
 */
async function attemptOrders<Order extends ClaimedOrder>(
  deps: QueueAttemptDeps,
  flow: TradeFlow<Order>,
  claimed: readonly Order[],
): Promise<void> {
  if (claimed.length === 0) return;
  crashPoint('attempt.afterClaim');
  const connectors = await deps.connectorsOf(
    claimed.flatMap(({ connectorVersion }) => connectorVersion ?? []),
  );
  await Promise.all(
    claimed.map(async (order) => {
      const connector = connectors.get(order.connectorVersion ?? 0) ?? NO_CONNECTOR;
      const step = nextStep({
        firstSend: order.firstSend,
        sent: order.sentAt !== null,
        expired: order.expired,
        notFound: order.lastOutcome === 'notFound',
        hasSendUrl: Boolean(flow.sendUrl(connector)),
        hasQueryUrl: Boolean(connector.queryUrl),
        hasCancelUrl: Boolean(connector.cancelUrl) && flow.kind === 'pay',
        isIdempotent: connector.isIdempotent,
      });
      if (step === 'closeUnsent') return await closeUnsent(deps, flow, order);
      const release = deps.leases.hold(flow.kind, order);
      try {
        crashPoint('attempt.beforeCall');
        const calls = order.hasMoved ? deps.apart(connector.identity ?? '') : deps;
        const reply = await take(calls, flow, { order, connector, step });
        crashPoint('attempt.afterCall');
        await recordOutcome(deps, flow, { order, connector, step, reply });
      } finally {
        release();
      }
    }),
  );
}

interface Target<Order> {
  readonly order: Order;
  readonly connector: ConnectorConfig;
  readonly step: Exclude<NextStep, 'closeUnsent'>;
}

async function take<Order extends ClaimedOrder>(
  deps: AttemptDeps,
  flow: TradeFlow<Order>,
  { order, connector, step }: Target<Order>,
): Promise<ConnectorReply> {
  switch (step) {
    case 'post':
      return await flow.submit(deps, connector, order);
    case 'query':
      return await flow.query(deps, connector, order);
    case 'close':
      return await flow.close(deps, connector, order);
    case 'wait': {
      const outcome = { kind: 'unknown', reason: 'waiting for a notice' } as const;
      return { outcome, httpStatus: null, durationMs: 0 };
    }
  }
}

/** It expired, was called off, or lost the URL to go to, before any byte left: nobody can have been charged. */
async function closeUnsent<Order extends ClaimedOrder>(
  deps: AttemptDeps,
  flow: TradeFlow<Order>,
  order: Order,
): Promise<void> {
  await flow.settle(deps, [
    {
      uuid: order.uuid,
      event: 'closeUnsent',
      actor: 'sweep',
      epoch: order.epoch,
      thirdNo: null,
      resultCode: order.expired
        ? flow.unsentReason(order)
        : `not sent: the connector has no ${flow.sendUrlName}`,
      httpStatus: null,
      durationMs: null,
      detail: {},
    },
  ]);
}
