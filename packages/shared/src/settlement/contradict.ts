import { contradictionOf, policyFor } from '../domain/contradiction.ts';
import { PAY_EDGES, PAY_OPEN, statusAfter } from '../domain/statuses.ts';
import { findConnectorsOf } from '../store/connectors.ts';
import { openException } from '../store/exceptions.ts';
import { wasCancelled } from '../store/pay-orders/cancelling.ts';
import { findPayOrders, type PayOrderRow } from '../store/pay-orders/find.ts';
import { settlePayOrders } from '../store/pay-orders/settle.ts';
import { findRefundOrders } from '../store/refund-orders/find.ts';
import type { Evidence, SettlementDeps } from './evidence.ts';

/**
 * Deals with evidence about payments that did not move because they were final already. Where the two
 * agree there is nothing to do. Where they contradict each other an exception is opened, once, and money
 * that came late follows the template's lateSuccessPolicy: it goes back by a refund of the gateway's own,
 * or it counts, or a person decides. Answers the evidence about payments that are open.
 */
export async function contradictPays(
  deps: SettlementDeps,
  evidence: readonly Evidence[],
): Promise<Evidence[]> {
  const orders = new Map(
    (
      await findPayOrders(
        deps.db,
        evidence.map((one) => one.uuid),
      )
    ).map((order) => [order.uuid, order]),
  );
  for (const one of evidence) {
    const order = orders.get(one.uuid);
    if (order !== undefined) await contradictPay(deps, one, order);
  }
  return evidence.filter((one) => orders.get(one.uuid)?.status === PAY_OPEN);
}

async function contradictPay(deps: SettlementDeps, evidence: Evidence, order: PayOrderRow) {
  const reason = contradictionOf(order.status, evidence.event);
  if (reason === null) return;
  const connectors = await findConnectorsOf(deps.db, 'pay', [order.uuid]);
  const chosen = policyFor('pay', reason, connectors.get(order.uuid));
  // The money that came may be the money that a cancellation gave back: nothing to count.
  const isUnsure = chosen === 'accept' && (await wasCancelled(deps.db, order.uuid));
  const policy = isUnsure ? 'review' : chosen;
  // Counted before it is written down: evidence may never come a second time.
  if (policy === 'accept') await acceptLate(deps, evidence, order);
  await openException(deps.db, {
    kind: 'pay',
    reason,
    policy,
    actor: evidence.actor,
    detail: { ...evidence.detail, thirdNo: evidence.thirdNo },
    order,
    payOrderUUID: order.uuid,
    amount: order.payAmount,
    reversal: policy === 'reverse' ? { tractionNo: deps.tractionNo('refund'), pay: order } : null,
  });
}

async function acceptLate(deps: SettlementDeps, evidence: Evidence, order: PayOrderRow) {
  const event = 'acceptLate';
  const to = statusAfter(PAY_EDGES, order.status, event);
  await settlePayOrders(deps.db, [{ ...evidence, epoch: null, from: order.status, to, event }]);
}

/** The same for refunds: whatever contradicts a final refund is for a person. */
export async function contradictRefunds(
  deps: SettlementDeps,
  evidence: readonly Evidence[],
): Promise<void> {
  const orders = await findRefundOrders(
    deps.db,
    evidence.map((one) => one.uuid),
  );
  for (const order of orders) {
    const one = evidence.find((candidate) => candidate.uuid === order.uuid);
    const reason = one && contradictionOf(order.status, one.event);
    if (!one || !reason) continue;
    await openException(deps.db, {
      kind: 'refund',
      reason,
      policy: policyFor('refund', reason, undefined),
      actor: one.actor,
      detail: { ...one.detail, thirdNo: one.thirdNo },
      order,
      payOrderUUID: order.payOrderUUID,
      amount: order.refundAmount,
      reversal: null,
    });
  }
}
