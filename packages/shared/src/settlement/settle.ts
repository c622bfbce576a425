import { PAY_EDGES, PAY_OPEN, REFUND_EDGES, REFUND_OPEN, statusAfter } from '../domain/statuses.ts';
import { holdSuccess } from '../store/pay-orders/cancelling.ts';
import { type PayOutcome, settlePayOrders } from '../store/pay-orders/settle.ts';
import type { RefundOrderRow } from '../store/refund-orders/find.ts';
import { settleRefundOrders } from '../store/refund-orders/settle.ts';
import { contradictPays, contradictRefunds } from './contradict.ts';
import { type Evidence, type SettlementDeps, unmoved } from './evidence.ts';

/**
 * The only way in which a payment becomes final: each order moves along one legal edge, with its trade
 * record, in one transaction, and the requests waiting for it are woken afterwards. Evidence about an
 * order that is final already changes nothing, and opens an exception where it contradicts; so does
 * none that was found under a claim that has passed on. A success that comes while a cancellation may still give
 * the money back is held until that is answered. The answer holds only the orders that moved.
 */
export async function settlePays(
  deps: SettlementDeps,
  evidence: readonly Evidence[],
): Promise<PayOutcome[]> {
  const moved = await settlePayOrders(
    deps.db,
    evidence.map((one) => ({
      ...one,
      from: PAY_OPEN,
      to: statusAfter(PAY_EDGES, PAY_OPEN, one.event),
    })),
  );
  deps.outcomes.publish(moved);
  const rest = unmoved(evidence, moved);
  if (rest.length === 0) return moved;
  const again = await holdSuccesses(deps, await contradictPays(deps, rest));
  return again.length === 0 ? moved : [...moved, ...(await settlePays(deps, again))];
}

/** Answers those that nothing holds any more: their cancellation was refused meanwhile. */
async function holdSuccesses(
  { db }: SettlementDeps,
  open: readonly Evidence[],
): Promise<readonly Evidence[]> {
  const successes = open.filter((one) => one.event === 'succeed' && one.epoch === null);
  const held = await Promise.all(successes.map(async (one) => await holdSuccess(db, one)));
  return successes.filter((_, at) => !held[at]);
}

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
