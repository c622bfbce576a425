import type { AttemptJob } from '@payserver/shared/queue/catalogue';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { claimOrders } from '@payserver/shared/store/orders/claim';
import type { AttemptDeps, QueueAttemptDeps } from './attempt-deps.ts';
import { attemptOrders } from './attempt-orders.ts';
import { payFlow, refundFlow } from './trade-flow.ts';

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

function countedBy(deps: AttemptDeps, circuit: string): AttemptDeps {
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
  const claim = { refs: job.orders, leaseMs: deps.leaseMs };
  switch (job.kind) {
    case 'pay':
      return await attemptOrders(deps, payFlow, await claimOrders(deps.db, 'pay', claim));
    case 'refund':
      return await attemptOrders(deps, refundFlow, await claimOrders(deps.db, 'refund', claim));
  }
}
