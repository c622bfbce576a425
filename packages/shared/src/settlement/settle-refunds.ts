import { REFUND_EDGES, REFUND_OPEN, statusAfter } from '../domain/statuses.ts';
import type { RefundOrderRow } from '../store/refund-orders/row.ts';
import { settleRefundOrders } from '../store/refund-orders/settle.ts';
import { contradictRefunds } from './contradict.ts';
import { type Evidence, type SettlementDeps, unmoved } from './evidence.ts';

/**
 * The only way in which a refund becomes final. A success turns the reserved amount of its payment into
 * a refunded one and moves the payment on to `partRefunded` or `refunded`; anything else releases the
 * reservation, once. Refund, payment and both trade records change in one transaction. Evidence about a
 * refund that is final already, or found under a claim that has passed on, changes nothing.
 */
export async function settleRefunds(
  deps: SettlementDeps,
  evidence: readonly Evidence[],
): Promise<RefundOrderRow[]> {
  const moved = await settleRefundOrders(
    deps.db,
    evidence.map((one) => ({
      ...one,
      from: REFUND_OPEN,
      to: statusAfter(REFUND_EDGES, REFUND_OPEN, one.event),
    })),
  );
  deps.outcomes.publish(moved.map(({ uuid }) => ({ uuid })));
  const rest = unmoved(evidence, moved);
  if (rest.length > 0) await contradictRefunds(deps, rest);
  return moved;
}
