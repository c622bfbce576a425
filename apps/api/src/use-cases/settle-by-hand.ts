import type { Caller } from '@payserver/shared/domain/caller';
import { done, type Result, refused } from '@payserver/shared/domain/errors';
import { NO_SECRETS, type OrderSecrets, redactText } from '@payserver/shared/domain/redact-text';
import { PAY_OPEN, REFUND_OPEN } from '@payserver/shared/domain/statuses';
import type { Evidence, SettlementDeps } from '@payserver/shared/settlement/evidence';
import { settlePays, settleRefunds } from '@payserver/shared/settlement/settle';
import { findPayOrders, type PayOrderRow } from '@payserver/shared/store/pay-orders/find';
import { findRefundOrders, type RefundOrderRow } from '@payserver/shared/store/refund-orders/find';
import { isVisibleTo } from './merchant-scope.ts';

export type HandSettlementDeps = SettlementDeps;

/** What a person has found out about an order that the gateway could not. */
export interface HandSettlement {
  readonly uuid: string;
  readonly outcome: 'succeeded' | 'failed';
  readonly reason: string;
  /** the connector's own number, if it is known */
  readonly thirdNo: string | null;
}

/**
 * Settles an open payment by an operator's word, recorded with the reason and who gave it.
 *
 * Refusals: 9003, also for another merchant's, 9007 it is final already.
 */
export async function settlePayByHand(
  deps: SettlementDeps,
  caller: Caller,
  settlement: HandSettlement,
): Promise<Result<PayOrderRow>> {
  const [order] = await findPayOrders(deps.db, [settlement.uuid]);
  if (order === undefined || !isVisibleTo(caller, order.merchantUUID))
    return refused(9003, 'no such payOrder');
  if (order.status !== PAY_OPEN) return refused(9007, `the payment is ${order.status}`);
  const [moved] = await settlePays(deps, [evidenceOf(caller, settlement, order)]);
  if (moved === undefined) return refused(9007, 'the payment was settled meanwhile');
  const [settled = order] = await findPayOrders(deps.db, [settlement.uuid]);
  return done(settled);
}

/** The same for an open refund. */
export async function settleRefundByHand(
  deps: SettlementDeps,
  caller: Caller,
  settlement: HandSettlement,
): Promise<Result<RefundOrderRow>> {
  const [order] = await findRefundOrders(deps.db, [settlement.uuid]);
  if (order === undefined || !isVisibleTo(caller, order.merchantUUID))
    return refused(9003, 'no such refundOrder');
  if (order.status !== REFUND_OPEN) return refused(9007, `the refund is ${order.status}`);
  const [pay = NO_SECRETS] = await findPayOrders(deps.db, [order.payOrderUUID]);
  const [moved] = await settleRefunds(deps, [evidenceOf(caller, settlement, pay)]);
  return moved === undefined ? refused(9007, 'the refund was settled meanwhile') : done(moved);
}

/** In an operator's words too a secret of the payment is masked: they are stored for ever. */
function evidenceOf(caller: Caller, settlement: HandSettlement, pay: OrderSecrets): Evidence {
  const failed = settlement.outcome === 'failed';
  const reason = redactText(settlement.reason, pay);
  return {
    uuid: settlement.uuid,
    event: failed ? 'fail' : 'succeed',
    actor: 'operator',
    epoch: null,
    thirdNo: settlement.thirdNo,
    resultCode: failed ? reason : '',
    httpStatus: null,
    durationMs: null,
    detail: { reason, by: caller.subject },
  };
}
