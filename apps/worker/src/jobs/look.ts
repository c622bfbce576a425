import type { LookJob } from '@payserver/shared/queue/catalogue';
import { claimOrders } from '@payserver/shared/store/orders/claim';
import { lookAtOrders } from './look-at-orders.ts';
import type { LookDeps } from './look-deps.ts';
import { payFlow } from './pay-flow.ts';
import { refundFlow } from './refund-flow.ts';

/**
 * Does what a job asks: claims those of its orders that are still to be looked at, and looks at them.
 * Running it twice, late, or for orders that are final does nothing.
 */
export async function look(deps: LookDeps, job: LookJob): Promise<void> {
  const claim = { refs: job.orders, leaseMs: deps.leaseMs };
  switch (job.kind) {
    case 'pay':
      return await lookAtOrders(deps, payFlow, await claimOrders(deps.db, 'pay', claim));
    case 'refund':
      return await lookAtOrders(deps, refundFlow, await claimOrders(deps.db, 'refund', claim));
  }
}
