import type { LookJob } from '@payserver/shared/queue/catalogue';
import { crashPoint } from '@payserver/shared/runtime/crash-points';
import { claimOrders } from '@payserver/shared/store/orders/claim';
import { lookAtOrders } from './look-at-orders.ts';
import type { LookDeps, QueueLookDeps } from './look-deps.ts';
import { payFlow } from './pay-flow.ts';
import { refundFlow } from './refund-flow.ts';

/**
 * Does what a job of this connector's queue asks: claims those of its orders that are still to be looked
 * at, and looks at them. Running it twice, late, or for orders that are final does nothing. While the
 * connector's circuit is open its orders wait, and only those are claimed that need no call.
 */
export async function look(deps: LookDeps, connectorKey: string, job: LookJob): Promise<void> {
  const { waitMs, leave } = deps.circuits.admit(connectorKey);
  try {
    const left = waitMs > 0 ? await postpone(deps, job, waitMs) : job;
    if (left.orders.length === 0) return;
    const apart = (identity: string) => countedBy(deps, `${connectorKey}, left: ${identity}`);
    await claimAndLook({ ...countedBy(deps, connectorKey), apart }, left);
  } finally {
    leave();
  }
}

function countedBy(deps: LookDeps, circuit: string): LookDeps {
  const { postJson, circuits } = deps;
  return {
    ...deps,
    postJson: async (request) => await circuits.call(circuit, () => postJson(request)),
  };
}

/** Answers the orders that do not wait: nobody need be called for them, or somebody looks at them already. */
async function postpone(deps: LookDeps, job: LookJob, waitMs: number): Promise<LookJob> {
  const waits = await Promise.all(
    job.orders.map(async (ref) => await deps.postpone(job.kind, { ...ref, waitMs })),
  );
  return { ...job, orders: job.orders.filter((_, at) => waits[at] === false) };
}

async function claimAndLook(deps: QueueLookDeps, job: LookJob): Promise<void> {
  crashPoint('look.beforeClaim');
  const claim = { refs: job.orders, leaseMs: deps.leaseMs };
  switch (job.kind) {
    case 'pay':
      return await lookAtOrders(deps, payFlow, await claimOrders(deps.db, 'pay', claim));
    case 'refund':
      return await lookAtOrders(deps, refundFlow, await claimOrders(deps.db, 'refund', claim));
  }
}
